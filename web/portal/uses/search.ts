/** The journal whole, or only what was refused. */
export type UsesSearch = { only?: 'deny' }

export function usesSearch(search: Record<string, unknown>): UsesSearch {
  return search.only === 'deny' ? { only: 'deny' } : {}
}
