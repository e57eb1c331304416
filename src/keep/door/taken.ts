import { AppError } from '../../platform/errors.ts'
import { customersWithin } from '../customers/index.ts'
import { type Asker, type DoorDeps, withinOf } from './deps.ts'
import { sightOf } from './sight.ts'
import { noteUse } from './uses.ts'

/**
 * An address belongs to one card, so whoever types one of a customer they do not see has to be told that it cannot be entered: the one
 * thing that tells of them. It is no way to find out who is here: each such answer costs of the open budget like a name, and stands in
 * that customer's journal. Throws conflict; nothing where they see whose it is.
 */
export async function mustSeeWhose(deps: DoorDeps, asker: Asker, customer: number): Promise<void> {
  const within = withinOf(asker)
  if (within === undefined || (await customersWithin(deps.db.$pickTables(), within, [customer])).has(customer)) return
  const house: Asker = { ...asker, rights: { ...asker.rights, customers: 'all' } }
  const sight = await sightOf(deps, house, 'service', [customer], deps.clock.now())
  const use = { customers: [customer], reason: { kind: 'search' as const }, deed: 'search' as const, categories: ['contact'], fields: ['identifiers'] }
  if (sight) await noteUse(deps, asker, { ...use, sight })
  throw new AppError('conflict', 'This address belongs to a customer whom you do not see, so it cannot be entered here. A colleague who sees all can help.')
}
