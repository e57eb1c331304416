import { type Answer, notEnough, said } from './answer.ts'
import { digamma, lnGamma } from './numbers/gamma.ts'
import { laplaceDraws } from './numbers/laplace.ts'
import { minimise, type Objective } from './numbers/minimise.ts'
import { gamma as drawGamma, type Random } from './numbers/random.ts'

/** Customers by how often they came back (`x`) and the mean worth of those purchases (`mean`, in any one unit of money), `n` of each. */
export type SpendCells = { x: Float64Array; mean: Float64Array; n: Float64Array }

/** A purchase is gamma(p, ν) with ν from gamma(q, γ) for each customer; γ in the unit of money. */
export type Spend = { p: number; q: number; gamma: number }

export type FittedSpend = {
  spend: Spend
  logLikelihood: number
  /** Of count and mean worth over customers. Above .3 the model's premise, that they have nothing to do with each other, does not hold. */
  correlation: number
  /** True when the correlation is above .3: the figures are to be shown with that warning. */
  dependent: boolean
  draw(count: number, random: Random): Spend[] | null
}

const method = 'gamma-gamma'
const fewestCustomers = 30
const ridge = 0.02
const furthestLog = 14
const mostCorrelation = 0.3
/** At q = 1 the mean over all customers is endless. */
const leastShape = 1.01
/** Steps of the grid of means, e^(1/200): half a per cent. */
const stepsOfE = 200

/** Groups customers with repeat purchases by count and mean worth, on a log grid of half a per cent; a cell's worth is its geometric mean. */
export function spendCellsOf(x: Float64Array, mean: Float64Array): SpendCells {
  const found = new Map<number, { x: number; logs: number; n: number }>()
  for (let i = 0; i < x.length; i++) {
    const [count, log] = [x[i] ?? 0, Math.log(mean[i] ?? Number.NaN)]
    if (!(count > 0 && Number.isFinite(count) && Number.isFinite(log))) continue
    const key = count * 2 ** 20 + Math.round(log * stepsOfE)
    const cell = found.get(key)
    if (cell === undefined) found.set(key, { x: count, logs: log, n: 1 })
    else {
      cell.logs += log
      cell.n++
    }
  }
  const cells = [...found.values()]
  return { x: Float64Array.from(cells, (c) => c.x), mean: Float64Array.from(cells, (c) => Math.exp(c.logs / c.n)), n: Float64Array.from(cells, (c) => c.n) }
}

/** The likeliest Gamma-Gamma (Fader and Hardie 2013, "The Gamma-Gamma Model of Monetary Value", eq. 1a) for customers who came back. */
export function fitSpend(cells: SpendCells): Answer<FittedSpend> {
  const customers = cells.n.reduce((sum, n) => sum + n, 0)
  if (!cells.n.every((n, i) => n > 0 && (cells.x[i] ?? 0) > 0 && (cells.mean[i] ?? 0) > 0 && Number.isFinite(n + (cells.x[i] ?? 0) + (cells.mean[i] ?? 0))))
    return notEnough(method, 0, 'impossible_figures')
  if (customers < fewestCustomers) return notEnough(method, customers, 'too_few')
  const unit = cells.mean.reduce((sum, m, i) => sum + m * (cells.n[i] ?? 0), 0) / customers
  const inUnits = { ...cells, mean: cells.mean.map((m) => m / unit) }
  const objective = penalised(inUnits, customers)
  const found = minimise(objective, Float64Array.of(0.5, 1, 0.5))
  if (!found.converged || found.at.some((v) => Math.abs(v) > furthestLog)) return notEnough(method, customers, 'no_convergence')
  const inMoney = (at: Float64Array): Spend => {
    const [p = Number.NaN, q = Number.NaN, g = Number.NaN] = at.map(Math.exp)
    return { p, q, gamma: g * unit }
  }
  if (Math.exp(found.at[1] ?? 0) <= leastShape) return notEnough(method, customers, 'too_uneven')
  const correlation = correlationOf(cells)
  return said(method, customers, {
    spend: inMoney(found.at),
    logLikelihood: logLikelihood(inMoney(found.at), cells, new Float64Array(3)),
    correlation,
    dependent: correlation > mostCorrelation,
    draw: (count, random) => laplaceDraws({ objective, at: found.at, weight: customers, draws: count }, random)?.map(inMoney).map(withMean) ?? null,
  })
}

function withMean(spend: Spend): Spend {
  return spend.q > leastShape ? spend : { ...spend, q: leastShape }
}

function penalised(cells: SpendCells, customers: number): Objective {
  const raw = new Float64Array(3)
  return (at, gradient) => {
    const [p = Number.NaN, q = Number.NaN, g = Number.NaN] = at.map(Math.exp)
    const sum = logLikelihood({ p, q, gamma: g }, cells, raw)
    let penalty = 0
    ;[p, q, g].forEach((parameter, i) => {
      const log = at[i] ?? 0
      penalty += (ridge / 2) * log * log
      gradient[i] = (-(raw[i] ?? 0) * parameter + ridge * log) / customers
    })
    return (penalty - sum) / customers
  }
}

/** The log-likelihood of means given counts; into `gradient` its derivatives by p, q and γ. */
export function logLikelihood({ p, q, gamma: g }: Spend, { x, mean, n }: SpendCells, gradient: Float64Array): number {
  const [lnG, lnGammaQ, psiQ] = [Math.log(g), lnGamma(q), digamma(q)]
  const ofCount = new Map<number, { fixed: number; dp: number; dq: number }>()
  let [sum, dp, dq, dg] = [0, 0, 0, 0]
  for (let i = 0; i < n.length; i++) {
    const count = x[i] ?? 0
    let c = ofCount.get(count)
    if (c === undefined) {
      const [px, psiAll] = [p * count, digamma(p * count + q)]
      c = { fixed: lnGamma(px + q) - lnGamma(px) - lnGammaQ, dp: count * (psiAll - digamma(px)), dq: psiAll - psiQ }
      ofCount.set(count, c)
    }
    const [weight, px, total] = [n[i] ?? 0, p * count, count * (mean[i] ?? 0)]
    const [lnTotal, lnBoth] = [Math.log(total), Math.log(g + total)]
    sum += weight * (c.fixed + q * lnG + px * lnTotal - Math.log(mean[i] ?? 0) - (px + q) * lnBoth)
    dp += weight * (c.dp + count * (lnTotal - lnBoth))
    dq += weight * (c.dq + lnG - lnBoth)
    dg += weight * (q / g - (px + q) / (g + total))
  }
  gradient.set([dp, dq, dg])
  return sum
}

/**
 * What a purchase of this customer is worth on the average, in the unit of γ, for q > 1 as fitted (Fader and Hardie 2013,
 * eq. 5); `x` and `mean` are 0 for whoever never came back.
 */
export function spendExpected({ p, q, gamma: g }: Spend, x: number, mean: number): number {
  return (p * (g + x * mean)) / (p * x + q - 1)
}

/** One possible sum of `purchases` to come by this customer: their ν from gamma(px + q, γ + x · mean), then so many purchases. */
export function spendDrawn({ p, q, gamma: g }: Spend, history: { x: number; mean: number }, purchases: number, random: Random): number {
  if (purchases === 0) return 0
  const rate = drawGamma(random, p * history.x + q, g + history.x * history.mean)
  return rate > 0 ? drawGamma(random, p * purchases, rate) : 0
}

/** Pearson's correlation of count and mean worth, weighted by customers; 0 where either does not vary. */
function correlationOf({ x, mean, n }: SpendCells): number {
  const total = n.reduce((sum, w) => sum + w, 0)
  const average = (column: Float64Array) => column.reduce((sum, v, i) => sum + v * (n[i] ?? 0), 0) / total
  const [mx, mm] = [average(x), average(mean)]
  const covariance = (u: Float64Array, mu: number, v: Float64Array, mv: number) => n.reduce((sum, w, i) => sum + w * ((u[i] ?? 0) - mu) * ((v[i] ?? 0) - mv), 0)
  const spread = Math.sqrt(covariance(x, mx, x, mx) * covariance(mean, mm, mean, mm))
  return spread > 0 ? covariance(x, mx, mean, mm) / spread : 0
}
