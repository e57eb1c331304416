import { z } from 'zod'
import { type Db, type RawBuilder, sql } from '../platform/db/index.ts'
import type { Caller } from './caller.ts'
import type { FactTables } from './catalogue/index.ts'

// What somebody is limited to. Their work (docs/decisions/0352): of their units and of those below them, what is given to them, and what
// they began themselves. Their customers (0540), as the keep says and as the facts have it: lists, counts and sums leave the others out
// here; who they are, the keep does not open.

/** As it is kept for work that goes on when whoever asked has gone. */
export const keptWithin = z.object({
  staff: z.int(),
  /** Null: work of all. */
  work: z.object({ units: z.array(z.int()), codes: z.array(z.string()) }).nullable(),
  /** Null: all customers; else those of these units, of no unit where it says so, and those they are responsible for. */
  customers: z.object({ units: z.array(z.string()), none: z.boolean() }).nullable(),
})
export type Within = z.infer<typeof keptWithin>

/** Undefined: work and customers of all. */
export function withinOf({ person }: Pick<Caller, 'person'>): Within | undefined {
  const { actor, within, sees } = person
  if (actor.kind !== 'staff' || (within === null && sees === null)) return undefined
  return {
    staff: actor.id,
    work: within && { units: within.map(({ id }) => id), codes: within.map(({ code }) => code) },
    customers: sees && { units: [...sees.units], none: sees.none },
  }
}

/** The unit that work belongs to which somebody begins: theirs, when they have one and no other. */
export const unitOf = ({ person: { units } }: Caller): { id: number; code: string } | undefined => (units.length === 1 ? units[0] : undefined)

const always = sql<boolean>`true`

/** A condition on tasks and cases: whose they are, and that their customer is seen. */
export const workWithin = (within: Within | undefined, as: '' | 'w.' = ''): RawBuilder<boolean> => {
  if (within === undefined) return always
  const { staff, work } = within
  const column = (name: string) => sql.raw(`${as}${name}`)
  const theirs = work ? sql`(${column('unit_id')} = any(${work.units}::int[]) or ${column('assignee')} = ${staff} or ${column('made_by')} = ${staff})` : always
  return sql<boolean>`(${theirs} and ${within.customers ? sql`(${column('customer_id')} = 0 or ${seenBy(within, column('customer_id'))})` : always})`
}

/** Of one that is known already; whether its customer is seen, the keep says. */
export const isWithin = (within: Within | undefined, work: { unit_id: number | null; assignee: number | null; made_by: number }): boolean =>
  !within?.work || (work.unit_id !== null && within.work.units.includes(work.unit_id)) || work.assignee === within.staff || work.made_by === within.staff

/** A condition: this customer, by whichever of their ids, is one they see. */
export const seenBy = (within: Within | undefined, customer: RawBuilder<unknown>): RawBuilder<boolean> =>
  within?.customers
    ? sql<boolean>`${customer} in (select d.customer_id from fact.derived d join fact.derived r on r.customer_id = d.person where ${looksAfter(within)})`
    : always

/** The same of persons, by their own id. */
export const personSeenBy = (within: Within | undefined, person: RawBuilder<unknown>): RawBuilder<boolean> =>
  within?.customers ? sql<boolean>`${person} in (select r.customer_id from fact.derived r where ${looksAfter(within)})` : always

const looksAfter = ({ staff, customers }: Within) =>
  sql`(r.owner_id = ${staff} or (r.units <> '{}' and r.units && ${customers?.units ?? []}::text[]) or (${customers?.none ?? false} and r.units = '{}'))`

/** The same of one whose care is known. */
export const isSeen = (within: Within | undefined, of: { units: readonly string[]; owner: number | null } | undefined): boolean => {
  if (!within?.customers) return true
  const { units, none } = within.customers
  return of !== undefined && (of.owner === within.staff || of.units.some((unit) => units.includes(unit)) || (none && of.units.length === 0))
}

/** Those of these customers whom they see. */
export async function seenAmong(db: Db<FactTables>, within: Within | undefined, customers: readonly number[]): Promise<Set<number>> {
  if (!within?.customers || customers.length === 0) return new Set(customers)
  const { rows } = await sql<{ id: number }>`
    select q.id from unnest(${[...new Set(customers)]}::bigint[]) as q(id) where ${seenBy(within, sql`q.id`)}`.execute(db)
  return new Set(rows.map((row) => row.id))
}
