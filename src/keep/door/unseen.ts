import { type Standing, standingOfStaff } from '../access/index.ts'
import { careOf, customersWithin, unitsWithBelow, unseenAmong, type Within } from '../customers/index.ts'
import type { Checked, Outputs, WhyUnseen } from './contract.ts'
import { type Asker, type DoorDeps, withinOf } from './deps.ts'

// Work that is given to somebody who does not see whom it is about lies where nobody looks (docs/decisions/0550). So it is said before; nothing is forbidden.

const limitsOf = (id: number, { role, rights, units }: Standing): Within | undefined => withinOf({ actor: { kind: 'staff', id, role }, rights, units })

const whyOf = ({ rights, units }: Standing): WhyUnseen =>
  !rights.abilities.includes('customers.see')
    ? { why: 'role', units: [] }
    : rights.customers === 'own'
      ? { why: 'own', units: [] }
      : { why: 'units', units: [...units].sort() }

/** Of colleagues and customers in pairs: those where the one does not see the other, and why. Of whom the asker does not see nothing is said. */
export async function unseen(deps: DoorDeps, asker: Asker, { pairs }: Checked<'unseen'>): Promise<Outputs['unseen']> {
  if (asker.actor.kind === 'customer' || pairs.length === 0) return []
  const db = deps.db.$pickTables()
  const standings = await standingOfStaff(
    db,
    pairs.map(({ staff }) => staff),
  )
  const asked = pairs.flatMap((pair) => {
    const standing = standings.get(pair.staff)
    return standing ? [{ ...pair, standing, within: limitsOf(pair.staff, standing), blind: whyOf(standing).why === 'role' }] : []
  })
  if (asked.every(({ within, blind }) => within === undefined && !blind)) return []
  const visible = await customersWithin(
    db,
    withinOf(asker),
    asked.map(({ customer }) => customer),
  )
  const known = asked.filter(({ customer }) => visible.has(customer))
  const limited = known.flatMap(({ within, blind, ...pair }) => (within && !blind ? [{ ...pair, within }] : []))
  const places = new Set(await unseenAmong(db, limited))
  const without = [...known.filter(({ blind }) => blind), ...limited.filter((_, place) => places.has(place))]
  return without.map(({ staff, customer, standing }) => ({ staff, customer, ...whyOf(standing) }))
}

/** Of these customers how many a colleague does not see who is given work about them, and why; null when it is none. */
export async function unseenOfMany(
  deps: DoorDeps,
  { staff, customers }: { staff: number; customers: readonly number[] },
): Promise<(WhyUnseen & { count: number }) | null> {
  const db = deps.db.$pickTables()
  const standing = (await standingOfStaff(db, [staff])).get(staff)
  if (!standing || customers.length === 0) return null
  const why = whyOf(standing)
  if (why.why === 'role') return { ...why, count: customers.length }
  const within = limitsOf(staff, standing)
  const count = within ? customers.length - (await customersWithin(db, within, customers)).size : 0
  return count > 0 ? { ...why, count } : null
}

type After = { customers: readonly number[]; units: readonly string[] } | { customers: readonly number[]; owner: number | null }

/** How many of these customers the asker sees now would see no more, were they given to these units, or to this colleague. */
export async function lostBy(deps: DoorDeps, asker: Asker, after: After): Promise<number> {
  const within = withinOf(asker)
  if (!within) return 0
  const db = deps.db.$pickTables()
  const below = within.units.length === 0 ? [] : (await unitsWithBelow(db, within.units)).map(({ code }) => code)
  const seenAs = (units: readonly string[]) => units.some((unit) => below.includes(unit)) || (within.none && units.length === 0)
  const cares = [...(await careOf(db, after.customers)).values()]
  if ('units' in after) return seenAs(after.units) ? 0 : cares.filter(({ owner }) => owner !== within.staff).length
  if (after.owner === within.staff) return 0
  // Who has no unit comes to the one unit of whoever is responsible then.
  const theirs = after.owner === null ? undefined : (await standingOfStaff(db, [after.owner])).get(after.owner)?.units
  const brought = theirs?.length === 1 ? theirs : []
  return cares.filter(({ units }) => !seenAs(units.length === 0 ? brought : units)).length
}
