import { type Db, type RawBuilder, sql } from '../../platform/db/index.ts'
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

/** Of the person whose root is the row `r`; without limits everybody is. */
export const isWithin = (within: Within | undefined): RawBuilder<boolean> =>
  within === undefined
    ? sql<boolean>`true`
    : sql<boolean>`(${ownerOf} = ${within.staff} or ${unitsOf} && ${belowOf(within.units)} or (${within.none} and cardinality(${unitsOf}) = 0)) is true`

const belowOf = (units: readonly string[]) => sql`array(
  with recursive mine as (select code from keep.unit where code = any(${[...units]}::text[])
    union select u.code from keep.unit u join mine on u.parent = mine.code) select code from mine)`

/** Those of these customers who are. Who is not there is not. */
export async function customersWithin(db: Db<CustomerTables>, within: Within, customers: readonly number[]): Promise<Set<number>> {
  if (customers.length === 0) return new Set()
  const { rows } = await sql<{ customer_id: number }>`
    select c.customer_id from keep.customer c join keep.customer r on r.customer_id = coalesce(c.merged_into, c.customer_id)
    where c.customer_id = any(${[...customers]}::bigint[]) and ${isWithin(within)}`.execute(db)
  return new Set(rows.map((row) => row.customer_id))
}

/** How many known persons are, as the facts have it, which are written together with what they say and have indexes for it. */
export async function countWithin(db: Db<CustomerTables>, { units, none, staff }: Within): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from fact.derived d where d.status = 'known' and d.person = d.customer_id
      and (d.owner_id = ${staff} or (d.units <> '{}' and d.units && ${belowOf(units)}) or (${none} and d.units = '{}'))`.execute(db)
  return rows[0]?.count ?? 0
}
