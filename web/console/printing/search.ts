/** What is printed: the card, or the whole thread of some channels. */
export type PrintSearch = { what?: 'thread'; ch?: string }

export function printSearch(search: Record<string, unknown>): PrintSearch {
  return { ...(search.what === 'thread' ? { what: 'thread' } : {}), ...(typeof search.ch === 'string' && search.ch ? { ch: search.ch } : {}) }
}
