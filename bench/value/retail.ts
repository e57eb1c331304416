import { globSync } from 'node:fs'
import { join } from 'node:path'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import type { DayRows } from '../../src/office/value/index.ts'

// The two files of UCI's Online Retail II as Parquet, in a folder: lines with a customer, positive, no cancelled invoices, each
// distinct line once; the first file ends where the second begins.

const dayMs = 86_400_000
const secondFileFrom = day('2010-12-01')

export function day(date: string): number {
  return Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / dayMs
}

/** A row for each customer and day, in pounds. */
export async function retailDays(folder: string): Promise<DayRows> {
  const sums = new Map<number, number>()
  const files = globSync('*.parquet', { cwd: folder }).sort()
  const seen = new Set<string>()
  for (const name of files) {
    const second = name.includes('2010-2011')
    for (const row of await parquetReadObjects({ file: await asyncBufferFromFile(join(folder, name)) })) {
      const line = lineOf(row)
      if (line === null || (!second && line.day >= secondFileFrom) || seen.has(line.key)) continue
      seen.add(line.key)
      const key = line.customer * 2 ** 20 + line.day
      sums.set(key, (sums.get(key) ?? 0) + line.amount)
    }
  }
  const keys = Float64Array.from(sums.keys()).sort()
  return {
    customer: keys.map((key) => Math.floor(key / 2 ** 20)),
    day: keys.map((key) => key % 2 ** 20),
    amount: keys.map((key) => sums.get(key) ?? 0),
    currency: new Float64Array(keys.length),
  }
}

function lineOf(row: Record<string, unknown>): { customer: number; day: number; amount: number; key: string } | null {
  const invoice = String(row['Invoice'] ?? row['InvoiceNo'])
  const customer = Number(row['Customer ID'] ?? row['CustomerID'] ?? Number.NaN)
  const quantity = Number(row['Quantity'])
  const price = Number(row['Price'] ?? row['UnitPrice'])
  if (!(Number.isFinite(customer) && customer > 0 && quantity > 0 && price > 0) || invoice.startsWith('C')) return null
  const at = row['InvoiceDate'] instanceof Date ? row['InvoiceDate'].toISOString().replace('T', ' ').slice(0, 19) : String(row['InvoiceDate'])
  const key = [invoice, row['StockCode'], row['Description'], quantity, at, price, customer].join('|')
  return { customer, day: day(at), amount: quantity * price, key }
}

/** The rows of whole days from `from` until before `to`. */
export function between(rows: DayRows, from: number, to: number): DayRows {
  const kept = Array.from(rows.day.keys()).filter((i) => (rows.day[i] ?? 0) >= from && (rows.day[i] ?? 0) < to)
  const only = (column: Float64Array) => Float64Array.from(kept, (i) => column[i] ?? 0)
  return { customer: only(rows.customer), day: only(rows.day), amount: only(rows.amount), currency: only(rows.currency) }
}
