import { type Answer, notEnough, said } from './answer.ts'
import { cellsOf, type Histories } from './rhythm/cells.ts'
import { type FittedRhythm, fitRhythm } from './rhythm/fit.ts'
import { purchasesExpected } from './rhythm/forecast.ts'
import { logLikelihood, type Model, prepare } from './rhythm/likelihood.ts'

/** How a model that knew only what came before did on what came after. */
export type HeldOut = {
  model: Model
  /** The log-likelihood of what came after given what came before, for each customer: above is better. */
  score: number
  /** Purchases forecast and made, of all customers. */
  forecast: number
  made: number
  /** The mean difference between forecast and made, without its sign, in purchases. */
  meanError: number
}

export type Choice = { model: Model; rhythms: HeldOut[] }

/**
 * Which rhythm fits what it has not seen: each is fitted to `before`, and asked how likely the rest is of `after`, the same
 * customers in the same order, watched `days` longer. The quotient of two likelihoods of histories is the likelihood of the later one
 * given the earlier, since the earlier is part of the later. MBG/NBD where the two are even.
 */
export function chooseRhythm(before: Histories, after: Histories, days: number, grain: number): Answer<Choice> {
  const models = ['mbg', 'bg'] as const
  const rhythms: HeldOut[] = []
  const { cells } = cellsOf(before, grain)
  for (const model of models) {
    const fitted = fitRhythm(model, cells)
    if (fitted.said) rhythms.push(heldOut(fitted.value, before, after, days))
    else if (rhythms.length === 0 && model === 'bg') return notEnough('held-out', fitted.n, fitted.why)
  }
  const best = rhythms.reduce((a, b) => (b.score > a.score ? b : a))
  return said('held-out', before.x.length, { model: best.model, rhythms })
}

function heldOut({ rhythm }: FittedRhythm, before: Histories, after: Histories, days: number): HeldOut {
  const [earlier, later] = [cellsOf(before, 1), cellsOf(after, 1)]
  const unused = new Float64Array(4)
  const score = logLikelihood(rhythm, prepare(later.cells), unused) - logLikelihood(rhythm, prepare(earlier.cells), unused)
  const expected = Float64Array.from(earlier.cells.n, (_, i) =>
    purchasesExpected(rhythm, { x: earlier.cells.x[i] ?? 0, tx: earlier.cells.tx[i] ?? 0, T: earlier.cells.T[i] ?? 0 }, days),
  )
  const out = { model: rhythm.model, score: score / before.x.length, forecast: 0, made: 0, meanError: 0 }
  earlier.of.forEach((cell, i) => {
    const forecast = expected[cell] ?? 0
    const made = (after.x[i] ?? 0) - (before.x[i] ?? 0)
    out.forecast += forecast
    out.made += made
    out.meanError += Math.abs(forecast - made) / before.x.length
  })
  return out
}
