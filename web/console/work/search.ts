export type TodaySearch = { whose?: 'mine' | 'unassigned' | 'all' }

export function todaySearch(search: Record<string, unknown>): TodaySearch {
  const whose = (['unassigned', 'all'] as const).find((each) => each === search.whose)
  return whose ? { whose } : {}
}
