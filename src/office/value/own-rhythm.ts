import { type Answer, notEnough, said } from './answer.ts'
import { digamma, gammaTail } from './numbers/gamma.ts'

/** How long somebody has stayed away, measured by their own habit. */
export type OwnRhythm = {
  /** Days between their purchases, on the average. */
  meanGap: number
  /** Days since the last, as a multiple of that. */
  elapsed: number
  /** The chance that a gap of theirs is as long as this one or longer: below .05 they are late by their own habit. */
  chanceOfLonger: number
}

const fewestGaps = 3

/**
 * The own rhythm of one customer whose gaps are gamma with the mean of theirs and `shape` (see `shapeOfGaps`; 1 is no regularity at all):
 * the chance of a longer gap is Q(k, k · elapsed ÷ mean). Fewer than three gaps say nothing.
 */
export function ownRhythm(history: { x: number; tx: number; T: number }, shape: number): Answer<OwnRhythm> {
  const method = 'own rhythm'
  const { x, tx, T } = history
  if (!(Number.isInteger(x) && x >= 0 && tx >= 0 && tx <= T && Number.isFinite(T) && shape > 0 && Number.isFinite(shape)))
    return notEnough(method, 0, 'impossible_figures')
  if (x < fewestGaps || tx === 0) return notEnough(method, x, 'too_few')
  const meanGap = tx / x
  const elapsed = (T - tx) / meanGap
  return said(method, x, { meanGap, elapsed, chanceOfLonger: Math.min(1, Math.max(0, gammaTail(shape, shape * elapsed))) })
}

/**
 * The shape of the gamma of gaps that customers have in common, each with a mean of their own: from the mean of ln(gap ÷ own mean), which for
 * n gaps each is ψ(k) − ψ(nk) + ln n, solved for k by halving. Gaps of one day at least. Too few under 30 gaps in histories of three or more.
 */
export function shapeOfGaps(gapsOf: readonly (readonly number[])[]): Answer<number> {
  const method = 'gamma gaps'
  const long = gapsOf.filter((gaps) => gaps.length >= fewestGaps && gaps.every((gap) => gap > 0 && Number.isFinite(gap)))
  const n = long.reduce((sum, gaps) => sum + gaps.length, 0)
  if (n < 30) return notEnough(method, n, 'too_few')
  const seen = long.reduce((sum, gaps) => {
    const mean = gaps.reduce((a, b) => a + b, 0) / gaps.length
    return sum + gaps.reduce((a, gap) => a + Math.log(gap / mean), 0)
  }, 0)
  const expected = (k: number) => long.reduce((sum, gaps) => sum + gaps.length * (digamma(k) - digamma(gaps.length * k) + Math.log(gaps.length)), 0)
  let [low, high] = [Math.log(1e-3), Math.log(1e4)]
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (expected(Math.exp(middle)) < seen) low = middle
    else high = middle
  }
  return said(method, n, Math.exp(low))
}
