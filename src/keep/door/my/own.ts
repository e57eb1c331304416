import type { Deed } from '../../receipts/index.ts'
import type { Asker, DoorDeps } from '../deps.ts'
import { type Sight, sightOf } from '../sight.ts'
import type { Standing } from '../together.ts'
import { noteUse } from '../uses.ts'
import { ownId } from './asker.ts'

export type OwnSight = { sight: Sight; standing: Standing }

/**
 * What customers see of themselves: their own look is a use like any other, and its receipt is kept before this gives anything.
 * Undefined where there is no page of theirs (any more); throws unauthenticated where nobody asks.
 */
export async function ownSight(deps: DoorDeps, asker: Asker, deed: Deed = 'page'): Promise<OwnSight | undefined> {
  const customer = ownId(asker)
  const sight = await sightOf(deps, asker, 'own_view', [customer], deps.clock.now())
  const standing = sight?.standing(customer)
  if (!sight || !standing || sight.refusal(customer) !== undefined) return undefined
  await noteUse(deps, asker, { sight, customers: [customer], reason: { kind: 'portal' }, deed, categories: [...sight.purpose.categories] })
  return { sight, standing }
}
