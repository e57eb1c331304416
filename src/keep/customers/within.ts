import { type Db, type RawBuilder, sql } from '../../platform/db/index.ts'
import type { Actor, Rights } from '../access/index.ts'
import { ownerOf, unitsOf } from './care.ts'
import type { CustomerTables } from './tables.ts'

// Whoever sees some customers only (docs/decisions/0540): those of certain units and below them, with or without those of no unit, and
// those they are responsible for themselves.

export type Within = {
  /** Units of whoever asks; what is below them is theirs too. */
  units: readonly string[]
  /** And those of no unit. */
  none: boolean
  staff: number
}

/**
 * Which customers somebody sees, where it is not all of them: what a role says of it is said here and nowhere else in the keep. Programs
 * and the house itself see all.
 */
export function withinOf({ actor, rights, units }: { actor: Actor; rights: Rights; units: readonly string[] }): Within | undefined {
  if (actor.kind !== 'staff' || rights.customers === 'all') return undefined
  return { units: rights.customers === 'own' ? [] : units, none: rights.customers === 'units_or_none', staff: actor.as?.id ?? actor.id }
}

/** Of the person whose root is the row `r`; without limits everybody is. */
export const isWithin = (within: Within | undefined): RawBuilder<boolean> =>
  within === undefined ? sql<boolean>`true` : seenBy({ staff: sql`${within.staff}`, units: listed(within.units), none: sql`${within.none}` })

const listed = (units: readonly string[]) => sql`${[...units]}::text[]`

const seenBy = (who: { staff: RawBuilder<unknown>; units: RawBuilder<unknown>; none: RawBuilder<unknown> }) =>
  sql<boolean>`(${ownerOf} = ${who.staff} or ${unitsOf} && ${belowOf(who.units)} or (${who.none} and cardinality(${unitsOf}) = 0)) is true`

const belowOf = (units: RawBuilder<unknown>) => sql`array(
  with recursive mine as (select code from keep.unit where code = any(${units})
    union select u.code from keep.unit u join mine on u.parent = mine.code) select code from mine)`

/** Those of these customers who are. Who is not there is not. */
export async function customersWithin(db: Db<CustomerTables>, within: Within | undefined, customers: readonly number[]): Promise<Set<number>> {
  if (customers.length === 0) return new Set()
  const { rows } = await sql<{ customer_id: number }>`
    select c.customer_id from keep.customer c join keep.customer r on r.customer_id = coalesce(c.merged_into, c.customer_id)
    where c.customer_id = any(${[...customers]}::bigint[]) and ${isWithin(within)}`.execute(db)
  return new Set(rows.map((row) => row.customer_id))
}

/** Of somebody and a customer each: those where somebody of these limits does not see that customer, by their place. Who is not there is nobody's. */
export async function unseenAmong(db: Db<CustomerTables>, pairs: readonly { customer: number; within: Within }[]): Promise<number[]> {
  if (pairs.length === 0) return []
  const { rows } = await sql<{ place: number }>`
    select (q.n - 1)::int as place from unnest(${pairs.map((p) => p.customer)}::bigint[], ${pairs.map((p) => p.within.staff)}::bigint[],
        ${pairs.map((p) => p.within.units.join(','))}::text[], ${pairs.map((p) => p.within.none)}::boolean[]) with ordinality q(customer, staff, units, none, n)
    join keep.customer c on c.customer_id = q.customer join keep.customer r on r.customer_id = coalesce(c.merged_into, c.customer_id)
    where not ${seenBy({ staff: sql`q.staff`, units: sql`string_to_array(q.units, ',')`, none: sql`q.none` })} order by q.n`.execute(db)
  return rows.map((row) => row.place)
}

/** How many known persons are, as the facts have it, which are written together with what they say and have indexes for it. */
export async function countWithin(db: Db<CustomerTables>, { units, none, staff }: Within): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from fact.derived d where d.status = 'known' and d.person = d.customer_id
      and (d.owner_id = ${staff} or (d.units <> '{}' and d.units && ${belowOf(listed(units))}) or (${none} and d.units = '{}'))`.execute(db)
  return rows[0]?.count ?? 0
}
