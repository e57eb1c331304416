import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { boughtUntil, type DayRows } from './purchases.ts'

const asOf = 100
type Row = [customer: number, day: number, amount: number, currency?: number]
const rowsOf = (rows: readonly Row[]): DayRows => ({
  customer: Float64Array.from(rows, (r) => r[0]),
  day: Float64Array.from(rows, (r) => r[1]),
  amount: Float64Array.from(rows, (r) => r[2]),
  currency: Float64Array.from(rows, (r) => r[3] ?? 1),
})

const cases: [what: string, rows: Row[], expected: { x: number; tx: number; T: number; mean: number; total: number } | string][] = [
  ['one purchase', [[1, 40, 500]], { x: 0, tx: 0, T: 60, mean: 0, total: 500 }],
  ['two lines of one day are one purchase', [[1, 40, 500], [1, 40, 300]], { x: 0, tx: 0, T: 60, mean: 0, total: 800 }], // biome-ignore format: rows of a table
  ['the first is no repeat', [[1, 40, 500], [1, 50, 300], [1, 70, 100]], { x: 2, tx: 30, T: 60, mean: 200, total: 900 }], // biome-ignore format: rows of a table
  ['bought today for the first time', [[1, 100, 500]], { x: 0, tx: 0, T: 0, mean: 0, total: 500 }],
  ['a day with more given back than bought is none', [[1, 40, 600], [1, 50, 400], [1, 60, -500]], { x: 1, tx: 10, T: 60, mean: 200, total: 500 }], // biome-ignore format: rows of a table
  ['all given back', [[1, 40, 600], [1, 60, -600]], 'refunds_exceed_purchases'], // biome-ignore format: rows of a table
  ['only given back', [[1, 60, -600]], 'refunds_exceed_purchases'],
  ['two currencies', [[1, 40, 600, 1], [1, 60, 600, 2]], 'mixed_currencies'], // biome-ignore format: rows of a table
  ['a date to come', [[1, 40, 600], [1, 101, 600]], 'in_the_future'], // biome-ignore format: rows of a table
  ['no amount', [[1, 40, Number.NaN]], 'impossible_figures'],
]

test('what a customer bought becomes a history, or a word why not', () => {
  for (const [what, rows, expected] of cases) {
    const found = boughtUntil(rowsOf(rows), asOf)
    const { x, tx, T } = found.histories
    const one = { x: x[0], tx: tx[0], T: T[0], mean: found.mean[0], total: found.total[0] }
    assert.deepEqual(found.why[0] ?? one, expected, what)
  }
})

test('one customer’s rubbish does not touch the next', () => {
  const found = boughtUntil(rowsOf([[1, 40, Number.NaN], [2, 50, 100], [3, 200, 5], [4, 10, 100], [4, 90, 300]]), asOf) // biome-ignore format: rows of a table
  assert.deepEqual([...found.customer], [1, 2, 3, 4])
  assert.deepEqual(found.why, ['impossible_figures', null, 'in_the_future', null])
  assert.deepEqual([...found.histories.x], [0, 0, 0, 1])
  assert.deepEqual([...found.mean], [0, 0, 0, 300])
})

test('ten thousand purchases are counted', () => {
  const rows = Array.from({ length: 10_000 }, (_, i): Row => [1, i - 9_950, 10])
  const found = boughtUntil(rowsOf(rows), asOf)
  assert.deepEqual([found.histories.x[0], found.mean[0], found.total[0]], [9_999, 10, 100_000])
})

test('rows out of order are a mistake of the caller, said aloud', () => {
  assert.throws(() => boughtUntil(rowsOf([[2, 1, 1], [1, 1, 1]]), asOf), /order of customers/) // biome-ignore format: rows of a table
})

test('whatever days and amounts, histories are possible', () => {
  const row = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 110 }), fc.integer({ min: -500, max: 1_000 }), fc.integer({ min: 1, max: 10 }))
  fc.assert(
    fc.property(fc.array(row), (drawn) => {
      const rows = drawn
        .map(([customer, day, amount, currency]): Row => [customer, day, amount, currency === 10 ? 2 : 1])
        .sort((a, b) => a[0] - b[0] || a[1] - b[1])
      const found = boughtUntil(rowsOf(rows), asOf)
      const { x, tx, T } = found.histories
      found.why.forEach((why, i) => {
        const [count, last, watched, mean] = [x[i] ?? -1, tx[i] ?? -1, T[i] ?? -1, found.mean[i] ?? -1]
        assert.ok(count >= 0 && last >= 0 && last <= watched && count > 0 === last > 0 && count <= last, `${why}: ${count} ${last} ${watched}`)
        assert.ok(count > 0 === mean > 0 && Number.isFinite(mean))
      })
    }),
    { numRuns: 300, seed: 2 },
  )
})
