export type TodaySearch = { whose?: 'mine' | 'unassigned' | 'all'; add?: boolean }

export function todaySearch(search: Record<string, unknown>): TodaySearch {
  const whose = (['unassigned', 'all'] as const).find((each) => each === search.whose)
  return { ...(whose ? { whose } : {}), ...(search.add === true ? { add: true } : {}) }
}
