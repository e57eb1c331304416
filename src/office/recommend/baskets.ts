/**
 * Who bought what when, a row for each customer, day and item, in the order of customer and day. Customers and items are numbered from 0
 * without gaps by whoever asks; days are whole days from any one day.
 */
export type Baskets = { customer: Int32Array; day: Int32Array; item: Int32Array; customers: number; items: number }

/** Weights of items, a row for each customer: the entries of customer c stand from `start[c]` until before `start[c + 1]`, items rising. */
export type Rows = { start: Int32Array; item: Int32Array; weight: Float64Array; items: number }

/** Where each customer's rows begin, and the end. Rows out of order, or numbers out of range, are a mistake of the caller. */
export function startsOf({ customer, day, item, customers, items }: Baskets): Int32Array {
  const starts = new Int32Array(customers + 1)
  for (let row = 0; row < customer.length; row++) {
    const [c, i] = [customer[row] ?? -1, item[row] ?? -1]
    const inOrder = row === 0 || (customer[row - 1] ?? 0) < c || (customer[row - 1] === c && (day[row - 1] ?? 0) <= (day[row] ?? 0))
    if (c < 0 || c >= customers || i < 0 || i >= items || !inOrder) throw new Error(`Row ${row} (customer ${c}, item ${i}) is out of order or range.`)
    starts[c + 1] = (starts[c + 1] ?? 0) + 1
  }
  for (let c = 0; c < customers; c++) starts[c + 1] = (starts[c + 1] ?? 0) + (starts[c] ?? 0)
  return starts
}

/** Rows from what each customer's items weigh, given by a function that fills a map. */
export function rowsFrom(customers: number, items: number, fill: (customer: number, into: Map<number, number>) => void): Rows {
  const start = new Int32Array(customers + 1)
  const found: number[] = []
  const weights: number[] = []
  const into = new Map<number, number>()
  for (let c = 0; c < customers; c++) {
    into.clear()
    fill(c, into)
    for (const item of [...into.keys()].sort((a, b) => a - b)) {
      found.push(item)
      weights.push(into.get(item) ?? 0)
    }
    start[c + 1] = found.length
  }
  return { start, item: Int32Array.from(found), weight: Float64Array.from(weights), items }
}

/** The entries of one row. */
export function rowOf(rows: Rows, at: number): { item: Int32Array; weight: Float64Array } {
  const [from, to] = [rows.start[at] ?? 0, rows.start[at + 1] ?? 0]
  return { item: rows.item.subarray(from, to), weight: rows.weight.subarray(from, to) }
}

/** How long each row is, as a vector. */
export function norms(rows: Rows): Float64Array {
  return Float64Array.from({ length: rows.start.length - 1 }, (_, at) => {
    let sum = 0
    for (let k = rows.start[at] ?? 0; k < (rows.start[at + 1] ?? 0); k++) sum += (rows.weight[k] ?? 0) ** 2
    return Math.sqrt(sum)
  })
}

/** The same turned round: a row for each item, of customers. */
export function turned(rows: Rows): Rows {
  const customers = rows.start.length - 1
  const start = new Int32Array(rows.items + 1)
  for (const item of rows.item) start[item + 1] = (start[item + 1] ?? 0) + 1
  for (let i = 0; i < rows.items; i++) start[i + 1] = (start[i + 1] ?? 0) + (start[i] ?? 0)
  const next = start.slice()
  const out = { start, item: new Int32Array(rows.item.length), weight: new Float64Array(rows.item.length), items: customers }
  for (let c = 0; c < customers; c++) {
    for (let at = rows.start[c] ?? 0; at < (rows.start[c + 1] ?? 0); at++) {
      const place = next[rows.item[at] ?? 0] ?? 0
      next[rows.item[at] ?? 0] = place + 1
      out.item[place] = c
      out.weight[place] = rows.weight[at] ?? 0
    }
  }
  return out
}

export type Proposal = { item: number; score: number }
