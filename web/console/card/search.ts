/** What of a card stands in its address: which channels of the timeline, and what is being done. */
export type CardSearch = { ch?: string; do?: 'task' | 'note' | 'case' | 'address' }

export function cardSearch(search: Record<string, unknown>): CardSearch {
  const todo = (['task', 'note', 'case', 'address'] as const).find((each) => each === search.do)
  return {
    ...(typeof search.ch === 'string' && search.ch ? { ch: search.ch } : {}),
    ...(todo ? { do: todo } : {}),
  }
}
