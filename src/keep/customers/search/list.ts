// The list of all customers in the order of their names.

import { spotAfter, visitFrom } from './order.ts'
import { type SearchIndex, slotOf, spotOfSlot } from './people.ts'

export const MOST_LISTED = 1000

/**
 * Customers by surname, name, patronymic in Russian order (digits, Cyrillic with ё as е, Latin), those without a name
 * last. A page begins after a customer, or after so many places; when the customer `after` is no longer there it is empty.
 */
export function list(index: SearchIndex, page: { after?: number; offset?: number; limit: number }): number[] {
  const limit = Math.min(MOST_LISTED, Math.max(0, Math.floor(page.limit)))
  const customers: number[] = []
  const slot = page.after === undefined ? undefined : slotOf(index, page.after)
  if (slot === -1 || limit === 0) return customers
  const spot = slot === undefined ? spotAfter(index.order, Math.max(0, Math.floor(page.offset ?? 0))) : spotOfSlot(index, slot)
  visitFrom(index.order, spot, (item) => {
    if (item !== slot) customers.push(index.customer[item] ?? 0)
    return customers.length < limit
  })
  return customers
}
