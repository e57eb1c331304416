export type SettingsSearch = { q?: string }

export const settingsSearch = (search: Record<string, unknown>): SettingsSearch =>
  typeof search.q === 'string' && search.q !== '' ? { q: search.q.slice(0, 200) } : {}
