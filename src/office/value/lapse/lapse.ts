import { type Answer, type Estimate, notEnough, said } from '../answer.ts'
import { type BoostingOptions, boost, usualBoosting } from './boosting.ts'
import { type Calibration, calibrate } from './calibration.ts'
import { areaUnderCurve, calibrationError, liftAt } from './checks.ts'
import { type Features, pick, rowsOf, withoutProtected } from './features.ts'
import { fitLogistic } from './logistic.ts'

/** Customers, what is known of them on a day, and whether it happened within the time after it (1) or not (0). */
export type Period = { features: Features; truth: Uint8Array }

/** How a method that learned on the earlier period did on the later one. */
export type Check = {
  by: 'logistic' | 'boosting'
  area: Estimate
  calibrationError: number
  liftOfTenth: number
  logLoss: number
  calibration: Calibration['by']
}

export type Chances = {
  /** The chance for customers with the same columns, each between 0 and 1. */
  chance(features: Features): Float64Array
  by: Check['by']
  /** Of both methods, on the later period; the one with the smaller log loss was taken. */
  checks: Check[]
  /** How much each column helped to tell apart, most first, summing to 1; by boosting. */
  gains: { name: string; share: number }[]
}

type Progress = (share: number) => void

/** Of each kind, in each period. */
const fewest = 30
const folds = 5
const z90 = 1.644_853_626_951_472_2

/**
 * The chance that a contract ends: learned on an earlier period by a logistic regression and by boosting, calibrated on scores of customers that were
 * left out in turn, checked on a later period, the better taken. Says that there is not enough with fewer than 30 of either kind in either
 * period, and where even the better cannot tell them apart.
 */
export function lapseChances(earlier: Period, later: Period, options: BoostingOptions = usualBoosting, progress: Progress = () => {}): Answer<Chances> {
  return learned('lapse', earlier, later, { options, progress })
}

/** Who is like the best: the same, with `truth` for who is of the best, and never by a protected column. */
export function lookAlikes(earlier: Period, later: Period, options: BoostingOptions = usualBoosting, progress: Progress = () => {}): Answer<Chances> {
  const open = (period: Period) => ({ ...period, features: withoutProtected(period.features) })
  const answer = learned('look-alikes', open(earlier), open(later), { options, progress })
  return answer.said ? said(answer.method, answer.n, { ...answer.value, chance: (features) => answer.value.chance(withoutProtected(features)) }) : answer
}

function learned(what: string, earlier: Period, later: Period, { options, progress }: { options: BoostingOptions; progress: Progress }): Answer<Chances> {
  const n = rowsOf(earlier.features)
  for (const { features, truth } of [earlier, later]) {
    const ones = truth.reduce((sum, t) => sum + t, 0)
    if (rowsOf(features) !== truth.length || truth.some((t) => t > 1)) return notEnough(what, n, 'impossible_figures')
    if (Math.min(ones, truth.length - ones) < fewest) return notEnough(what, n, 'too_few')
  }
  const methods = [logistic(earlier), boosting(earlier, options, progress)].filter((method) => method !== null)
  const checked = methods.map((method) => ({ method, check: checkOn(later, method) }))
  const best = checked.reduce((a, b) => (b.check.logLoss < a.check.logLoss ? b : a))
  if (best.check.area.low <= 0.5) return notEnough(what, n, 'no_effect')
  const gains = methods.find(({ by }) => by === 'boosting')?.gains ?? new Float64Array(0)
  return said(`${what}: ${best.method.by}`, n, {
    chance: best.method.chance,
    by: best.method.by,
    checks: checked.map(({ check }) => check),
    gains: earlier.features.map(({ name }, k) => ({ name, share: gains[k] ?? 0 })).sort((a, b) => b.share - a.share),
  })
}

type Method = { by: Check['by']; calibration: Calibration['by']; chance(features: Features): Float64Array; gains: Float64Array | null }

function logistic(period: Period): Method | null {
  const whole = fitLogistic(period.features, period.truth)
  if (!whole.converged) return null
  const calibration = calibrate(
    leftOut(period, (known, truth) => fitLogistic(known, truth).score),
    period.truth,
  )
  return { by: 'logistic', calibration: calibration.by, chance: (features) => whole.score(features).map(calibration.chance), gains: null }
}

function boosting(period: Period, options: BoostingOptions, progress: Progress): Method {
  let fits = 0
  // One fit to all, and one for each part that is left out.
  const fit = (features: Features, truth: Uint8Array) => {
    const before = fits++
    return boost(features, truth, options, (tree) => {
      if (tree % 25 === 0) progress((before + tree / options.trees) / (folds + 1))
      return false
    })
  }
  const whole = fit(period.features, period.truth)
  const calibration = calibrate(
    leftOut(period, (known, truth) => fit(known, truth).score),
    period.truth,
  )
  return { by: 'boosting', calibration: calibration.by, chance: (features) => whole.score(features).map(calibration.chance), gains: whole.gains }
}

/** The score of each customer by a fit to the others, in five parts. */
function leftOut({ features, truth }: Period, fit: (known: Features, truth: Uint8Array) => (features: Features) => Float64Array): Float64Array {
  const out = new Float64Array(truth.length)
  const rows = Array.from(truth.keys())
  for (let fold = 0; fold < folds; fold++) {
    const known = rows.filter((i) => i % folds !== fold)
    const unknown = rows.filter((i) => i % folds === fold)
    const score = fit(
      pick(features, known),
      Uint8Array.from(known, (i) => truth[i] ?? 0),
    )
    score(pick(features, unknown)).forEach((s, i) => {
      out[unknown[i] ?? 0] = s
    })
  }
  return out
}

function checkOn({ features, truth }: Period, { by, calibration, chance }: Method): Check {
  const chances = chance(features)
  const loss = chances.reduce((sum, p, i) => sum - Math.log(Math.max(1e-12, truth[i] === 1 ? p : 1 - p)), 0) / chances.length
  return {
    by,
    area: areaWithInterval(chances, truth),
    calibrationError: calibrationError(chances, truth),
    liftOfTenth: liftAt(chances, truth) ?? 0,
    logLoss: loss,
    calibration,
  }
}

/** The area under the curve with the interval of 90 % (Hanley and McNeil 1982, eq. 2). */
function areaWithInterval(chances: Float64Array, truth: Uint8Array): Estimate {
  const value = areaUnderCurve(chances, truth) ?? 0.5
  const ones = truth.reduce((sum, t) => sum + t, 0)
  const others = truth.length - ones
  const [q1, q2] = [value / (2 - value), (2 * value * value) / (1 + value)]
  const variance = (value * (1 - value) + (ones - 1) * (q1 - value * value) + (others - 1) * (q2 - value * value)) / (ones * others)
  const half = z90 * Math.sqrt(Math.max(0, variance))
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half), level: 0.9 }
}
