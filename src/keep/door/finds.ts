import type { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import type { bitmap, Checked, Outputs } from './contract.ts'
import { type Asker, coveredByKey, type DoorDeps } from './deps.ts'

// Finding gives numbers in order, never names: whoever wants to show them asks for previews, which are decided and noted.

export async function find(deps: DoorDeps, asker: Asker, input: Checked<'find'>): Promise<Outputs['find']> {
  staffOnly(asker)
  seesWhatIsSought(asker)
  // That somebody of this name is here is told only for what the key was made for.
  coveredByKey(asker, input.purpose)
  const found = deps.directory.find(input.query, { limit: input.limit, after: input.after })
  const matched = /\d{3}/.test(input.query) ? 'number' : input.query.includes('@') ? 'email' : 'name'
  return { customers: found.customers.map((customer) => ({ customer, matched })), total: found.total, next: found.next }
}

/** Names, numbers and addresses are what one searches by: whoever does not see them would learn them by asking. */
function seesWhatIsSought(asker: Asker): void {
  if (asker.actor.kind === 'staff' && !asker.rights.sees.includes('contact'))
    throw new AppError('forbidden', 'Your role does not see names and addresses, so it cannot search by them.')
}

export async function list(deps: DoorDeps, asker: Asker, input: Checked<'list'>): Promise<Outputs['list']> {
  staffOnly(asker)
  const { after, limit, descending } = input
  return { ...deps.directory.list({ after, limit, descending, among: input.among && isAmong(input.among) }), total: deps.directory.size() }
}

/** Whether a customer is one of those of a bitmap. */
function isAmong({ from, bits }: z.output<typeof bitmap>): (customer: number) => boolean {
  const bytes = Buffer.from(bits, 'base64')
  return (customer) => {
    const at = customer - from
    return at >= 0 && ((bytes[Math.floor(at / 8)] ?? 0) & (1 << (at % 8))) !== 0
  }
}

function staffOnly(asker: Asker): void {
  if (asker.actor.kind === 'customer' || (asker.actor.kind === 'staff' && !asker.rights.abilities.includes('customers.see')))
    throw new AppError('forbidden', 'Your role works with figures, not with people.')
}
