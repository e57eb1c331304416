import type { Door } from '../../keep/door/contract.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { AppError, badInput } from '../../platform/errors.ts'
import type { Caller } from '../caller.ts'
import { unitOf, withinOf } from '../within.ts'
import type { WorkTables } from './tables.ts'

// Which unit a task or case belongs to (docs/decisions/0550): whoever works with their own units chooses among these.

type Deps = { door: Door; db: Db<WorkTables> }

/**
 * The unit of work that begins: the one that is wished for, else that of its case, the one unit of whoever begins it, or the one unit that
 * looks after its customer; null for the company's own.
 */
export async function unitToBegin(
  { door, db }: Deps,
  caller: Caller,
  { wish, customer, ofCase = null }: { wish: string | null | undefined; customer: number; ofCase?: number | null },
): Promise<number | null> {
  if (wish !== undefined) return unitWished(door, caller, wish, null)
  const known = ofCase ?? unitOf(caller)?.id
  if (known !== undefined) return known
  const code = await onlyUnitOf(db, customer)
  const [unit] = code === undefined ? [] : await door.ask(caller.as, 'units', { codes: [code] })
  return unit && !unit.retired && isOwn(caller, unit.id) ? unit.id : null
}

/**
 * The unit somebody wishes work to belong to. Throws bad_input for one there is none of and for a closed one, unless the work is there
 * already; forbidden for one of others, where they work with their own.
 */
export async function unitWished(door: Door, caller: Caller, wish: string | null, already: number | null): Promise<number | null> {
  if (wish === null) return null
  const [unit] = await door.ask(caller.as, 'units', { codes: [wish] })
  if (unit && unit.id === already) return already
  if (!unit || unit.retired) throw badInput(`unit: there is no unit "${wish}" in use`, 'unit')
  if (!isOwn(caller, unit.id)) throw new AppError('forbidden', 'You work with your own units, so you can choose only these.', { place: 'unit' })
  return unit.id
}

/** A unit of a filter and those below it, closed ones too. Throws bad_input where there is none. */
export async function unitsOfFilter(door: Door, { as }: Caller, code: string | undefined): Promise<number[] | undefined> {
  if (code === undefined) return undefined
  const units = await door.ask(as, 'units', { codes: [code], below: true })
  if (units.length === 0) throw badInput(`unit: there is no unit "${code}"`, 'unit')
  return units.map(({ id }) => id)
}

function isOwn(caller: Caller, unit: number): boolean {
  const within = withinOf(caller)
  return !within?.work || within.work.units.includes(unit)
}

/** The code of the unit that looks after a customer, where it is one and no other. */
async function onlyUnitOf(db: Db<WorkTables>, customer: number): Promise<string | undefined> {
  if (customer === 0) return undefined
  const { rows } = await sql<{ unit: string }>`
    select r.units[1] as unit from fact.derived d join fact.derived r on r.customer_id = d.person
    where d.customer_id = ${customer} and cardinality(r.units) = 1`.execute(db)
  return rows[0]?.unit
}
