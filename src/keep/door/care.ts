import { inTransaction, type Tx } from '../../platform/db/index.ts'
import { badInput, notFound } from '../../platform/errors.ts'
import { staffNames } from '../access/index.ts'
import { careChangesOf, careOf, checkUnits, readUnits, rootsOf, setOwner, setUnits, unitsOfThese, unitsWithBelow } from '../customers/index.ts'
import type { KeepTables } from '../tables.ts'
import { holdStill, noteUncounted, sightToChange, type Touch } from './changing.ts'
import type { Checked, Outputs } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { sightOf } from './sight.ts'
import { noteUse } from './uses.ts'

// Who of the company looks after customers: units and a colleague. Codes and nothing more, so changing them opens nobody.

type By = { actor: Asker['actor']; now: Date }

/** Runs a change with these persons held; throws not_found and forbidden. */
async function caring(
  deps: DoorDeps,
  asker: Asker,
  { customers, field }: { customers: readonly number[]; field: 'units' | 'owner' },
  work: (tx: Tx<KeepTables>, persons: readonly number[], by: By) => Promise<number[]>,
): Promise<{ changed: number[] }> {
  const touch: Touch = { customers: [...new Set(customers)], categories: ['record'], deed: field, needs: 'customers.tag' }
  await noteUncounted(deps, asker, await sightToChange(deps, asker, touch, () => true), touch)
  const by = { actor: asker.actor, now: deps.clock.now() }
  const changed = await inTransaction(deps.db, async (tx) => {
    await holdStill(tx, touch.customers, true)
    const roots = await rootsOf(tx.$pickTables(), touch.customers)
    return work(tx, [...new Set(roots.values())], by)
  })
  return { changed }
}

export const setUnitsOf = (deps: DoorDeps, asker: Asker, { customers, units }: Checked<'setUnits'>): Promise<Outputs['setUnits']> =>
  caring(deps, asker, { customers, field: 'units' }, async (tx, persons, by) => {
    const wanted = [...new Set(units)]
    const already = [...(await careOf(tx.$pickTables(), persons)).values()].flatMap((care) => care.units)
    await checkUnits(tx.$pickTables(), wanted, already)
    return setUnits(deps, tx.$pickTables(), { persons, units: wanted }, by)
  })

export async function setOwnerOf(deps: DoorDeps, asker: Asker, { customers, staff, was }: Checked<'setOwner'>): Promise<Outputs['setOwner']> {
  const stale: Outputs['setOwner']['stale'] = []
  const { changed } = await caring(deps, asker, { customers, field: 'owner' }, async (tx, persons, by) => {
    if (staff !== null) await mustWorkHere(tx, staff)
    if (was !== undefined) stale.push(...(await ownersBut([staff, was], tx, persons)))
    return stale.length > 0 ? [] : setOwner(deps, tx.$pickTables(), { persons, staff }, by)
  })
  return { changed, stale }
}

/** Whose these persons are who are none of theirs. */
async function ownersBut(those: readonly (number | null)[], tx: Tx<KeepTables>, persons: readonly number[]): Promise<Outputs['setOwner']['stale']> {
  const standing = await careOf(tx.$pickTables(), persons)
  return [...standing].flatMap(([customer, { owner }]) => (those.includes(owner) ? [] : [{ customer, staff: owner }]))
}

/** Units of the company; whom they are to is nothing they say. */
export async function unitsKnown(deps: DoorDeps, asker: Asker, input: Checked<'units'>): Promise<Outputs['units']> {
  if (asker.actor.kind === 'customer') return []
  const db = deps.db.$pickTables<'keep.unit'>()
  if ('ids' in input) return unitsOfThese(db, input)
  if (!input.below) return unitsOfThese(db, input)
  return unitsOfThese(db, { ids: (await unitsWithBelow(db, input.codes)).map(({ id }) => id) })
}

async function mustWorkHere(tx: Tx<KeepTables>, staff: number): Promise<void> {
  const found = await tx.selectFrom('keep.staff').select('status').where('staff_id', '=', staff).executeTakeFirst()
  if (found?.status !== 'active') throw badInput('This colleague does not work here any more.', 'staff_id')
}

/** What was changed of it, the newest first; a look like any other. */
export async function careChanges(deps: DoorDeps, asker: Asker, input: Checked<'careChanges'>): Promise<Outputs['careChanges']> {
  const sight = await sightOf(deps, asker, 'service', [input.customer], deps.clock.now())
  if (!sight?.standing(input.customer) || sight.refusal(input.customer) !== undefined) throw notFound()
  const categories = [...sight.purpose.categories]
  await noteUse(deps, asker, { sight, customers: [input.customer], reason: input.reason, deed: 'card', categories })
  const after = input.after ? { at: new Date(input.after.at), id: input.after.id } : undefined
  const found = await careChangesOf(deps.db.$pickTables(), sight.members(input.customer), { what: input.what, after, limit: input.limit + 1 })
  const rows = found.slice(0, input.limit)
  const owners = rows.filter((r) => r.what === 'owner').flatMap((r) => [r.was, r.became].flatMap((id) => (id === null ? [] : [Number(id)])))
  const by = rows.filter((r) => r.by_kind === 'staff').map((r) => r.by_id)
  const names = await staffNames({ db: deps.db.$pickTables(), keyring: deps.keyring }, [...new Set([...owners, ...by])])
  const said = (what: 'units' | 'owner', value: string | null) => (what === 'units' || value === null ? readUnits(value) : [names.get(Number(value)) ?? ''])
  const last = found.length > input.limit ? rows.at(-1) : undefined
  return {
    items: rows.map((r) => ({
      what: r.what,
      was: said(r.what, r.was),
      became: said(r.what, r.became),
      at: r.at.toISOString(),
      by: { kind: r.by_kind, name: r.by_kind === 'staff' ? (names.get(r.by_id) ?? null) : null },
    })),
    next: last ? { at: last.at.toISOString(), id: last.change_id } : null,
  }
}
