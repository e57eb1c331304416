import type { Answer, Estimate } from '../answer.ts'
import { share } from './proportions.ts'

/** From each class (0 none, 1, 2, 3) to each: how many, and what share of those who were in it, with Wilson's interval. */
export type Migration = { counts: number[][]; shares: Answer<Estimate>[][] }

/** Who moved between two runs: classes of the same customers in the same order. */
export function migration(before: Uint8Array, after: Uint8Array): Migration {
  const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0])
  before.forEach((from, i) => {
    const row = counts[from]
    const to = after[i] ?? 0
    if (row !== undefined) row[to] = (row[to] ?? 0) + 1
  })
  return {
    counts,
    shares: counts.map((row) => {
      const n = row.reduce((a, b) => a + b, 0)
      return row.map((count) => share(count, n))
    }),
  }
}

export type Alarm = {
  /** Those who were of the first class and are so no more, who lost most first. */
  fallen: { index: number; to: number; lost: number }[]
  /** The share that fell, and whether even the lower end of its interval is above what is usual. */
  share: Answer<Estimate>
  unusual: boolean
}

/** Who fell out of the first class, and whether more did than usual (`usual`: the share that falls between two runs, as seen before). */
export function alarmOnFirst(run: { before: Uint8Array; after: Uint8Array; valueBefore: Float64Array; valueAfter: Float64Array }, usual: number): Alarm {
  const fallen: Alarm['fallen'] = []
  let first = 0
  run.before.forEach((from, index) => {
    if (from !== 1) return
    first++
    const to = run.after[index] ?? 0
    const lost = (run.valueBefore[index] ?? 0) - (run.valueAfter[index] ?? 0)
    if (to !== 1) fallen.push({ index, to, lost: Number.isFinite(lost) ? lost : 0 })
  })
  const fell = share(fallen.length, first)
  return { fallen: fallen.sort((a, b) => b.lost - a.lost || a.index - b.index), share: fell, unusual: fell.said && fell.value.low > usual }
}
