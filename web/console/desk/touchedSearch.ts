import { type Days, daysIn, textIn } from './span.ts'

/** Which days, whose deeds, and since when a breach is known. */
export type TouchedSearch = Days & { by?: string; known?: string }
export type RefusalsSearch = Days & { reason?: string; role?: string; purpose?: string }

export function touchedSearch(search: Record<string, unknown>): TouchedSearch {
  const [by, said] = [textIn(search['by']), textIn(search['known'])]
  const known = said !== undefined && !Number.isNaN(Date.parse(said)) ? said : undefined
  return { ...daysIn(search), ...(by && { by }), ...(known && { known }) }
}

export function refusalsSearch(search: Record<string, unknown>): RefusalsSearch {
  const [reason, role, purpose] = [textIn(search['reason']), textIn(search['role']), textIn(search['purpose'])]
  return { ...daysIn(search), ...(reason && { reason }), ...(role && { role }), ...(purpose && { purpose }) }
}
