export type ImportsSearch = {
  /** What new people in the file become. */
  as?: 'lead'
}

export const importsSearch = (search: Record<string, unknown>): ImportsSearch => (search.as === 'lead' ? { as: 'lead' } : {})
