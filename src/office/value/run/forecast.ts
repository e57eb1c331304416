import { type Answer, notEnough, said } from '../answer.ts'
import { type CellIntervals, intervalsWithin, type Possible } from '../intervals.ts'
import { randomFrom } from '../numbers/random.ts'
import { type Cells, cellsOf, grainFor, type Histories } from '../rhythm/cells.ts'
import { type FittedRhythm, fitRhythm } from '../rhythm/fit.ts'
import { alive, chanceOfNone, daysUntilLikely, discountedPurchases, purchasesExpected } from '../rhythm/forecast.ts'
import type { Model, Rhythm } from '../rhythm/likelihood.ts'
import { type FittedSpend, fitSpend, type Spend, spendCellsOf, spendExpected } from '../spend.ts'

/** Customers with the mean worth of their repeats in one currency, and what is asked: `days` ahead, at a yearly discount (.1 for 10 %). */
export type ForecastInput = Histories & { mean: Float64Array; model: Model; days: number; discount: number; draws: number; level: number; seed: number }

/**
 * A place for each customer. `next`: days until the next purchase is as likely as not, -1 where it never gets so likely. `low` and
 * `high`: the interval of purchases within `days`. Values are discounted, their interval is of one customer's own future. Whose
 * history is impossible (see `cellsOf`) has -1 in each column.
 */
export type Forecast = {
  rhythm: Rhythm
  logLikelihood: number
  spend: Answer<Spend>
  /** Purchases and their worth have to do with each other: values are to be shown with that warning. */
  dependent: boolean
  alive: Float64Array
  purchases: Float64Array
  low: Float64Array
  high: Float64Array
  none: Float64Array
  next: Float64Array
  /** Null where nothing can be said of what purchases are worth. */
  value: { expected: Float64Array; low: Float64Array; high: Float64Array } | null
}

/** Fits and scores everybody; `progress` hears the share that is done. */
export function forecast(input: ForecastInput, progress: (share: number) => void): Answer<Forecast> {
  const { cells, of } = cellsOf(input, grainFor(input.x.length))
  const fitted = fitRhythm(input.model, cells)
  if (!fitted.said) return fitted
  progress(0.3)
  const random = randomFrom(input.seed)
  const rhythms = fitted.value.draw(input.draws, random)
  if (rhythms === null) return notEnough(fitted.method, fitted.n, 'no_convergence')
  const spend = fitSpend(spendCellsOf(input.x, input.mean))
  const spends = spend.said ? spend.value.draw(input.draws, random) : null
  progress(0.4)
  const possible: Possible[] = rhythms.map((rhythm, i) => ({ rhythm, spend: spends?.[i] ?? null }))
  const ofCells = { ...scores(fitted.value, cells, input), intervals: intervalsWithin(cells, possible, input.days, random, input.level) }
  progress(0.9)
  return said(fitted.method, fitted.n, joined(ofCells, of, { input, fitted: fitted.value, spend, spends }))
}

type OfCells = { alive: Float64Array; purchases: Float64Array; discounted: Float64Array; none: Float64Array; next: Float64Array; intervals: CellIntervals }

function scores({ rhythm }: FittedRhythm, cells: Cells, { days, discount }: ForecastInput): Omit<OfCells, 'intervals'> {
  const each = (f: (history: { x: number; tx: number; T: number }) => number) =>
    Float64Array.from(cells.n, (_, i) => f({ x: cells.x[i] ?? 0, tx: cells.tx[i] ?? 0, T: cells.T[i] ?? 0 }))
  const perDay = Math.log1p(discount) / 365.25
  return {
    alive: each((h) => alive(rhythm, h)),
    purchases: each((h) => purchasesExpected(rhythm, h, days)),
    discounted: each((h) => (discount === 0 ? purchasesExpected(rhythm, h, days) : discountedPurchases(rhythm, h, days, perDay))),
    none: each((h) => chanceOfNone(rhythm, h, days)),
    next: each((h) => daysUntilLikely(rhythm, h) ?? -1),
  }
}

/** What is said of cells, to each customer. */
function joined(
  cells: OfCells,
  of: Int32Array,
  by: { input: ForecastInput; fitted: FittedRhythm; spend: Answer<FittedSpend>; spends: Spend[] | null },
): Forecast {
  const spend: Answer<Spend> = !by.spend.said
    ? by.spend
    : by.spends === null
      ? notEnough(by.spend.method, by.spend.n, 'no_convergence')
      : said(by.spend.method, by.spend.n, by.spend.value.spend)
  return {
    rhythm: by.fitted.rhythm,
    logLikelihood: by.fitted.logLikelihood,
    spend,
    dependent: by.spend.said && by.spend.value.dependent,
    alive: spread(cells.alive, of),
    purchases: spread(cells.purchases, of),
    low: spread(cells.intervals.low, of),
    high: spread(cells.intervals.high, of),
    none: spread(cells.none, of),
    next: spread(cells.next, of),
    value: spend.said ? valued(cells, of, by.input, spend.value) : null,
  }
}

function spread(ofCells: Float64Array, of: Int32Array): Float64Array {
  const out = new Float64Array(of.length)
  for (let i = 0; i < of.length; i++) out[i] = ofCells[of[i] ?? -1] ?? -1
  return out
}

function valued(cells: OfCells, of: Int32Array, { x, mean }: ForecastInput, spend: Spend): { expected: Float64Array; low: Float64Array; high: Float64Array } {
  const out = { expected: new Float64Array(of.length).fill(-1), low: new Float64Array(of.length).fill(-1), high: new Float64Array(of.length).fill(-1) }
  for (let i = 0; i < of.length; i++) {
    const cell = of[i] ?? -1
    if (cell < 0) continue
    const [count, worth] = [x[i] ?? 0, mean[i] ?? 0]
    const purchases = cells.purchases[cell] ?? 0
    const discounted = cells.discounted[cell] ?? 0
    // The interval is drawn without the discount, and shrinks by as much as the expected value does.
    const scale = (spend.gamma + count * worth) * (purchases > 0 ? discounted / purchases : 1)
    out.expected[i] = discounted * spendExpected(spend, count, worth)
    out.low[i] = (cells.intervals.lowMoney[cell] ?? 0) * scale
    out.high[i] = (cells.intervals.highMoney[cell] ?? 0) * scale
  }
  return out
}
