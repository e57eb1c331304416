import { type Db, sql } from '../../../platform/db/index.ts'
import { abilityCodes } from '../../../platform/http/index.ts'
import type { AccessTables } from '../tables.ts'
import { builtInRoles, noRights, openedCategories, type Rights } from './builtIn.ts'
import { type CustomersSeen, customersSeen, ofEverybody } from './contract.ts'

type Row = { role: string; abilities: string[]; sees: string[]; changes: string[]; scope: 'all' | 'own'; customers: CustomersSeen }

const builtIn: ReadonlyMap<string, Rights> = new Map(Object.entries(builtInRoles))
export const isBuiltIn = (role: string): boolean => builtIn.has(role)

/**
 * What these roles let their holders do at this moment. Nothing is remembered between two calls, so that whoever has been denied
 * something is denied it with the next request, by whatever keep. A retired role, and one that is none, has no rights.
 */
export async function rightsOf(db: Db<AccessTables>, roles: readonly string[]): Promise<ReadonlyMap<string, Rights>> {
  const own = [...new Set(roles)].filter((role) => !isBuiltIn(role))
  const rows = own.length === 0 ? [] : await currentOf(db, own)
  const made = new Map(rows.map((row) => [row.role, rightsIn(row)]))
  return new Map(roles.map((role) => [role, builtIn.get(role) ?? made.get(role) ?? noRights]))
}

async function currentOf(db: Db<AccessTables>, roles: readonly string[]): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select distinct on (v.role) v.role, v.abilities, v.sees, v.changes, v.scope, v.customers
    from keep.role_version v join keep.role r using (role) where v.role = any(${[...roles]}::text[]) and r.retired_at is null
    order by v.role, v.version desc`.execute(db)
  return rows
}

/** A row as rights; an ability that this software does not know (any more) is left out. */
export const rightsIn = (row: Omit<Row, 'role'>): Rights => ({
  abilities: abilityCodes.filter((one) => row.abilities.includes(one) && (row.customers === 'all' || !ofEverybody.includes(one))),
  sees: openedCategories.filter((one) => row.sees.includes(one)),
  changes: openedCategories.filter((one) => row.changes.includes(one)),
  scope: row.scope,
  customers: row.customers,
})

/** Whether all that `less` lets one do `more` does too. */
export const within = (less: Rights, more: Rights): boolean =>
  all(less.abilities, more.abilities) &&
  all(less.sees, more.sees) &&
  all(less.changes, more.changes) &&
  (more.scope === 'all' || less.scope === 'own') &&
  customersSeen.indexOf(less.customers) >= customersSeen.indexOf(more.customers)

/** Whether whoever had `then` sees all of that with `now`, of whomever. */
export const seesNoLess = (now: Rights, then: Rights): boolean => within({ ...then, abilities: [], changes: [] }, now)

export const all = <T>(some: readonly T[], of: readonly T[]): boolean => some.every((one) => of.includes(one))
