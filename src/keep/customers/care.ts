import { type Db, sql } from '../../platform/db/index.ts'
import { badInput } from '../../platform/errors.ts'
import type { CustomerTables } from './tables.ts'

// Who of the company looks after a person: units, and one colleague who is responsible. What is said stands with the root and is taken
// from every other id; what holds is what any of them has, so that a merge joins and its undoing brings back what each had.

export type Care = { person: number; units: readonly string[]; owner: number | null }

const mostUnitsOfOne = 20

/** How the persons of these customers are looked after, by the id that was asked for. */
export async function careOf(db: Db<CustomerTables>, customers: readonly number[]): Promise<Map<number, Care>> {
  const { rows } = await sql<Care & { customer: number }>`
    select c.customer_id as customer, r.customer_id as person, ${unitsOf} as units, ${ownerOf} as owner
    from keep.customer c join keep.customer r on r.customer_id = coalesce(c.merged_into, c.customer_id)
    where c.customer_id = any(${[...customers]}::bigint[])`.execute(db)
  return new Map(rows.map(({ customer, ...care }) => [customer, care]))
}

/** Of the person whose root is the row `r`. */
export const unitsOf = sql<string[]>`array(
  select unnest(r.units) union select unnest(m.units) from keep.customer m where m.merged_into = r.customer_id order by 1)`
export const ownerOf = sql<number | null>`(
  select x.owner_id from (select r.owner_id, r.owner_at union all select m.owner_id, m.owner_at from keep.customer m where m.merged_into = r.customer_id) x
  where x.owner_id is not null order by x.owner_at desc limit 1)`

/** What several units are written as in a history, and read from it. */
export const writtenUnits = (units: readonly string[]): string | null => (units.length === 0 ? null : [...units].sort().join(','))
export const readUnits = (written: string | null): string[] => (written === null || written === '' ? [] : written.split(','))

/** Throws bad_input for units there are none of, or that are retired; a person keeps those they have. */
export async function checkUnits(db: Db<CustomerTables>, units: readonly string[], already: readonly string[] = []): Promise<void> {
  if (units.length > mostUnitsOfOne) throw badInput(`A customer belongs to ${mostUnitsOfOne} units at most.`, 'units')
  const { rows } = await sql<{ code: string }>`select code from keep.unit where code = any(${[...units]}::text[]) and retired_at is null for share`.execute(db)
  const known = new Set([...rows.map((row) => row.code), ...already])
  const wrong = units.find((unit) => !known.has(unit))
  if (wrong !== undefined) throw badInput(`units: there is no unit "${wrong}" in use`, 'units')
}

/** What the units are called that look after a customer, for whom it is about. */
export async function unitTitlesOf(db: Db<CustomerTables>, customer: number): Promise<{ [language: string]: string }[]> {
  const units = (await careOf(db, [customer])).get(customer)?.units ?? []
  return [...(await unitTitles(db, units)).values()]
}

/** What units are called, closed ones too, by code and in its order. */
export async function unitTitles(db: Db<CustomerTables>, units: readonly string[]): Promise<Map<string, { [language: string]: string }>> {
  if (units.length === 0) return new Map()
  const { rows } = await sql<{ code: string; title: { [language: string]: string } }>`
    select code, title from keep.unit where code = any(${[...new Set(units)]}::text[]) order by code`.execute(db)
  return new Map(rows.map((row) => [row.code, row.title]))
}
