import type { Class } from './abc.ts'

/** What a customer must be worth to be of the first and of the second class, in the unit of the values. */
export type Bounds = { first: number; second: number }

/** How far a value must be past a bound before its class changes: by a tenth. */
const usualMargin = 0.1

/** The bounds above which the most valuable share is, and the next: one in five, and three in ten more. Customers worth nothing set no bounds. */
export function boundsByRank(values: Float64Array, shares: { first: number; second: number } = { first: 0.2, second: 0.3 }): Bounds {
  const sorted = values.filter((v) => v > 0 && Number.isFinite(v)).sort()
  const at = (top: number) => sorted[Math.max(0, Math.ceil(sorted.length * (1 - top)))] ?? Number.POSITIVE_INFINITY
  return { first: at(shares.first), second: at(shares.first + shares.second) }
}

/**
 * The class of each customer by a value (expected revenue, or expected margin: see `marginsExpected`), given the class before (0: none). A class
 * changes only when the value is past a bound by `margin` of it, so what wavers about a bound stays where it was. 0 where the
 * value is no number: nothing is said.
 */
export function classesWithHysteresis(values: Float64Array, before: Uint8Array, bounds: Bounds, margin = usualMargin): Uint8Array {
  const out = new Uint8Array(values.length)
  for (let i = 0; i < values.length; i++) out[i] = nextClass(values[i] ?? Number.NaN, before[i] ?? 0, bounds, margin)
  return out
}

function nextClass(value: number, before: number, bounds: Bounds, margin: number): Class | 0 {
  if (!Number.isFinite(value)) return 0
  const plain = classBy(value, bounds, 1)
  if (before === 0) return plain
  const risen = classBy(value, bounds, 1 + margin)
  const fallen = classBy(value, bounds, 1 - margin)
  // Bounds that are low for falling and high for rising: in between the class is the one before.
  return risen < before ? risen : fallen > before ? fallen : before === 1 ? 1 : before === 2 ? 2 : 3
}

function classBy(value: number, { first, second }: Bounds, by: number): Class {
  return value >= first * by ? 1 : value >= second * by ? 2 : 3
}

export type Riser = { index: number; class: 2 | 3; missing: number }

/** The customers of the second and third class who are closest to the next one: what is `missing` to rise, least in proportion first. */
export function closestToRising(values: Float64Array, classes: Uint8Array, bounds: Bounds, most: number, margin = usualMargin): Riser[] {
  const risers: (Riser & { share: number })[] = []
  classes.forEach((c, index) => {
    if (c !== 2 && c !== 3) return
    const needed = (c === 2 ? bounds.first : bounds.second) * (1 + margin)
    const missing = needed - (values[index] ?? Number.NaN)
    if (missing > 0 && Number.isFinite(missing)) risers.push({ index, class: c, missing, share: missing / needed })
  })
  return risers
    .sort((a, b) => a.share - b.share || a.index - b.index)
    .slice(0, most)
    .map(({ share: _, ...riser }) => riser)
}

/**
 * What is left of expected revenue: each customer's own share of margin until now, drawn to the mean by as much weight as the median customer has. `profit`
 * may be below nothing. Where nobody brought anything the share is 0.
 */
export function marginsExpected(expected: Float64Array, revenue: Float64Array, profit: Float64Array): Float64Array {
  const sum = (column: Float64Array) => column.reduce((a, b) => a + b, 0)
  const mean = sum(revenue) > 0 ? sum(profit) / sum(revenue) : 0
  const weight = revenue.filter((v) => v > 0).sort()[Math.floor(revenue.filter((v) => v > 0).length / 2)] ?? 1
  return expected.map((value, i) => value * (((profit[i] ?? 0) + weight * mean) / (Math.max(0, revenue[i] ?? 0) + weight)))
}
