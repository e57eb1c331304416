import { habits, rowOf } from '../recommend/index.ts'
import type { Line } from './history.ts'

// What somebody takes again, of their own purchases only.

export type Usual = { sku: string; quantity: number }

/** In at least so much of their faded days of buying. */
const leastShare = 0.5
const fewestDays = 3
/** Fewer gaps say nothing of a rhythm. */
const fewestGaps = 3

/**
 * What they take again: goods of at least half of their days of buying, days fading as habits do (TIFU-KNN), and goods whose own rhythm says that they are due.
 * `lines` in the order of time. The most usual first.
 */
export function usualOf(lines: readonly Line[], today: number): Usual[] {
  const byGood = Map.groupBy(lines, ({ sku }) => sku)
  const shares = sharesOf(lines, [...byGood.keys()])
  return [...byGood]
    .map(([sku, own]) => ({ sku, share: shares.get(sku) ?? 0, days: [...new Set(own.map(({ day }) => day))], quantity: usualQuantity(own) }))
    .filter(({ days, share }) => days.length >= fewestDays && (share >= leastShare || isDue(days, today)))
    .sort((a, b) => b.share - a.share || (a.sku < b.sku ? -1 : 1))
    .map(({ sku, quantity }) => ({ sku, quantity }))
}

/** Without what they have taken today already: nobody buys the morning paper twice. */
export const notYetToday = (usual: readonly Usual[], lines: readonly Line[], today: number): Usual[] => {
  const taken = new Set(lines.filter(({ day }) => day === today).map(({ sku }) => sku))
  return usual.filter(({ sku }) => !taken.has(sku))
}

/** How much of the faded days each good is of: its habit over that of something bought on each of them, which stands as item 0. */
function sharesOf(lines: readonly Line[], goods: readonly string[]): Map<string, number> {
  const place = new Map(goods.map((sku, i) => [sku, i + 1]))
  const rows = [...Map.groupBy(lines, ({ day }) => day)]
    .sort(([a], [b]) => a - b)
    .flatMap(([day, some]) => [0, ...new Set(some.map(({ sku }) => place.get(sku) ?? 0))].map((item) => ({ day, item })))
  const column = (of: (row: { day: number; item: number }) => number) => Int32Array.from(rows, of)
  const { item, weight } = rowOf(
    habits({ customer: column(() => 0), day: column(({ day }) => day), item: column((row) => row.item), customers: 1, items: goods.length + 1 }),
    0,
  )
  const whole = weight[0] ?? 1
  return new Map(Array.from(item, (at, k) => [goods[at - 1] ?? '', (weight[k] ?? 0) / whole]))
}

/** The last gap has come to its end, and gaps are like each other: three of four within a half of the middle one. */
function isDue(days: readonly number[], today: number): boolean {
  const gaps = days.slice(1).map((day, i) => day - (days[i] ?? day))
  const middle = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0
  if (gaps.length < fewestGaps || middle < 2) return false
  const alike = gaps.filter((gap) => gap >= middle / 2 && gap <= middle * 1.5).length
  const since = today - (days.at(-1) ?? today)
  return alike >= gaps.length * 0.75 && since >= middle * 0.75 && since <= middle * 1.5
}

/** How many they mostly take; of equals the fewer. */
function usualQuantity(own: readonly Line[]): number {
  const counts = new Map<number, number>()
  for (const { quantity } of own) counts.set(quantity, (counts.get(quantity) ?? 0) + 1)
  const [most] = [...counts].sort(([a, n], [b, m]) => m - n || a - b)
  return most?.[0] ?? 1
}
