import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { told } from '../fixtures/desk.ts'

const file = readFileSync(new URL('../fixtures/order-lines.parquet', import.meta.url))

test('rows come group by group as text, with the column names as the first', async () => {
  const { rows, lines, result } = await told(file)
  assert.deepEqual(rows[0], ['InvoiceNo', 'StockCode', 'Description', 'Quantity', 'InvoiceDate', 'UnitPrice', 'CustomerID', 'Country'])
  assert.deepEqual(rows[1], ['700001', 'SKU-0', 'Чайник', '1', '2026-11-01T09:30:00Z', '2.55', '13085', 'United Kingdom'])
  assert.deepEqual(rows[12]?.slice(0, 7), ['C700503', 'SKU-1', '', '-1', '2026-11-03T09:30:11Z', '13.55', ''])
  assert.deepEqual(
    lines,
    Array.from({ length: 13 }, (_, i) => i + 1),
  )
  assert.deepEqual(result, { form: { kind: 'parquet' }, rows: 13 })
})

test('only the asked columns are read, from the asked row', async () => {
  const { rows, lines } = await told(file, { columns: [5, 0], from: { at: 11, line: 11 } })
  assert.deepEqual(rows, [
    ['11.55', '700003'],
    ['12.55', '700003'],
    ['13.55', 'C700503'],
  ])
  assert.deepEqual(lines, [11, 12, 13])
})

test('cut in half it is one clear sentence', async () => {
  await assert.rejects(told(file.subarray(0, file.length / 2)), {
    name: 'Unreadable',
    message: 'The Parquet file is cut short: its end, which says where everything is, is missing. Copy it again.',
  })
})

test('damage inside names the column', async () => {
  const broken = Buffer.from(file)
  broken.fill(0xff, 8, 60)
  await assert.rejects(told(broken), { name: 'Unreadable', message: /damaged in column "InvoiceNo", rows 1 to 5/ })
})
