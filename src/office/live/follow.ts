import { type Db, sql } from '../../platform/db/index.ts'
import type { FactTables } from '../catalogue/index.ts'
import type { Care } from './hub.ts'

// What the keep writes by itself (recording, imports, what a customer says of themself) nobody tells: it is followed, a look a second
// while anybody listens.

/** More customers than this in one look are told as "customers" alone. */
const most = 200

/** Whose facts were committed since the last look: ids of customers and of the persons they belong to; "many" when there are too many. */
export type Seen = readonly number[] | 'many'

/**
 * Gives a function that says what was committed since it was last called; the first call gives nothing. It goes by snapshots, so a
 * transaction that commits late is seen then and not lost (pg_visible_in_snapshot).
 */
export function follower(db: Db<Pick<FactTables, keyof FactTables>>): () => Promise<Seen> {
  let last: string | undefined
  return async () => {
    const { rows } = await sql<{ now: string; xmin: string }>`
      select pg_current_snapshot()::text as now, pg_snapshot_xmin(${last ?? null}::text::pg_snapshot)::text as xmin`.execute(db)
    const { now, xmin } = rows[0] ?? {}
    if (now === undefined) return []
    const before = last
    last = now
    if (before === undefined || before === now || !xmin) return []
    const found = await sql<{ customer: number | null; person: number | null }>`
      with changed as (
        select customers from fact.change where xid >= ${xmin}::text::xid8
          and pg_visible_in_snapshot(xid, ${now}::text::pg_snapshot) and not pg_visible_in_snapshot(xid, ${before}::text::pg_snapshot) limit ${most + 1}),
      whose as (
        select distinct customer from (select null::bigint as customer from changed where customers is null
          union all select unnest(customers) from changed) x limit ${most + 1})
      select w.customer, d.person from whose w left join fact.derived d on d.customer_id = w.customer`.execute(db)
    if (found.rows.length > most || found.rows.some((row) => row.customer === null)) return 'many'
    return [...new Set(found.rows.flatMap(({ customer, person }) => [customer ?? 0, person ?? 0]))].filter((id) => id > 0)
  }
}

/** Who looks after these customers. */
export async function caresOf(db: Db<FactTables>, customers: readonly number[]): Promise<Map<number, Care>> {
  if (customers.length === 0) return new Map()
  const { rows } = await sql<Care & { customer: number }>`
    select d.customer_id as customer, r.units, r.owner_id as owner from fact.derived d join fact.derived r on r.customer_id = d.person
    where d.customer_id = any(${[...customers]}::bigint[])`.execute(db)
  return new Map(rows.map(({ customer, ...care }) => [customer, care]))
}

/** The person whom a card belongs to. */
export async function personOf(db: Db<FactTables>, customer: number): Promise<number> {
  const { rows } = await sql<{ person: number }>`select person from fact.derived where customer_id = ${customer}`.execute(db)
  return rows[0]?.person ?? customer
}
