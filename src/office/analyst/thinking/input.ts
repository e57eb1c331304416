import type { DayRows, NotEnough } from '../../value/index.ts'
import type { Figures } from './figures.ts'
import type { BasketRows, TasteName, TasteRows } from './read.ts'

/** What the thread is given; `asOf` is the last whole day that is looked at, as in `DayRows`. */
export type ThinkInput = {
  asOf: number
  days: DayRows
  currencies: string[]
  tastes: TasteRows[]
  baskets: BasketRows /** Of whom something else is said. */
  also: Float64Array
  horizon: number
  seed: number
}

/** For each person a place in each column; -1 where nothing is said. Money in minor units. */
export type PersonColumns = {
  purchases: Float64Array
  first: Float64Array
  last: Float64Array
  spent: Float64Array
  currency: Float64Array
  value: Float64Array
  valueLow: Float64Array
  valueHigh: Float64Array
  expected: Float64Array
  expectedLow: Float64Array
  expectedHigh: Float64Array
  alive: Float64Array
  next: Float64Array
  gap: Float64Array
  elapsed: Float64Array
  longer: Float64Array
}

/** The strongest tastes of each person, at most `each`; `topic` is -1 where there are fewer. */
export type Tastes = {
  about: TasteName
  topics: string[]
  n: Float64Array
  topic: Float64Array
  share: Float64Array
  low: Float64Array
  high: Float64Array
  lift: Float64Array
}
/** Items for each person, at most `each`, the best first; -1 where there are fewer. `again`: bought before. `fresh`: not yet. */
export type Proposals = { items: string[]; again: Float64Array; fresh: Float64Array; goods: GoodSaid[] }
/** How many customers bought a good, and what they buy besides, the nearest first; `both`: how many bought the two. */
export type GoodSaid = { sku: string; buyers: number; near: { sku: string; score: number; both: number }[] }
export const each = 5

export type Thought = {
  /** Rising. */
  persons: Float64Array
  columns: PersonColumns
  /** Why nothing is said of what they will buy; null: it is said. */
  why: (NotEnough | 'no_purchases' | null)[]
  /** Why nothing is said of what it is worth, where purchases are said. */
  whyWorth: (NotEnough | null)[]
  tastes: Tastes[]
  proposals: Proposals | null
  figures: Figures
}
