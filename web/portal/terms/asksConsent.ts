import type { Terms } from '../page/queries.ts'

const bases = ['contract', 'legitimate_interest', 'legal_obligation']

/** Whether a term stands on consent; the others stand on a contract or the law, and one only chooses the way. */
export function asksConsent(term: Terms['items'][number]): boolean {
  return !bases.includes(term.state)
}
