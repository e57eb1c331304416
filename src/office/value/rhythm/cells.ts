/**
 * Customers who cannot be told apart by their rhythm of buying, as columns of one length: `x` repeat purchases (days with a
 * purchase, less the first), the last of them `tx` days after the first purchase, watched for `T` days, `n` such customers.
 */
export type Cells = { x: Float64Array; tx: Float64Array; T: Float64Array; n: Float64Array }

/** One place for each customer: the same columns, without `n`. */
export type Histories = { x: Float64Array; tx: Float64Array; T: Float64Array }

const mostDays = 2 ** 17 // 358 years; with 2¹⁷ for both times a key of 2⁵³ leaves 2¹⁹ purchases
const mostPurchases = 2 ** 19 - 1
/** Above so many customers a grain of a week costs nothing that can be seen in the figures, and saves most cells. */
const manyCustomers = 100_000

/** The grain of times in days that suits so many customers. */
export function grainFor(customers: number): number {
  return customers > manyCustomers ? 7 : 1
}

/**
 * Groups customers into cells, times rounded to whole `grain` days. `of` says which cell each customer is in, so that what is
 * said of a cell can be joined back; -1 where a history is impossible (not a number, negative, or a last purchase after the end),
 * and such customers are in no cell.
 */
export function cellsOf(histories: Histories, grain: number): { cells: Cells; of: Int32Array } {
  const customers = histories.x.length
  const of = new Int32Array(customers)
  const found = new Map<number, number>()
  const first: number[] = []
  const counts: number[] = []
  for (let i = 0; i < customers; i++) {
    const key = keyOf(histories.x[i] ?? Number.NaN, histories.tx[i] ?? Number.NaN, histories.T[i] ?? Number.NaN, grain)
    const cell = Number.isNaN(key) ? -1 : (found.get(key) ?? counts.length)
    of[i] = cell
    if (cell === counts.length) {
      found.set(key, cell)
      first.push(key)
      counts.push(0)
    }
    if (cell >= 0) counts[cell] = (counts[cell] ?? 0) + 1
  }
  const time = (key: number) => (key % mostDays) * grain
  return {
    cells: {
      x: Float64Array.from(first, (key) => Math.floor(key / mostDays / mostDays)),
      tx: Float64Array.from(first, (key) => time(Math.floor(key / mostDays))),
      T: Float64Array.from(first, time),
      n: Float64Array.from(counts),
    },
    of,
  }
}

function keyOf(x: number, tx: number, T: number, grain: number): number {
  const possible = Number.isInteger(x) && x >= 0 && x <= mostPurchases && tx >= 0 && tx <= T && T / grain < mostDays - 1 && x > 0 === tx > 0
  if (!possible) return Number.NaN
  const end = Math.round(T / grain)
  // Whoever bought again was not back within no time, however coarse the grain.
  const last = x === 0 ? 0 : Math.min(end, Math.max(1, Math.round(tx / grain)))
  return x > 0 && end === 0 ? Number.NaN : (x * mostDays + last) * mostDays + end
}

/** How many customers the cells hold. */
export function customersIn(cells: Cells): number {
  return cells.n.reduce((sum, n) => sum + n, 0)
}

/** The longest time anybody was watched, in days. */
export function longest(cells: Cells): number {
  return cells.T.reduce((most, T) => Math.max(most, T), 0)
}
