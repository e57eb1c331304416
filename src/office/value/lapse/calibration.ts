import { minimise } from '../numbers/minimise.ts'

/** From a score to a chance. */
export type Calibration = { by: 'isotonic' | 'platt'; chance(score: number): number }

/** With fewer of the rarer kind a staircase follows chance: a line is drawn instead. */
const enoughForStairs = 500

/** Isotonic with 500 or more of the rarer kind, Platt's line below. */
export function calibrate(scores: Float64Array, truth: Uint8Array): Calibration {
  const ones = truth.reduce((sum, t) => sum + t, 0)
  return Math.min(ones, truth.length - ones) >= enoughForStairs ? isotonic(scores, truth) : platt(scores, truth)
}

/** The rising staircase closest to what happened (pool adjacent violators; Zadrozny and Elkan 2002), straight between the middles of its steps. */
export function isotonic(scores: Float64Array, truth: Uint8Array): Calibration {
  const order = Array.from(scores.keys()).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0))
  const steps: { score: number; sum: number; n: number }[] = []
  for (const i of order) {
    steps.push({ score: scores[i] ?? 0, sum: truth[i] ?? 0, n: 1 })
    for (
      let last = steps.at(-1), before = steps.at(-2);
      last !== undefined && before !== undefined && before.sum * last.n >= last.sum * before.n;
      last = steps.at(-1), before = steps.at(-2)
    ) {
      steps.splice(-2, 2, { score: (before.score * before.n + last.score * last.n) / (before.n + last.n), sum: before.sum + last.sum, n: before.n + last.n })
    }
  }
  // Half a case of each kind, so that no step says never or always.
  const points = steps.map(({ score, sum, n }) => ({ score, chance: (sum + 0.5) / (n + 1) }))
  for (let i = 1; i < points.length; i++) {
    const [before, here] = [points[i - 1], points[i]]
    if (before !== undefined && here !== undefined) here.chance = Math.max(here.chance, before.chance)
  }
  return { by: 'isotonic', chance: (score) => between(points, score) }
}

function between(points: readonly { score: number; chance: number }[], score: number): number {
  let [low, high] = [0, points.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((points[middle]?.score ?? 0) < score) low = middle + 1
    else high = middle
  }
  const [above, under] = [points[low], points[low - 1]]
  if (above === undefined) return 0.5
  if (under === undefined || score >= above.score) return above.chance
  return under.chance + ((score - under.score) / (above.score - under.score)) * (above.chance - under.chance)
}

/** A logistic line of the scores, towards targets a little inside 0 and 1 (Platt 1999, section 2.2). */
export function platt(scores: Float64Array, truth: Uint8Array): Calibration {
  const ones = truth.reduce((sum, t) => sum + t, 0)
  const [high, low] = [(ones + 1) / (ones + 2), 1 / (truth.length - ones + 2)]
  const found = minimise(
    (at, gradient) => {
      const [slope = 0, shift = 0] = at
      let [loss, bySlope, byShift] = [0, 0, 0]
      for (let i = 0; i < scores.length; i++) {
        const score = slope * (scores[i] ?? 0) + shift
        const target = truth[i] === 1 ? high : low
        loss += Math.max(score, 0) - score * target + Math.log1p(Math.exp(-Math.abs(score)))
        const off = 1 / (1 + Math.exp(-score)) - target
        bySlope += off * (scores[i] ?? 0)
        byShift += off
      }
      const n = Math.max(1, scores.length)
      gradient.set([bySlope / n, byShift / n])
      return loss / n
    },
    Float64Array.of(1, 0),
  )
  const [slope = 1, shift = 0] = found.at
  return { by: 'platt', chance: (score) => 1 / (1 + Math.exp(-(slope * score + shift))) }
}
