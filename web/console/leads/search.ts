export const views = ['open', 'new', 'mine', 'unassigned', 'late', 'all'] as const
export type LeadsSearch = {
  view?: (typeof views)[number]
  state?: 'disqualified' | 'converted' | 'joined'
  source?: 'form' | 'import' | 'hand' | 'api'
  /** Somebody is being entered. */
  new?: true
}

export function leadsSearch(search: Record<string, unknown>): LeadsSearch {
  const view = views.find((each) => each === search.view && each !== 'open')
  const state = (['disqualified', 'converted', 'joined'] as const).find((each) => each === search.state)
  const source = (['form', 'import', 'hand', 'api'] as const).find((each) => each === search.source)
  return {
    ...(view ? { view } : {}),
    ...(state ? { state } : {}),
    ...(source ? { source } : {}),
    ...(search.new === true || search.new === 'true' ? { new: true } : {}),
  }
}
