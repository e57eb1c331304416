import type { CardSearch } from '../card/search.ts'
import { cardSearch } from '../card/search.ts'
import type { ListSearch } from '../list/state.ts'
import { listSearch } from '../list/state.ts'

/** The page's whole state: which list, who stands open beside it and at which of its rows. */
export type CustomersSearch = CardSearch & ListSearch & { open?: string; at?: number; new?: boolean }

export function customersSearch(search: Record<string, unknown>): CustomersSearch {
  const at = typeof search.at === 'number' && Number.isInteger(search.at) && search.at >= 0 ? search.at : undefined
  const text = (value: unknown) => (typeof value === 'string' && value.length <= 80 ? value : undefined)
  return {
    ...cardSearch(search),
    ...listSearch(search),
    open: text(search.open),
    at: text(search.open) === undefined ? undefined : at,
    new: search.new === true || search.new === 'true' ? true : undefined,
  }
}
