// The best so many of many, without sorting the many: a heap whose top is the worst that is still kept (Knuth, The Art
// of Computer Programming 3, §5.2.3).

export type Best = { most: number; items: number[]; worse: (a: number, b: number) => boolean }

export function keepBest(most: number, worse: (a: number, b: number) => boolean): Best {
  return { most, items: [], worse }
}

/** Offers an item; it stays when it is among the best so far. */
export function offer(best: Best, item: number): void {
  const { items, worse } = best
  if (best.most === 0) return
  if (items.length < best.most) {
    let i = items.length
    for (let up = (i - 1) >>> 1; i > 0 && worse(item, items[up] ?? 0); up = (i - 1) >>> 1) {
      items[i] = items[up] ?? 0
      i = up
    }
    items[i] = item
    return
  }
  if (!worse(items[0] ?? 0, item)) return
  let i = 0
  for (let down = 1; down < items.length; down = 2 * i + 1) {
    if (down + 1 < items.length && worse(items[down + 1] ?? 0, items[down] ?? 0)) down++
    if (!worse(items[down] ?? 0, item)) break
    items[i] = items[down] ?? 0
    i = down
  }
  items[i] = item
}

/** What was kept, the best first. */
export function bestFirst(best: Best): number[] {
  return [...best.items].sort((a, b) => (best.worse(a, b) ? 1 : -1))
}
