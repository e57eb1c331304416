/** What is being done on the page: somebody is invited, or a key is made. */
export type StaffSearch = { do?: 'invite' | 'key' }

export function staffSearch(search: Record<string, unknown>): StaffSearch {
  const todo = (['invite', 'key'] as const).find((each) => each === search.do)
  return todo ? { do: todo } : {}
}
