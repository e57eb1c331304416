/** `q`: the rule as it is being made, as JSON. It stands in for what was saved. */
export type AudienceSearch = { q?: string }

export function audienceSearch({ q }: Record<string, unknown>): AudienceSearch {
  if (typeof q === 'string') return { q }
  // Written by hand, it is read as the data that it is.
  return typeof q === 'object' && q !== null ? { q: JSON.stringify(q) } : {}
}

/** `find`: words that are sought in names and rules. */
export type AudiencesSearch = { find?: string }

export const audiencesSearch = (search: Record<string, unknown>): AudiencesSearch =>
  typeof search.find === 'string' && search.find !== '' ? { find: search.find } : {}
