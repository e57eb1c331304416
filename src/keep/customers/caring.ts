import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import type { Actor } from '../access/actor.ts'
import { careOf, ownerOf, unitsOf, writtenUnits } from './care.ts'
import { newBatch } from './publish.ts'
import type { CustomerTables } from './tables.ts'

type Deps = { rowIds: IdBlocks }
type By = { actor: Actor; now: Date; bulk?: number | undefined }

/** Says which units look after persons (roots, whose rows are held). Gives those for whom it was otherwise. */
export async function setUnits(deps: Deps, tx: Tx<CustomerTables>, to: { persons: readonly number[]; units: readonly string[] }, by: By): Promise<number[]> {
  const before = await careOf(tx, to.persons)
  const became = writtenUnits(to.units)
  const others = to.persons.filter((person) => writtenUnits(before.get(person)?.units ?? []) !== became)
  if (others.length === 0) return []
  // Each id keeps what it had of them, and what is new stands with the root: taken apart again, each has its own.
  await sql`
    update keep.customer c set units = array(
      select u from unnest(${[...to.units]}::text[]) u where u = any(c.units)
        or (c.merged_into is null and not exists (select from keep.customer m where m.merged_into = c.customer_id and u = any(m.units))) order by u)
    where c.customer_id = any(${others}::bigint[]) or c.merged_into = any(${others}::bigint[])`.execute(tx)
  const was = others.map((person) => ({ person, was: writtenUnits(before.get(person)?.units ?? []) }))
  await noteCare(deps, tx, { what: 'units', changes: was, became }, by)
  await publishCare(tx, others, by.now)
  return others
}

/**
 * Makes a colleague responsible for persons (roots, whose rows are held), or nobody. Who has no unit yet comes to the one unit of whoever
 * is responsible now. Gives those for whom it was somebody else.
 */
export async function setOwner(deps: Deps, tx: Tx<CustomerTables>, to: { persons: readonly number[]; staff: number | null }, by: By): Promise<number[]> {
  const before = await careOf(tx, to.persons)
  const others = to.persons.filter((person) => (before.get(person)?.owner ?? null) !== to.staff)
  if (others.length === 0) return []
  await sql`update keep.customer set
      owner_id = case when merged_into is null then ${to.staff}::bigint end,
      owner_at = case when merged_into is null and ${to.staff}::bigint is not null then ${by.now}::timestamptz end
    where customer_id = any(${others}::bigint[]) or merged_into = any(${others}::bigint[])`.execute(tx)
  const was = others.map((person) => ({ person, was: before.get(person)?.owner?.toString() ?? null }))
  await noteCare(deps, tx, { what: 'owner', changes: was, became: to.staff?.toString() ?? null }, by)
  await publishCare(tx, others, by.now)
  const unit = to.staff === null ? undefined : await onlyUnitOf(tx, to.staff)
  const homeless = others.filter((person) => before.get(person)?.units.length === 0)
  if (unit !== undefined) await setUnits(deps, tx, { persons: homeless, units: [unit] }, by)
  return others
}

/** The unit of a colleague who belongs to one and no other. */
async function onlyUnitOf(tx: Tx<CustomerTables>, staff: number): Promise<string | undefined> {
  const { rows } = await sql<{ unit: string }>`
    select s.units[1] as unit from keep.staff s join keep.unit u on u.code = s.units[1]
    where s.staff_id = ${staff} and cardinality(s.units) = 1 and u.retired_at is null`.execute(tx)
  return rows[0]?.unit
}

type Changes = { what: 'units' | 'owner'; changes: readonly { person: number; was: string | null }[]; became: string | null }

async function noteCare(deps: Deps, tx: Tx<CustomerTables>, { what, changes, became }: Changes, { actor, now, bulk }: By): Promise<void> {
  const ids = await deps.rowIds.next(changes.length)
  await sql`
    insert into keep.care_change (customer_id, change_id, what, was, became, at, by_kind, by_id, bulk_id)
    select c, i, ${what}, w, ${became}::text, ${now}, ${actor.kind}, ${actor.id}, ${bulk ?? null}::bigint
    from unnest(${changes.map((c) => c.person)}::bigint[], ${ids}::bigint[], ${changes.map((c) => c.was)}::text[]) as t(c, i, w)`.execute(tx)
}

/** Tells the facts how the persons of these customers are looked after; call it where that, or who belongs to a person, has changed. */
export async function publishCare(tx: Tx<CustomerTables>, customers: readonly number[], now: Date): Promise<void> {
  if (customers.length === 0) return
  const batch = await newBatch(tx)
  await sql`
    update fact.derived d set units = x.units, owner_id = x.owner, batch = ${batch}
    from (
      select r.customer_id, ${unitsOf} as units, ${ownerOf} as owner from keep.customer r
      where r.customer_id in (select coalesce(merged_into, customer_id) from keep.customer where customer_id = any(${[...customers]}::bigint[]))) x
    where d.person = x.customer_id`.execute(tx)
  await sql`insert into fact.change (batch, at, what, customers) values (${batch}, ${now}, '{derived}', ${[...customers]}::bigint[])`.execute(tx)
}

export type CareChange = { what: 'units' | 'owner'; was: string | null; became: string | null; at: Date; change_id: number; by_kind: string; by_id: number }

/** What was changed of it, for these ids of a person, the newest first, after a place. */
export async function careChangesOf(
  db: Db<CustomerTables>,
  members: readonly number[],
  page: { what: CareChange['what'] | undefined; after: { at: Date; id: number } | undefined; limit: number },
): Promise<CareChange[]> {
  const what = page.what ? sql`and what = ${page.what}` : sql``
  const rest = page.after ? sql`and (at, change_id) < (${page.after.at}, ${page.after.id})` : sql``
  const { rows } = await sql<CareChange>`
    select what, was, became, at, change_id, by_kind, by_id from keep.care_change
    where customer_id = any(${[...members]}::bigint[]) ${what} ${rest} order by at desc, change_id desc limit ${page.limit}`.execute(db)
  return rows
}
