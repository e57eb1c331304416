import type { Estimate } from './answer.ts'
import type { Random } from './numbers/random.ts'
import type { Cells } from './rhythm/cells.ts'
import { alive, chanceOfNone, purchasesDrawn, purchasesExpected } from './rhythm/forecast.ts'
import type { Rhythm } from './rhythm/likelihood.ts'
import { type Spend, spendDrawn, spendExpected } from './spend.ts'

/** Parameters that the data allow, drawn together: one future for each. */
export type Possible = { rhythm: Rhythm; spend: Spend | null }

/** Customers, or cells of them, with the mean worth of their repeats; `mean` is not looked at where only purchases are counted. */
export type Counted = Cells & { mean: Float64Array }

/** Of so many like customers the futures are drawn one by one; of more, a sample whose spread is scaled up. */
const drawnOneByOne = 6

/**
 * The purchases (or, where the possible parameters hold a spend, the money) that all these customers bring together within
 * `days`, with the interval by draws of parameters and of each customer's own future. In the unit of purchases, or of money.
 */
export function totalWithin(cells: Counted, possible: readonly Possible[], days: number, random: Random, level = 0.9): Estimate {
  const sums = Float64Array.from(possible, (one) => oneFuture(cells, one, days, random)).sort()
  return { value: sums.reduce((a, b) => a + b, 0) / sums.length, ...between(sums, level), level }
}

function oneFuture(cells: Counted, { rhythm, spend }: Possible, days: number, random: Random): number {
  let sum = 0
  for (let i = 0; i < cells.n.length; i++) {
    const history = { x: cells.x[i] ?? 0, tx: cells.tx[i] ?? 0, T: cells.T[i] ?? 0 }
    const worth = { x: history.x, mean: cells.mean[i] ?? 0 }
    const draw = () => {
      const purchases = purchasesDrawn(rhythm, history, days, random)
      return spend === null ? purchases : spendDrawn(spend, worth, purchases, random)
    }
    const n = cells.n[i] ?? 0
    const drawn = Math.min(n, drawnOneByOne)
    let some = 0
    for (let k = 0; k < drawn; k++) some += draw()
    if (n <= drawnOneByOne) sum += some
    else {
      const expected = purchasesExpected(rhythm, history, days) * (spend === null ? 1 : spendExpected(spend, worth.x, worth.mean))
      sum += n * expected + Math.sqrt(n / drawn) * (some - drawn * expected)
    }
  }
  return Math.max(0, sum)
}

/** For each cell: the interval of the purchases of one such customer, and of their money as multiples of γ + x · mean. */
export type CellIntervals = { low: Float64Array; high: Float64Array; lowMoney: Float64Array; highMoney: Float64Array }

/**
 * The interval of what one customer of each cell does within `days`. What they spend, divided by γ + x · mean, is a gamma of p · purchases over
 * one of px + q (Fader and Hardie 2013, section 3), which only the cell decides: so one draw serves every customer of it.
 */
export function intervalsWithin(cells: Cells, possible: readonly Possible[], days: number, random: Random, level = 0.9): CellIntervals {
  const blank = () => new Float64Array(cells.n.length)
  const out: CellIntervals = { low: blank(), high: blank(), lowMoney: blank(), highMoney: blank() }
  const first = possible[0]
  if (first === undefined) throw new Error('No parameters were drawn.')
  const counts = new Float64Array(possible.length)
  const money = new Float64Array(possible.length)
  for (let i = 0; i < cells.n.length; i++) {
    const history = { x: cells.x[i] ?? 0, tx: cells.tx[i] ?? 0, T: cells.T[i] ?? 0 }
    // Whoever buys nothing with nearly that chance has nothing at both ends.
    if (alive(first.rhythm, history) < (1 - level) / 4 || chanceOfNone(first.rhythm, history, days) > (3 + level) / 4) continue
    possible.forEach(({ rhythm, spend }, k) => {
      const purchases = purchasesDrawn(rhythm, history, days, random)
      counts[k] = purchases
      money[k] = spend === null ? 0 : spendDrawn({ ...spend, gamma: 1 }, { x: history.x, mean: 0 }, purchases, random)
    })
    const [ofCounts, ofMoney] = [between(counts.sort(), level), between(money.sort(), level)]
    out.low[i] = ofCounts.low
    out.high[i] = ofCounts.high
    out.lowMoney[i] = ofMoney.low
    out.highMoney[i] = ofMoney.high
  }
  return out
}

function between(sorted: Float64Array, level: number): { low: number; high: number } {
  const at = (q: number) => sorted[Math.max(0, Math.min(sorted.length - 1, Math.round(q * (sorted.length + 1)) - 1))] ?? 0
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) }
}
