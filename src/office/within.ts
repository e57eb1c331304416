import { type RawBuilder, sql } from '../platform/db/index.ts'
import type { Caller } from './caller.ts'

// Whoever works with their own units (docs/decisions/0352): work of these units and of those below them, what is given to them, and what
// they began themselves. Undefined: work of all.

export type Within = { staff: number; units: readonly number[]; codes: readonly string[] }

export function withinOf({ person }: Caller): Within | undefined {
  if (person.actor.kind !== 'staff' || person.within === null) return undefined
  return { staff: person.actor.id, units: person.within.map(({ id }) => id), codes: person.within.map(({ code }) => code) }
}

/** The unit that work belongs to which somebody begins: theirs, when they have one and no other. */
export const unitOf = ({ person: { units } }: Caller): { id: number; code: string } | undefined => (units.length === 1 ? units[0] : undefined)

/** A condition on tasks and cases. */
export const workWithin = (within: Within | undefined, as: '' | 'w.' = ''): RawBuilder<boolean> => {
  if (within === undefined) return sql<boolean>`true`
  const column = (name: string) => sql.raw(`${as}${name}`)
  return sql<boolean>`(${column('unit_id')} = any(${[...within.units]}::int[]) or ${column('assignee')} = ${within.staff} or ${column('made_by')} = ${within.staff})`
}

export const isWithin = (within: Within | undefined, work: { unit_id: number | null; assignee: number | null; made_by: number }): boolean =>
  within === undefined || (work.unit_id !== null && within.units.includes(work.unit_id)) || work.assignee === within.staff || work.made_by === within.staff
