export type TodaySearch = { whose?: 'mine' | 'unassigned' | 'all'; unit?: string; add?: boolean }

export function todaySearch(search: Record<string, unknown>): TodaySearch {
  const whose = (['unassigned', 'all'] as const).find((each) => each === search.whose)
  const unit = typeof search.unit === 'string' && /^[a-z0-9_-]{1,40}$/.test(search.unit) ? search.unit : undefined
  return { ...(whose ? { whose } : {}), ...(unit ? { unit } : {}), ...(search.add === true ? { add: true } : {}) }
}
