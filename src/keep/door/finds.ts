import { AppError, badInput } from '../../platform/errors.ts'
import type { Checked, Outputs } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'

// Finding gives numbers in order, never names: whoever wants to show them asks for previews, which are decided and noted.

export async function find(deps: DoorDeps, asker: Asker, input: Checked<'find'>): Promise<Outputs['find']> {
  staffOnly(asker)
  const found = deps.directory.find(input.query, { limit: input.limit, offset: input.offset })
  const matched = /\d{3}/.test(input.query) ? 'number' : input.query.includes('@') ? 'email' : 'name'
  return { customers: found.customers.map((customer) => ({ customer, matched })), total: found.total }
}

export async function list(deps: DoorDeps, asker: Asker, input: Checked<'list'>): Promise<Outputs['list']> {
  staffOnly(asker)
  const after = input.after === null ? undefined : Number(input.after)
  if (after !== undefined && !Number.isSafeInteger(after)) throw badInput('This cursor is not one of ours.', 'cursor')
  const customers = deps.directory.list({ after, limit: input.limit })
  const last = customers.at(-1)
  return { customers, next: customers.length === input.limit && last !== undefined ? String(last) : null, total: deps.directory.size() }
}

function staffOnly(asker: Asker): void {
  if (asker.actor.kind === 'customer' || asker.actor.role === 'analyst') throw new AppError('forbidden', 'Your role works with figures, not with people.')
}
