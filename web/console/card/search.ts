import { type ListSearch, listSearch } from '../list/state.ts'
import { chosenIn } from './chips.ts'

/** What of a card stands in its address: what alone of the timeline is shown, and what is being done. */
export type CardSearch = { only?: string; do?: 'task' | 'note' | 'case' | 'address' }

/** The card's own page: also which list it was opened from, and at which row. */
export type CardPageSearch = CardSearch & { list?: ListSearch; at?: number }

export function cardPageSearch(search: Record<string, unknown>): CardPageSearch {
  const { list, at } = search
  const from = typeof list === 'object' && list !== null ? listSearch({ ...list }) : undefined
  return { ...cardSearch(search), ...(from && typeof at === 'number' && Number.isInteger(at) && at >= 0 ? { list: from, at } : {}) }
}

export function cardSearch(search: Record<string, unknown>): CardSearch {
  const todo = (['task', 'note', 'case', 'address'] as const).find((each) => each === search.do)
  const only = chosenIn(typeof search.only === 'string' ? search.only : undefined).join(',')
  return {
    ...(only ? { only } : {}),
    ...(todo ? { do: todo } : {}),
  }
}
