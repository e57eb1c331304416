import { child } from '../acting.ts'
import type { Terms } from '../page/queries.ts'

// A child and their guardian each say their own, and each takes back their own.

/** Whether whoever reads this said it, or may take it back: of whoever is no child that is all. */
export const isOurs = (terms: Terms, { by }: { by: string }): boolean => terms.child === null || (by === 'guardian') === (child !== undefined)

/** Whether the other side alone stops everything, or this topic. */
export function heldByOther(terms: Terms, topic: string | null): boolean {
  const held = terms.stops.filter((stop) => stop.purpose === null && stop.channel === null && stop.topic === topic)
  return held.length > 0 && !held.some((stop) => isOurs(terms, stop))
}
