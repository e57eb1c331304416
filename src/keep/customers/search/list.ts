// The list of all customers in the order of their names.

import { spotAfter, visitFrom } from './order.ts'
import { type SearchIndex, slotOf, spotOfSlot } from './people.ts'

export const MOST_LISTED = 1000

type Page = {
  after?: readonly number[]
  offset?: number
  limit: number
  /** Only of these; nobody else is counted either. */
  among?: ((customer: number) => boolean) | undefined
  descending?: boolean | undefined
}

/**
 * Customers by surname, name, patronymic in Russian order (digits, Cyrillic with ё as е, Latin), those without a name
 * last; descending the other way round. A page begins after the first of the customers `after` who is still there; when none is,
 * after so many places.
 */
export function list(index: SearchIndex, page: Page): number[] {
  const limit = Math.min(MOST_LISTED, Math.max(0, Math.floor(page.limit)))
  const offset = Math.max(0, Math.floor(page.offset ?? 0))
  if (limit === 0) return []
  const slot = page.after?.map((customer) => slotOf(index, customer)).find((there) => there !== -1)
  if (page.descending) return fromTheEnd(index, slot, { offset, limit, among: page.among })
  const customers: number[] = []
  // Among some only, places are counted as they are passed.
  let passed = page.among && slot === undefined ? offset : 0
  const spot = slot === undefined ? spotAfter(index.order, page.among ? 0 : offset) : spotOfSlot(index, slot)
  visitFrom(index.order, spot, (item) => {
    const customer = index.customer[item] ?? 0
    if (item === slot || page.among?.(customer) === false) return true
    if (passed > 0) passed -= 1
    else customers.push(customer)
    return customers.length < limit
  })
  return customers
}

/** The same from the end: what stands before the slot, the nearest first. */
function fromTheEnd(index: SearchIndex, slot: number | undefined, { offset, limit, among }: { offset: number; limit: number; among: Page['among'] }): number[] {
  const before: number[] = []
  visitFrom(index.order, spotAfter(index.order, 0), (item) => {
    if (item === slot) return false
    const customer = index.customer[item] ?? 0
    if (among?.(customer) !== false) before.push(customer)
    return true
  })
  const from = slot === undefined ? offset : 0
  return before.reverse().slice(from, from + limit)
}
