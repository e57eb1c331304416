import { type Answer, notEnough, said } from '../answer.ts'
import { eightPoints } from '../numbers/eight-points.ts'
import { lnGamma, logSumExp } from '../numbers/gamma.ts'
import { minimise, type Objective } from '../numbers/minimise.ts'
import { type Cells, customersIn, longest } from './cells.ts'
import { hindrance } from './fit.ts'
import type { History } from './forecast.ts'

/**
 * Pareto/NBD (Schmittlein, Morrison and Colombo 1987): while alive one buys at a rate from gamma(r, α), per day, and lapses at any moment at
 * a rate from gamma(s, β). A second opinion beside MBG/NBD: it asks more of the data and of the processor.
 */
export type Pareto = { r: number; alpha: number; s: number; beta: number }

export type FittedPareto = { pareto: Pareto; logLikelihood: number; customers: number }

const method = 'pareto/nbd'
/** Its likelihood is an integral for each cell and its gradient small steps: of more customers than this a sample is fitted. (A coarser grain would be biased where gaps are short.) */
const mostCustomers = 10_000
const ridge = 0.02
const furthestLog = 14

/** The likeliest Pareto/NBD for these cells (times in days); of more than 10,000 customers a sample of so many is fitted, and `customers` says so. */
export function fitPareto(cells: Cells): Answer<FittedPareto> {
  const customers = customersIn(cells)
  const why = hindrance(cells, customers)
  if (why !== null) return notEnough(method, Number.isFinite(customers) ? customers : 0, why)
  const few = sampled(cells, customers)
  const fitted = customersIn(few)
  const unit = longest(few)
  const scaled = { ...few, tx: few.tx.map((t) => t / unit), T: few.T.map((t) => t / unit) }
  const watched = few.T.reduce((sum, T, i) => sum + T * (few.n[i] ?? 0), 0) / unit
  const purchases = few.x.reduce((sum, x, i) => sum + x * (few.n[i] ?? 0), 0)
  const found = minimise(penalised(scaled, fitted), Float64Array.of(Math.log(0.6), Math.log((0.6 * watched) / purchases), Math.log(0.6), 0), 1e-5)
  if (!found.converged || found.at.some((v) => Math.abs(v) > furthestLog)) return notEnough(method, customers, 'no_convergence')
  const [r = 0, alpha = 0, s = 0, beta = 0] = found.at.map(Math.exp)
  const pareto = { r, alpha: alpha * unit, s, beta: beta * unit }
  return said(method, customers, { pareto, logLikelihood: paretoLikelihood(pareto, few), customers: fitted })
}

/** Every so-manieth customer, in the order of the cells. */
function sampled(cells: Cells, customers: number): Cells {
  if (customers <= mostCustomers) return cells
  let passed = 0
  const n = cells.n.map((count) => {
    const before = Math.floor((passed * mostCustomers) / customers)
    passed += count
    return Math.floor((passed * mostCustomers) / customers) - before
  })
  const kept = (column: Float64Array) => column.filter((_, i) => (n[i] ?? 0) > 0)
  return { x: kept(cells.x), tx: kept(cells.tx), T: kept(cells.T), n: kept(n) }
}

function penalised(cells: Cells, customers: number): Objective {
  const value = (at: Float64Array) => {
    const [r = Number.NaN, alpha = Number.NaN, s = Number.NaN, beta = Number.NaN] = at.map(Math.exp)
    const penalty = at.reduce((sum, log) => sum + (ridge / 2) * log * log, 0)
    return (penalty - paretoLikelihood({ r, alpha, s, beta }, cells)) / customers
  }
  const step = 1e-5
  return (at, gradient) => {
    const beside = (k: number, by: number) => value(at.map((v, i) => (i === k ? v + by : v)))
    for (let k = 0; k < at.length; k++) gradient[k] = (beside(k, step) - beside(k, -step)) / (2 * step)
    return value(at)
  }
}

/** The log-likelihood of the cells (Fader and Hardie 2005, "A Note on Deriving the Pareto/NBD Model", eq. 18 before its integral is solved). */
export function paretoLikelihood(pareto: Pareto, { x, tx, T, n }: Cells): number {
  const { r, alpha, s, beta } = pareto
  const fixed = r * Math.log(alpha) + s * Math.log(beta) - lnGamma(r)
  let sum = 0
  for (let i = 0; i < n.length; i++) {
    const history = { x: x[i] ?? 0, tx: tx[i] ?? 0, T: T[i] ?? 0 }
    const shape = r + history.x
    const { lnAlive, lnGone } = parts(pareto, history)
    sum += (n[i] ?? 0) * (fixed + lnGamma(shape) - shape * Math.log(alpha + history.tx) + logSumExp(lnAlive, lnGone))
  }
  return sum
}

/** The chance that this customer still buys at the end of the watch (Fader and Hardie 2005, eq. 19). */
export function paretoAlive(pareto: Pareto, history: History): number {
  const { lnAlive, lnGone } = parts(pareto, history)
  return 1 / (1 + Math.exp(lnGone - lnAlive))
}

/** Purchases expected within `days` after the end of the watch (Fader and Hardie 2005, eq. 41). */
export function paretoExpected(pareto: Pareto, history: History, days: number): number {
  const { r, alpha, s, beta } = pareto
  const log = Math.log1p(days / (beta + history.T))
  // (1 − e^(−(s−1)·log)) ÷ (s−1), which is the logarithm itself at s = 1.
  const time = Math.abs(s - 1) < 1e-9 ? log : -Math.expm1(-(s - 1) * log) / (s - 1)
  return (((r + history.x) * (beta + history.T)) / (alpha + history.T)) * time * paretoAlive(pareto, history)
}

/**
 * Relative to (α+t_x)^−(r+x): of the living, and the integral over the moment of lapsing y between the last purchase and the end,
 * ∫ s (β+y)^−(s+1) ((α+t_x)/(α+y))^(r+x) dy. Its closed form (2F1) loses all its digits for many purchases; along ln(α+y) it is smooth on the
 * scale on which both of its powers fall.
 */
function parts({ r, alpha, s, beta }: Pareto, { x, tx, T }: History): { lnAlive: number; lnGone: number } {
  const shape = r + x
  const far = Math.log((alpha + T) / (alpha + tx))
  let sum = 0
  for (let from = 0, panel = 0; from < far && from * shape < 45; from += panel) {
    const here = (alpha + tx) * Math.exp(from)
    panel = 2 / (shape + (s + 1) * Math.max(1, here / (beta + here - alpha)))
    const half = Math.min(panel, far - from) / 2
    for (const [place, weight] of eightPoints) {
      for (const at of [from + half * (1 + place), from + half * (1 - place)]) {
        const later = (alpha + tx) * Math.exp(at)
        sum += weight * half * later * Math.exp(-shape * at) * (beta + later - alpha) ** -(s + 1)
      }
    }
  }
  return { lnAlive: -shape * far - s * Math.log(beta + T), lnGone: Math.log(s * sum) }
}
