import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import type { Actor } from '../access/actor.ts'
import type { RowField } from './shapes.ts'
import type { CustomerTables } from './tables.ts'

export type Role = CustomerTables['keep.customer']['role']

/**
 * Makes a person's root (whose row is locked) a customer, lead, supplier or partner, and keeps what they were. Gives their role
 * before; the same when nothing changed.
 */
export async function changeRole(
  deps: { rowIds: IdBlocks },
  tx: Tx<CustomerTables>,
  to: { root: number; role: Role },
  by: { actor: Actor; now: Date },
): Promise<Role | undefined> {
  const row = await tx.selectFrom('keep.customer').select('role').where('customer_id', '=', to.root).executeTakeFirst()
  if (!row || row.role === to.role) return row?.role
  await sql`update keep.customer set role = ${to.role} where customer_id = ${to.root}`.execute(tx)
  await sql`insert into keep.role_change (customer_id, change_id, was, became, at, by_kind, by_id)
    values (${to.root}, ${await deps.rowIds.one()}, ${row.role}, ${to.role}, ${by.now}, ${by.actor.kind}, ${by.actor.id})`.execute(tx)
  return row.role
}

/** The same of the language they are spoken to in; null: not known. Gives whether it changed. */
export async function changeLanguage(
  deps: { rowIds: IdBlocks },
  tx: Tx<CustomerTables>,
  to: { root: number; language: string | null },
  by: { actor: Actor; now: Date },
): Promise<boolean> {
  const row = await tx.selectFrom('keep.customer').select('language').where('customer_id', '=', to.root).executeTakeFirst()
  if (!row || row.language === to.language) return false
  await sql`update keep.customer set language = ${to.language} where customer_id = ${to.root}`.execute(tx)
  await sql`insert into keep.language_change (customer_id, change_id, was, became, at, by_kind, by_id)
    values (${to.root}, ${await deps.rowIds.one()}, ${row.language}, ${to.language}, ${by.now}, ${by.actor.kind}, ${by.actor.id})`.execute(tx)
  return true
}

export type RowChange = { value: string | null; version: number; at: Date; by_kind: string; by_id: number }

/** What somebody's role or language became, the newest first, behind a change; the last is what it was before the first, and has no number. */
export async function rowChanges(
  db: Db<CustomerTables>,
  members: readonly number[],
  field: RowField,
  page: { below: number | undefined; limit: number },
): Promise<RowChange[]> {
  const below = page.below === undefined ? sql`` : sql`where version < ${page.below}`
  const of = sql`from ${sql.table(`keep.${field}_change`)} where customer_id = any(${[...members]}::bigint[])`
  const rows = await sql<RowChange>`
    select * from (
      select became as value, change_id as version, at, by_kind, by_id ${of}
      union all
      select first.was, 0, (select min(created_at) from keep.customer where customer_id = any(${[...members]}::bigint[])), 'service', 0
      from (select was ${of} order by change_id limit 1) first) all_of_them
    ${below} order by version desc limit ${page.limit}`.execute(db)
  return rows.rows
}
