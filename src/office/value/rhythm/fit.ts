import { type Answer, notEnough, said } from '../answer.ts'
import { laplaceDraws } from '../numbers/laplace.ts'
import { type Minimum, minimise, type Objective } from '../numbers/minimise.ts'
import type { Random } from '../numbers/random.ts'
import { type Cells, customersIn, longest } from './cells.ts'
import { logLikelihood, type Model, type Prepared, prepare, type Rhythm } from './likelihood.ts'

/** A fitted rhythm, its log-likelihood, and what is needed to draw other parameters that the same customers allow. */
export type FittedRhythm = {
  rhythm: Rhythm
  logLikelihood: number
  customers: number
  steps: number
  by: Minimum['by']
  /** So many rhythms from Laplace's approximation in the logs of the parameters; null when the data do not bound them. */
  draw(count: number, random: Random): Rhythm[] | null
}

/** Four parameters want this much; fewer say nothing. */
const fewestCustomers = 50
const fewestRepeats = 30
/** A normal prior on the log of each parameter, about 0 (times count in the longest watch): with it alone the spread is e^±7. */
const ridge = 0.02
/** Beyond this a parameter has run away: the ridge alone holds it. */
const furthestLog = 14

/**
 * The likeliest BG/NBD or MBG/NBD for these cells (times in days): in the logs of the parameters, times scaled to at most 1,
 * with a weak ridge, by L-BFGS. Says that there is not enough with fewer than 50 customers or 30 repeat purchases, when nobody came twice
 * or all came on one day, and when no lowest point is found.
 */
export function fitRhythm(model: Model, cells: Cells): Answer<FittedRhythm> {
  const method = `${model}/nbd`
  const customers = customersIn(cells)
  const why = hindrance(cells, customers)
  if (why !== null) return notEnough(method, Number.isFinite(customers) ? customers : 0, why)
  const unit = longest(cells)
  const prepared = prepare({ ...cells, tx: cells.tx.map((t) => t / unit), T: cells.T.map((t) => t / unit) })
  const objective = penalised(model, prepared)
  const found = startingPoints(prepared)
    .map((start) => minimise(objective, start))
    .reduce((a, b) => (b.value < a.value || (b.converged && !a.converged) ? b : a))
  if (!found.converged || !Number.isFinite(found.value) || found.at.some((v) => Math.abs(v) > furthestLog))
    return notEnough(method, customers, 'no_convergence')
  const inDays = (at: Float64Array): Rhythm => {
    const [r = Number.NaN, alpha = Number.NaN, a = Number.NaN, b = Number.NaN] = at.map(Math.exp)
    return { model, r, alpha: alpha * unit, a, b }
  }
  const rhythm = inDays(found.at)
  return said(method, customers, {
    rhythm,
    logLikelihood: logLikelihood(rhythm, prepare(cells), new Float64Array(4)),
    customers,
    steps: found.steps,
    by: found.by,
    draw: (count, random) => laplaceDraws({ objective, at: found.at, weight: customers, draws: count }, random)?.map(inDays) ?? null,
  })
}

/** Why these cells are not enough for four parameters; null when they may be. */
export function hindrance(cells: Cells, customers: number) {
  for (let i = 0; i < cells.n.length; i++) if (!possible(cells.x[i], cells.tx[i], cells.T[i], cells.n[i])) return 'impossible_figures'
  if (longest(cells) === 0) return customers > 0 ? 'all_on_one_day' : 'too_few'
  const repeats = cells.x.reduce((sum, x, i) => sum + x * (cells.n[i] ?? 0), 0)
  if (repeats === 0) return 'no_repeats'
  return customers < fewestCustomers || repeats < fewestRepeats ? 'too_few' : null
}

function possible(x = Number.NaN, tx = Number.NaN, T = Number.NaN, n = Number.NaN): boolean {
  return x >= 0 && Number.isFinite(x) && tx >= 0 && tx <= T && Number.isFinite(T) && n > 0 && Number.isFinite(n) && x > 0 === tx > 0
}

/** Minus the mean log-likelihood of a customer and the ridge, by the logs of the parameters. */
function penalised(model: Model, prepared: Prepared): Objective {
  const raw = new Float64Array(4)
  return (at, gradient) => {
    const [r = Number.NaN, alpha = Number.NaN, a = Number.NaN, b = Number.NaN] = at.map(Math.exp)
    const sum = logLikelihood({ model, r, alpha, a, b }, prepared, raw)
    let penalty = 0
    ;[r, alpha, a, b].forEach((parameter, i) => {
      const log = at[i] ?? 0
      penalty += (ridge / 2) * log * log
      gradient[i] = (-(raw[i] ?? 0) * parameter + ridge * log) / prepared.customers
    })
    return (penalty - sum) / prepared.customers
  }
}

/** One start suits nearly all data: the mean rate, and one in four who lapse. */
function startingPoints({ cells, customers }: Prepared): Float64Array[] {
  const purchases = cells.x.reduce((sum, x, i) => sum + x * (cells.n[i] ?? 0), 0)
  const watched = cells.T.reduce((sum, T, i) => sum + T * (cells.n[i] ?? 0), 0)
  return [Float64Array.of(Math.log(0.5), Math.log((0.5 * watched) / Math.max(purchases, customers / 100)), 0, Math.log(3))]
}
