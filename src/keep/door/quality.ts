import { gatherSoon } from '../quality/index.ts'
import { writer } from './changing.ts'
import type { Asker, DoorDeps } from './deps.ts'

/** Goes through everybody again, soon: names of fields and days, no value, so nobody's journal says it. Throws forbidden for whoever changes nothing here. */
export async function gatherQuality(deps: DoorDeps, asker: Asker): Promise<{ asked: true }> {
  writer(asker, 'work.do')
  await gatherSoon(deps.db)
  return { asked: true }
}
