// What some audiences have in common. Of a group of fewer than twenty nothing is said, nor what would give it away.

export const fewest = 20

export type Overlap = {
  /** How many are in each set; null: not told, for it would tell of a group that is too small. */
  sets: (number | null)[]
  /** Who is in exactly these sets, by their places; null: fewer than twenty. */
  parts: { in: number[]; count: number | null }[]
}

/** `counts`: at place n, how many are in exactly the sets of the bits of n (`divideAmong`). Parts in which nobody is are left out. */
export function overlapOf(counts: readonly number[], sets: number): Overlap {
  const places = Array.from({ length: sets }, (_, i) => i)
  const parts = counts.flatMap((count, place) =>
    place > 0 && count > 0 ? [{ in: places.filter((i) => place & (1 << i)), count: count < fewest ? null : count }] : [],
  )
  const within = (set: number) => parts.filter((part) => part.in.includes(set))
  return {
    parts: parts.sort((a, b) => (b.count ?? 0) - (a.count ?? 0) || a.in.length - b.in.length),
    // A sum beside all its other parts would say how large the hidden one is.
    sets: places.map((set) => {
      const all = within(set)
      return all.some(({ count }) => count === null) ? null : all.reduce((sum, { count }) => sum + (count ?? 0), 0)
    }),
  }
}
