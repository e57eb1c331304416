import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import type { Actor } from '../access/actor.ts'
import type { CustomerTables } from './tables.ts'
import { isWithin, type Within } from './within.ts'

// Who was put aside. The mark stands at the person (the root of a merge); what is known of them stays, and the gate opens nothing of it.

/** For so long whoever may change a customer brings them back; after it only who keeps the registers. */
export const trashDays = 30

export type TrashPlace = { at: Date; customer: number }
type By = { actor: Actor; now: Date; bulk?: number | undefined }

/** Puts persons into the trash. Gives those it put there, and those this very work had put there already. */
export async function trashCustomers(
  tx: Tx<CustomerTables>,
  persons: readonly number[],
  { actor, now, bulk }: By,
): Promise<{ fresh: number[]; before: number[] }> {
  const { rows } = await sql<{ customer_id: number; fresh: boolean }>`
    with put as (update keep.customer set trashed_at = ${now} where customer_id = any(${[...persons]}::bigint[]) and trashed_at is null returning customer_id),
    noted as (insert into keep.trash (customer_id, at, by_kind, by_id, by_role, bulk_id) select customer_id, ${now}, ${actor.kind}, ${actor.id}, ${actor.role}, ${bulk ?? null}::bigint from put)
    select customer_id, true as fresh from put
    union all select t.customer_id, false from keep.trash t where t.bulk_id = ${bulk ?? null}::bigint and t.restored_at is null and t.customer_id = any(${[...persons]}::bigint[])`.execute(
    tx,
  )
  return { fresh: rows.filter((r) => r.fresh).map((r) => r.customer_id), before: rows.filter((r) => !r.fresh).map((r) => r.customer_id) }
}

/** Brings persons back; with `bulk`, only those whom that work had put there. Gives those it brought back. */
export async function restoreCustomers(tx: Tx<CustomerTables>, persons: readonly number[], { actor, now, bulk }: By): Promise<number[]> {
  const only = bulk === undefined ? sql`` : sql`and t.bulk_id = ${bulk}`
  const { rows } = await sql<{ customer_id: number }>`
    with back as (
      update keep.trash t set restored_at = ${now}, restored_by = ${actor.id} where t.customer_id = any(${[...persons]}::bigint[]) and t.restored_at is null ${only} returning t.customer_id)
    update keep.customer c set trashed_at = null from back where c.customer_id = back.customer_id returning c.customer_id`.execute(tx)
  return rows.map((r) => r.customer_id)
}

export type Trashed = { customer: number; at: Date; by_kind: string; by_id: number; by_role: string }

/** Who is there, the last one first, after a place. */
export async function listTrash(
  db: Db<CustomerTables>,
  page: { after: TrashPlace | undefined; limit: number; within: Within | undefined },
): Promise<Trashed[]> {
  const rest = page.after ? sql`and (r.trashed_at, r.customer_id) < (${page.after.at}, ${page.after.customer})` : sql``
  const { rows } = await sql<Trashed>`
    select r.customer_id as customer, r.trashed_at as at, t.by_kind, t.by_id, t.by_role from keep.customer r
    join keep.trash t on t.customer_id = r.customer_id and t.restored_at is null
    where r.trashed_at is not null and r.status <> 'erased' ${rest} and ${isWithin(page.within)} order by r.trashed_at desc, r.customer_id desc limit ${page.limit}`.execute(
    db,
  )
  return rows
}

/** Of these persons, those who are there for so long that not everybody brings them back. */
export async function trashedLong(db: Db<CustomerTables>, persons: readonly number[], now: Date): Promise<number[]> {
  const since = new Date(now.getTime() - trashDays * 86_400_000)
  const { rows } = await sql<{ customer_id: number }>`
    select customer_id from keep.customer where customer_id = any(${[...persons]}::bigint[]) and trashed_at < ${since}`.execute(db)
  return rows.map((row) => row.customer_id)
}
