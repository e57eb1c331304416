// Counts of people that are published: no group is so small that somebody could be recognised in it, nor worked out from the others.

/** A group of fewer is not shown by itself. */
export const smallestGroup = 20

export type Group<K> = { key: K; count: number }
/** `few`: what stands in the small groups together; a null count is below the smallest group itself. */
export type Folded<K> = { shown: Group<K>[]; few: { keys: K[]; count: number | null } | null }

/**
 * Takes groups that make up a whole; gives those of at least `smallestGroup`, the largest first, and the others as one. When these are
 * too few even together, the next larger group goes with them: else they were the whole less the rest.
 */
export function fold<K>(groups: readonly Group<K>[]): Folded<K> {
  const shown = groups.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count)
  const few: Group<K>[] = []
  let together = 0
  for (let last = shown.at(-1); last && (last.count < smallestGroup || (few.length > 0 && together < smallestGroup)); last = shown.at(-1)) {
    shown.pop()
    few.push(last)
    together += last.count
  }
  return { shown, few: few.length === 0 ? null : { keys: few.map(({ key }) => key), count: together < smallestGroup ? null : together } }
}
