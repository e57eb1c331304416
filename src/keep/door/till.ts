import { AppError } from '../../platform/errors.ts'
import { normaliseIdentifier, pointAt } from '../customers/index.ts'
import type { GateRequest } from '../gate/index.ts'
import type { Checked, Outputs } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { sightOf } from './sight.ts'
import { noteUse } from './uses.ts'

const served = 'service'

/**
 * Whose mark this is that somebody shows at the till: by the exact card or number, and nobody where it is shared. No name is opened; the look is
 * decided and noted as any other. Whoever may not be served so is nobody here, and nothing says why.
 */
export async function atTill(deps: DoorDeps, asker: Asker, { mark }: Checked<'atTill'>): Promise<Outputs['atTill']> {
  if (asker.actor.kind !== 'staff' || !asker.rights.abilities.includes('sales.record')) throw new AppError('forbidden', 'Your role does not sell at the till.')
  const [company] = await deps.db.selectFrom('keep.company').select(['country', 'currency', 'time_zone']).execute()
  const house = { currency: company?.currency ?? 'EUR', zone: company?.time_zone ?? 'UTC' }
  const nobody = { ...house, person: null, members: [], proposes: false }
  if (mark === null) return nobody
  const normal = normaliseIdentifier(mark.kind, mark.value, company?.country)
  if ('problem' in normal) return nobody
  const point = await pointAt(deps.db.$pickTables(), mark.kind, deps.keyring.digest(mark.kind, normal.value))
  if (!point || point.shared) return nobody
  const { customer } = point
  const now = deps.clock.now()
  // Who sells need not see customers, so the gate is asked itself; and beside it whether they let themselves be counted and compared, on which a suggestion rests.
  const asked = [served, 'analysis'].map((purpose): GateRequest => ({ customer, purpose, categories: ['record'] }))
  const sight = await sightOf(deps, asker, served, [customer], now, asked)
  const standing = sight?.standing(customer)
  if (!sight || !standing || !sight.purpose.roles.includes(asker.actor.role) || sight.also[0]?.decision !== 'allow') return nobody
  await noteUse(deps, asker, { sight, customers: [customer], reason: { kind: 'card' }, deed: 'till', categories: ['record'] })
  return { ...house, person: standing.person, members: [...standing.members], proposes: sight.also[1]?.decision === 'allow' }
}
