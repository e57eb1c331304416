// The list of all customers in the order of their names.

import { spotAfter, visitFrom } from './order.ts'
import { type SearchIndex, slotOf, spotOfSlot } from './people.ts'

export const MOST_LISTED = 1000

/**
 * Customers by surname, name, patronymic in Russian order (digits, Cyrillic with ё as е, Latin), those without a name
 * last. A page begins after the first of the customers `after` who is still there; when none is, after so many places.
 */
export function list(index: SearchIndex, page: { after?: readonly number[]; offset?: number; limit: number }): number[] {
  const limit = Math.min(MOST_LISTED, Math.max(0, Math.floor(page.limit)))
  const customers: number[] = []
  if (limit === 0) return customers
  const slot = page.after?.map((customer) => slotOf(index, customer)).find((there) => there !== -1)
  const spot = slot === undefined ? spotAfter(index.order, Math.max(0, Math.floor(page.offset ?? 0))) : spotOfSlot(index, slot)
  visitFrom(index.order, spot, (item) => {
    if (item !== slot) customers.push(index.customer[item] ?? 0)
    return customers.length < limit
  })
  return customers
}
