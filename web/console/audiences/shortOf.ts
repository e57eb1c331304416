import type { Group, Rule } from '../../../src/office/audiences/rule.ts'

/** A rule without the lists in which nothing stands. */
export function shortOf({ all, any, none }: Rule): Group {
  return { ...(all.length > 0 ? { all } : {}), ...(any.length > 0 ? { any } : {}), ...(none.length > 0 ? { none } : {}) }
}
