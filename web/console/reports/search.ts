/** `q`: the question as it is being made, as JSON; `look`: how it is shown. Both stand in for what was saved. */
export type ReportSearch = { q?: string; look?: 'line' | 'bars' | 'table' }

export function reportSearch(search: Record<string, unknown>): ReportSearch {
  const look = (['line', 'bars', 'table'] as const).find((each) => each === search.look)
  return { ...(typeof search.q === 'string' ? { q: search.q } : {}), ...(look ? { look } : {}) }
}
