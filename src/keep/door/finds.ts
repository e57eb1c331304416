import type { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import { countWithin, customersWithin, type Within } from '../customers/index.ts'
import type { bitmap, Checked, Outputs } from './contract.ts'
import { type Asker, coveredByKey, type DoorDeps, withinOf } from './deps.ts'

// Finding gives numbers in order, never names: whoever wants to show them asks for previews, which are decided and noted.

export async function find(deps: DoorDeps, asker: Asker, input: Checked<'find'>): Promise<Outputs['find']> {
  staffOnly(asker)
  seesWhatIsSought(asker)
  // That somebody of this name is here is told only for what the key was made for.
  coveredByKey(asker, input.purpose)
  const within = withinOf(asker)
  const among = within && (await seenOf(deps, within, input.query))
  const found = deps.directory.find(input.query, { limit: input.limit, after: input.after, among })
  const matched = /\d{3}/.test(input.query) ? 'number' : input.query.includes('@') ? 'email' : 'name'
  return { customers: found.customers.map((customer) => ({ customer, matched })), total: found.total, next: found.next }
}

/** Who of those that a question names is seen: the search then goes as if there were nobody else. */
async function seenOf(deps: DoorDeps, within: Within, query: string): Promise<(customer: number) => boolean> {
  const seen = await customersWithin(deps.db.$pickTables(), within, deps.directory.named(query))
  return (customer) => seen.has(customer)
}

/** Names, numbers and addresses are what one searches by: whoever does not see them would learn them by asking. */
function seesWhatIsSought(asker: Asker): void {
  if (asker.actor.kind === 'staff' && !asker.rights.sees.includes('contact'))
    throw new AppError('forbidden', 'Your role does not see names and addresses, so it cannot search by them.')
}

export async function list(deps: DoorDeps, asker: Asker, input: Checked<'list'>): Promise<Outputs['list']> {
  staffOnly(asker)
  const { after, limit, descending } = input
  const within = withinOf(asker)
  const among = input.among && isAmong(input.among)
  if (!within) return { ...deps.directory.list({ after, limit, descending, among }), total: deps.directory.size() }
  const page = await pageWithin(deps, within, { after, limit, descending, among })
  return { ...page, total: await countWithin(deps.db.$pickTables(), within) }
}

const mostTurns = 20

/**
 * A page of those whom somebody sees. Who asks for those of a filter has left the others out already, so one turn is enough; else a page
 * can have fewer than were asked for, and others behind it.
 */
async function pageWithin(deps: DoorDeps, within: Within, page: Parameters<DoorDeps['directory']['list']>[0]): Promise<Omit<Outputs['list'], 'total'>> {
  const customers: number[] = []
  let { after } = page
  for (let turn = 0; turn < mostTurns; turn++) {
    const found = deps.directory.list({ ...page, after, limit: page.limit - customers.length })
    const seen = await customersWithin(deps.db.$pickTables(), within, found.customers)
    customers.push(...found.customers.filter((customer) => seen.has(customer)))
    after = found.next
    if (after === null || customers.length >= page.limit) break
  }
  return { customers, next: after }
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
