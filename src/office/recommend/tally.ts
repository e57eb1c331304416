/** Sums by number, for a moment: dense where they are added, forgotten at once when they were read. */
export type Tally = { sums: Float64Array; met: Int32Array; count: number }

export function newTally(size: number): Tally {
  return { sums: new Float64Array(size), met: new Int32Array(size), count: 0 }
}

/** Amounts are above 0: a sum of 0 is taken for one that was not met. */
export function add(tally: Tally, at: number, amount: number): void {
  const sum = tally.sums[at] ?? 0
  if (sum === 0) tally.met[tally.count++] = at
  tally.sums[at] = sum + amount
}

export function forget(tally: Tally): void {
  for (let k = 0; k < tally.count; k++) tally.sums[tally.met[k] ?? 0] = 0
  tally.count = 0
}

export type Scored = { at: number; score: number }

/**
 * The `most` highest of what was met, the highest first and equal ones by number, each scored by `score` (its sum, if not given); 0 and below and
 * what `not` says are left out. A heap of so many with the least on top.
 */
export function highest(
  tally: Tally,
  most: number,
  not: (at: number) => boolean = () => false,
  score: (at: number, sum: number) => number = (_, sum) => sum,
): Scored[] {
  const heap: Scored[] = []
  if (most <= 0) return heap
  for (let k = 0; k < tally.count; k++) {
    const at = tally.met[k] ?? 0
    const scored = score(at, tally.sums[at] ?? 0)
    if (!(scored > 0)) continue
    const least = heap.length < most ? undefined : heap[0]
    // Most are met in vain: nothing is made for them.
    if (least !== undefined && (scored < least.score || (scored === least.score && at > least.at))) continue
    if (not(at)) continue
    if (least === undefined) rise(heap, { at, score: scored })
    else sink(heap, { at, score: scored })
  }
  return heap.sort((a, b) => b.score - a.score || a.at - b.at)
}

function isBefore(a: Scored, b: Scored): boolean {
  return a.score > b.score || (a.score === b.score && a.at < b.at)
}

function rise(heap: Scored[], found: Scored): void {
  let here = heap.length
  heap.push(found)
  while (here > 0) {
    const above = (here - 1) >> 1
    const parent = heap[above]
    if (parent === undefined || !isBefore(parent, found)) break
    heap[here] = parent
    here = above
  }
  heap[here] = found
}

function sink(heap: Scored[], found: Scored): void {
  let here = 0
  for (;;) {
    const [left, right] = [heap[2 * here + 1], heap[2 * here + 2]]
    const takesRight = right !== undefined && left !== undefined && isBefore(left, right)
    const child = takesRight ? right : left
    if (child === undefined || !isBefore(found, child)) break
    heap[here] = child
    here = 2 * here + (takesRight ? 2 : 1)
  }
  heap[here] = found
}
