import { AppError } from '../../platform/errors.ts'
import type { Checked, Outputs } from './contract.ts'
import { type Asker, coveredByKey, type DoorDeps } from './deps.ts'

// Finding gives numbers in order, never names: whoever wants to show them asks for previews, which are decided and noted.

export async function find(deps: DoorDeps, asker: Asker, input: Checked<'find'>): Promise<Outputs['find']> {
  staffOnly(asker)
  // That somebody of this name is here is told only for what the key was made for.
  coveredByKey(asker, input.purpose)
  const found = deps.directory.find(input.query, { limit: input.limit, after: input.after })
  const matched = /\d{3}/.test(input.query) ? 'number' : input.query.includes('@') ? 'email' : 'name'
  return { customers: found.customers.map((customer) => ({ customer, matched })), total: found.total, next: found.next }
}

export async function list(deps: DoorDeps, asker: Asker, input: Checked<'list'>): Promise<Outputs['list']> {
  staffOnly(asker)
  return { ...deps.directory.list(input), total: deps.directory.size() }
}

function staffOnly(asker: Asker): void {
  if (asker.actor.kind === 'customer' || (asker.actor.kind === 'staff' && !asker.rights.abilities.includes('customers.see')))
    throw new AppError('forbidden', 'Your role works with figures, not with people.')
}
