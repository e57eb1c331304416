import { unitsWithBelow } from '../customers/index.ts'
import type { Outputs } from './contract.ts'
import { type Asker, type DoorDeps, withinOf } from './deps.ts'

/**
 * Who asks, to the office: the colleague through whose eyes they look, and that it is them; with whose work they work, and which
 * customers they see.
 */
export async function personOf(deps: Pick<DoorDeps, 'db'>, asker: Asker): Promise<Outputs['who']> {
  const { actor, units: codes, guardian, ...rest } = asker
  const { as } = actor
  const own = actor.kind === 'staff' && asker.rights.scope === 'own'
  const units = codes.length === 0 ? [] : await unitsWithBelow(deps.db.$pickTables(), codes)
  const within = withinOf(asker)
  return {
    ...rest,
    guardian: guardian !== undefined,
    actor: as ? { kind: 'staff', ...as } : actor,
    seen_by: as ? actor.id : null,
    units: units.filter(({ code }) => codes.includes(code)),
    within: own ? units : null,
    sees: within ? { ...within, units: within.units.length === 0 ? [] : units.map(({ code }) => code) } : null,
  }
}
