import type { Credential, Door } from '../../keep/door/contract.ts'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import type { Caller } from '../caller.ts'
import { isWithin, withinOf } from '../within.ts'

/**
 * Throws the same not_found for a customer there is none of and for one whom this asker may not see now, be it by their role, by a
 * restriction or because their hour's budget is spent: which of them it was stands in the customer's journal. Work about nobody
 * (customer 0) is anybody's.
 */
export async function mayWorkOn(door: Door, as: Credential, customer: number, what: 'task' | 'case'): Promise<void> {
  if (customer === 0) return
  try {
    await door.ask(as, 'touch', { customers: [customer], fields: [what] })
  } catch (error) {
    if (error instanceof AppError && (error.code === 'forbidden' || error.code === 'too_many')) throw notFound()
    throw error
  }
}

/** Throws not_found for work of other units, as for work there is none of. */
export function mustBeWithin(caller: Caller, row: { unit_id: number | null; assignee: number | null; made_by: number }): void {
  if (!isWithin(withinOf(caller), row)) throw notFound()
}

/** Throws bad_input when this colleague does not work here. */
export async function worksHere(door: Door, as: Credential, staff: number): Promise<void> {
  const [found] = await door.ask(as, 'colleagues', { ids: [staff] })
  if (!found) throw badInput('This colleague does not work here any more.', 'assignee_id')
}
