import { chosenIn } from '../card/chips.ts'

/** What is printed: the card, or the whole thread, or only some kinds of it. */
export type PrintSearch = { what?: 'thread'; only?: string }

export function printSearch(search: Record<string, unknown>): PrintSearch {
  const only = chosenIn(typeof search.only === 'string' ? search.only : undefined).join(',')
  return { ...(search.what === 'thread' ? { what: 'thread' } : {}), ...(only ? { only } : {}) }
}
