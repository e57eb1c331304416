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
  const { after, place } = readCursor(input.after)
  const customers = deps.directory.list({ after, offset: Math.max(0, place - after.length), limit: input.limit })
  return { customers, next: customers.length === input.limit ? cursorAfter(customers, place) : null, total: deps.directory.size() }
}

const lastNamed = 3

/**
 * Where the next page begins: "place:customer,customer,customer", the last of this page first. Several, so that nobody is left
 * out when the last was erased or joined to another meanwhile; only when all are gone does the place count.
 */
const cursorAfter = (customers: readonly number[], place: number) => `${place + customers.length}:${customers.slice(-lastNamed).toReversed().join(',')}`

function readCursor(cursor: string | null): { after: number[]; place: number } {
  if (cursor === null) return { after: [], place: 0 }
  const [, place, after] = /^(\d{1,9}):(\d{1,16}(?:,\d{1,16}){0,2})$/.exec(cursor) ?? []
  if (place === undefined || after === undefined) throw badInput('This cursor is not one of ours.', 'cursor')
  return { after: after.split(',').map(Number), place: Number(place) }
}

function staffOnly(asker: Asker): void {
  if (asker.actor.kind === 'customer' || asker.actor.role === 'analyst') throw new AppError('forbidden', 'Your role works with figures, not with people.')
}
