import type { DayRows } from './purchases.ts'

/** What share of `amount` the fifth (or `share`) of customers with the highest scores brings; 0 where nobody brings anything. */
export function heldByTop(scores: Float64Array, amount: Float64Array, share = 0.2): number {
  const order = Array.from(scores.keys()).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
  const total = amount.reduce((a, b) => a + b, 0)
  const top = order.slice(0, Math.round(share * scores.length)).reduce((sum, i) => sum + (amount[i] ?? 0), 0)
  return total > 0 ? top / total : 0
}

/** What each customer spent until `asOf`, each day's sum worth half after `halfLife` days. A place for each of `customers`; what was given back beyond it counts as nothing. */
export function fadedSpend(rows: DayRows, customers: Float64Array, asOf: number, halfLife: number): Float64Array {
  const place = new Map(Array.from(customers, (id, i) => [id, i]))
  const out = new Float64Array(customers.length)
  for (let row = 0; row < rows.customer.length; row++) {
    const i = place.get(rows.customer[row] ?? Number.NaN)
    const days = asOf - (rows.day[row] ?? Number.NaN)
    if (i !== undefined && days >= 0) out[i] = (out[i] ?? 0) + (rows.amount[row] ?? 0) * 0.5 ** (days / halfLife)
  }
  return out.map((sum) => Math.max(0, sum))
}

/**
 * A score to rank by: the geometric mean of expected value and faded spend, with the weight of the latter (0 to 1). The model knows when somebody bought, the
 * faded sum how much of it lately; it is an order, not a forecast of money.
 */
export function blendedScore(expected: Float64Array, faded: Float64Array, weight: number): Float64Array {
  return expected.map((value, i) => (1 - weight) * Math.log1p(Number.isFinite(value) ? Math.max(0, value) : 0) + weight * Math.log1p(faded[i] ?? 0))
}

export type Blend = { halfLife: number; weight: number; held: number }

/** Of these blends the one whose top fifth held most of what an earlier held-out period brought; without any faded spend where that held as much. */
export function chooseBlend(expected: Float64Array, fadedBy: readonly { halfLife: number; faded: Float64Array }[], brought: Float64Array): Blend {
  let best: Blend = { halfLife: 0, weight: 0, held: heldByTop(expected, brought) }
  for (const { halfLife, faded } of fadedBy) {
    for (const weight of [0.25, 0.5, 0.75]) {
      const held = heldByTop(blendedScore(expected, faded, weight), brought)
      if (held > best.held) best = { halfLife, weight, held }
    }
  }
  return best
}
