import type { NotEnough } from './answer.ts'
import type { Histories } from './rhythm/cells.ts'

/**
 * What customers bought, a row for each customer, day and currency, in the order of customer and day: `day` counts whole days from any one
 * day, `amount` is the day's sum less what was given back, in minor units, `currency` any code for each currency.
 */
export type DayRows = { customer: Float64Array; day: Float64Array; amount: Float64Array; currency: Float64Array }

/** A place for each customer. `why` says why nothing is said of one whose places in the other columns are then 0; null elsewhere. */
export type Bought = {
  customer: Float64Array
  histories: Histories
  /** The mean worth of a repeat purchase, less the customer's share of what was given back; 0 without repeats. */
  mean: Float64Array
  /** All that was paid, less what was given back. */
  total: Float64Array
  currency: Float64Array
  why: (NotEnough | null)[]
}

/**
 * Histories as of the end of day `asOf`. Purchases of one day are one; the first is no repeat. A day on which more was given back
 * than bought is no purchase, and what was given back is taken evenly from all purchases. Nothing is said of who paid in two
 * currencies, got back as much as they paid, or bought after `asOf`.
 */
export function boughtUntil(rows: DayRows, asOf: number): Bought {
  const starts = firstRows(rows.customer)
  const blank = () => new Float64Array(starts.length)
  const found: Bought = {
    customer: blank(),
    histories: { x: blank(), tx: blank(), T: blank() },
    mean: blank(),
    total: blank(),
    currency: blank(),
    why: [],
  }
  starts.forEach((from, i) => {
    found.customer[i] = rows.customer[from] ?? 0
    const one = oneCustomer(rows, from, starts[i + 1] ?? rows.customer.length, asOf)
    found.why.push(typeof one === 'string' ? one : null)
    if (typeof one === 'string') return
    found.histories.x[i] = one.x
    found.histories.tx[i] = one.last - one.first
    found.histories.T[i] = asOf - one.first
    found.mean[i] = one.x > 0 ? (one.repeats / one.x) * (one.total / one.gross) : 0
    found.total[i] = one.total
    found.currency[i] = rows.currency[from] ?? 0
  })
  return found
}

type One = { x: number; first: number; last: number; gross: number; repeats: number; total: number }

function oneCustomer(rows: DayRows, from: number, to: number, asOf: number): One | NotEnough {
  const one: One = { x: -1, first: 0, last: 0, gross: 0, repeats: 0, total: 0 }
  let at = from
  while (at < to) {
    const day = rows.day[at] ?? Number.NaN
    let amount = 0
    for (; at < to && rows.day[at] === day; at++) {
      if (rows.currency[at] !== rows.currency[from]) return 'mixed_currencies'
      amount += rows.amount[at] ?? Number.NaN
    }
    if (!Number.isFinite(day + amount)) return 'impossible_figures'
    if (day > asOf) return 'in_the_future'
    add(one, day, amount)
  }
  return one.total > 0 ? one : 'refunds_exceed_purchases'
}

function add(one: One, day: number, amount: number): void {
  one.total += amount
  if (amount <= 0) return
  one.x++
  if (one.x === 0) one.first = day
  else one.repeats += amount
  one.last = day
  one.gross += amount
}

/** Where each customer begins. Rows out of order are a mistake of the caller. */
function firstRows(customer: Float64Array): number[] {
  const starts: number[] = []
  customer.forEach((id, i) => {
    const before = customer[i - 1]
    if (before !== undefined && !(before <= id)) throw new Error(`Rows stand in no order of customers: ${before} before ${id}.`)
    if (before !== id) starts.push(i)
  })
  return starts
}
