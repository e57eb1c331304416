import { unitsWithBelow } from '../customers/index.ts'
import type { Outputs } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'

/** Who asks, to the office: the colleague through whose eyes they look, and that it is them; and with whose work they work. */
export async function personOf(deps: Pick<DoorDeps, 'db'>, { actor, units: codes, ...asker }: Asker): Promise<Outputs['who']> {
  const { as } = actor
  const own = actor.kind === 'staff' && asker.rights.scope === 'own'
  const units = codes.length === 0 ? [] : await unitsWithBelow(deps.db.$pickTables(), codes)
  return {
    ...asker,
    actor: as ? { kind: 'staff', ...as } : actor,
    seen_by: as ? actor.id : null,
    units: units.filter(({ code }) => codes.includes(code)),
    within: own ? units : null,
  }
}
