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
  return foldBeside(groups, undefined)
}

/**
 * The same of what is a part of `whole`, which is published too: a group that differs by fewer than that from the same group there stands with the
 * small ones, or the few by whom it differs were the one less the other; and so on until nothing of the kind is left.
 */
export function foldBeside<K>(groups: readonly Group<K>[], whole: readonly Group<K>[] | undefined): Folded<K> {
  const before = new Map(whole?.map(({ key, count }) => [key, count]))
  const there = ({ key, count }: Group<K>) => (whole ? (before.get(key) ?? 0) : count)
  const all = groups.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count)
  // What is hidden there is hidden here, or this would say it.
  const hidden = new Set(whole && fold(whole).few?.keys)
  const few = all.filter((group) => hidden.has(group.key) || isFew(group.count) || isFew(Math.abs(group.count - there(group)))).reverse()
  const shown = all.filter((group) => !few.includes(group))
  const sum = (of: (group: Group<K>) => number) => few.reduce((so, group) => so + of(group), 0)
  const together = () => sum(({ count }) => count)
  const tells = () => few.length > 0 && (together() < smallestGroup || isFew(Math.abs(together() - sum(there))))
  for (let last = shown.at(-1); last && tells(); last = shown.at(-1)) {
    shown.pop()
    few.push(last)
  }
  return { shown, few: few.length === 0 ? null : { keys: few.map(({ key }) => key), count: together() < smallestGroup ? null : together() } }
}

/** More than nobody, and fewer than may be shown. */
export const isFew = (count: number): boolean => count > 0 && count < smallestGroup
