import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sql } from '../../platform/db/index.ts'
import { workbookOf } from '../courier/fixtures/workbook.ts'
import { type Importing, openImporting } from './testing.ts'

const header = 'Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n'
/** Ten lines of five invoices: one of nobody, one cancellation, one adjustment of a debt, one that stands in two places. */
const shop = `${header}489434,85048,GLASS BALL,12,2009-12-01 07:45:00,6.95,13085,United Kingdom
489434,79323P,PINK LIGHTS,12,2009-12-01 07:46:00,6.75,13085,United Kingdom
489435,22350,CAT BOWL,12,2009-12-01 07:46:00,2.55,13086,EIRE
489436,48173C,DOOR MAT,10,2009-12-01 09:06:00,5.95,,United Kingdom
489436,21755,LOVE BLOCK,-2,2009-12-01 09:06:00,0.001,,United Kingdom
489435,22349,DOG BOWL,1,2009-12-01 07:46:00,3.75,13086,EIRE
C489449,22087,PAPER BUNTING,-12,2009-12-01 10:33:00,2.95,13085,Australia
C489449,85206A,CREAM FELT,-6,2009-12-01 10:33:00,1.65,13085,Australia
A506401,B,Adjust bad debt,1,2010-04-29 13:36:00,-53594.36,,Channel Islands
`

const british = { currency: 'GBP', time_zone: 'Europe/London', country: 'GB' }

async function stored(t: Importing) {
  const rows = await sql<{ kind: string; at: Date; amount: number; lines: number; quantity: number; status: string; country: string | null }>`
    select i.kind, i.at, i.amount, count(*) as lines, sum(t.quantity) as quantity, c.status, c.country
    from fact.interaction i join fact.interaction_item t on t.customer_id = i.customer_id and t.interaction_id = i.id join keep.customer c on c.customer_id = i.customer_id
    group by i.customer_id, i.id, c.customer_id order by i.at, i.amount`.execute(t.tables)
  return rows.rows.map((r) => ({ ...r, at: r.at.toISOString() }))
}

test('order lines become orders: grouped, cancelled, adjusted, of nobody; and the sums agree', async (t) => {
  const on = await openImporting(t)
  const uploaded = await on.upload(shop, { name: 'orders of Anna.csv' })
  assert.equal(uploaded.mapping?.preset, 'order-lines')
  assert.equal(uploaded.mapping?.source, 'shop')
  assert.deepEqual(
    uploaded.columns.map((c) => c.guess),
    ['order_id', 'sku', 'title', 'quantity', 'at', 'price', 'customer_number', 'country'],
  )
  assert.deepEqual(uploaded.columns[6]?.samples, ['13085', '13086'])
  await on.map(uploaded.id, british)

  const { dry_run: dry, state } = await on.act(uploaded.id, 'dry-run')
  assert.equal(state, 'checked')
  assert.deepEqual(await stored(on), [])
  const done = await on.act(uploaded.id, 'run')
  assert.equal(done.state, 'done', JSON.stringify(done.trouble))
  assert.deepEqual(done.counts, dry)
  assert.deepEqual(
    { ...done.counts, sums: undefined },
    {
      rows: 9,
      lines: 9,
      recorded: 5,
      repeated: 0,
      updated: 0,
      customers_new: 2,
      customers_known: 0,
      without_customer: 2,
      lines_without_customer: 3,
      consent_requests: 0,
      consent_refusals: 0,
      rejected: 0,
      rejected_by: {},
      remarks: { country: 1 },
      sums: undefined,
    },
  )
  assert.deepEqual(await stored(on), [
    { kind: 'order', at: '2009-12-01T07:45:00.000Z', amount: 16440, lines: 2, quantity: 24, status: 'known', country: 'AU' },
    { kind: 'order', at: '2009-12-01T07:46:00.000Z', amount: 3435, lines: 2, quantity: 13, status: 'known', country: 'IE' },
    { kind: 'order', at: '2009-12-01T09:06:00.000Z', amount: 5950, lines: 2, quantity: 8, status: 'anonymous', country: 'GB' },
    { kind: 'order_cancelled', at: '2009-12-01T10:33:00.000Z', amount: -4530, lines: 2, quantity: -18, status: 'known', country: 'AU' },
    { kind: 'order_adjusted', at: '2010-04-29T12:36:00.000Z', amount: -5359436, lines: 1, quantity: 1, status: 'anonymous', country: null },
  ])
  assert.equal(done.reconciliation?.agrees, true)
  assert.ok(done.reconciliation?.of === 'sums')
  assert.deepEqual(done.reconciliation.stored, [
    { kind: 'order', orders: 3, lines: 6, quantity: 45, amount: 258.25 },
    { kind: 'order_adjusted', orders: 1, lines: 1, quantity: 1, amount: -53594.36 },
    { kind: 'order_cancelled', orders: 1, lines: 2, quantity: -18, amount: -45.3 },
  ])
  assert.equal(done.reconciliation.rounding, -0.002)
  assert.equal(done.file_until, null)
})

test('the same orders in another file, with other column names, are here already', async (t) => {
  const on = await openImporting(t)
  const first = await on.upload(shop)
  await on.act(first.id, 'run')
  const second = await on.upload(shop.replace('Invoice,', 'InvoiceNo,').replace(',Price,', ',UnitPrice,').replace('Customer ID', 'CustomerID'))
  assert.equal(second.same_file_as, null)
  const checked = await on.act(second.id, 'dry-run')
  const done = await on.act(second.id, 'run')
  assert.deepEqual(done.counts, checked.dry_run)
  assert.equal(done.counts?.repeated, 5)
  assert.equal(done.counts?.recorded, 0)
  assert.equal(done.reconciliation?.agrees, true)
  assert.equal((await stored(on)).length, 5)
  assert.equal((await on.upload(shop)).same_file_as, first.id)
})

test('an order with one bad line stays out as a whole, comes back in the rejected file, and goes in when put right', async (t) => {
  const on = await openImporting(t)
  const broken =
    shop.replace('12,2009-12-01 07:46:00,6.75', 'twelve,2009-12-01 07:46:00,6.75').replace('"', '') +
    '489437,1,X,1,20260-01-01,1,,UK\n' +
    '489438,1,X,1\n' +
    header
  const uploaded = await on.upload(broken)
  const checked = await on.act(uploaded.id, 'dry-run')
  const before = await (await on.call('GET', `/v1/imports/${uploaded.id}/rejected.csv`)).text()
  const done = await on.act(uploaded.id, 'run')
  assert.deepEqual(done.counts, checked.dry_run)
  assert.equal(done.counts?.recorded, 4)
  assert.deepEqual(done.counts?.rejected_by, { ragged: 1, header_again: 1, bad_date: 1, bad_number: 1, same_order: 1 })
  assert.equal(done.reconciliation?.agrees, true)
  const csv = await (await on.call('GET', `/v1/imports/${done.id}/rejected.csv`)).text()
  assert.equal(before, csv, 'the dry run gives the very file')
  const lines = csv
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split('\r\n')
  assert.equal(lines[0], `rapport_line,rapport_reason,${header.trim()}`)
  assert.deepEqual(
    lines.slice(1).map((l) => l.split(',').slice(0, 2).join(',')),
    [
      '2,another line of the same order was rejected: line 3',
      '3,Quantity is no number',
      '11,InvoiceDate is no date between 1932 and 2067',
      '12,has another number of cells than the header: 4',
      '13,repeats the header',
    ],
  )
  const russian = await (await on.call('GET', `/v1/imports/${done.id}/rejected.csv`, undefined, { 'accept-language': 'ru' })).text()
  assert.match(russian, /отклонена другая строка этого же заказа: строка 3/)

  const fixed = await on.upload([lines[0], lines[1], lines[2]?.replace('twelve', '12')].join('\n'))
  assert.equal(fixed.mapped_by, 'guess')
  assert.deepEqual(
    fixed.columns.map((c) => c.header),
    header.trim().split(','),
  )
  const second = await on.act(fixed.id, 'run')
  assert.equal(second.counts?.recorded, 1)
  assert.equal((await stored(on)).length, 5)
})

test('an unreadable line inside an order keeps the order out; between orders it is alone', async (t) => {
  const on = await openImporting(t)
  const bytes = Buffer.from(shop.replace('79323P', '79\u0000323P').replace('489435,22350,CAT', '489435,22350,C\u0000AT'))
  const done = await on.act((await on.upload(bytes)).id, 'run')
  assert.deepEqual(done.counts?.rejected_by, { nul_byte: 2, same_order: 2 })
  assert.equal(done.counts?.recorded, 3)
  assert.equal(done.reconciliation?.agrees, true)
})

test('a mapping that a person gave is remembered for these headers', async (t) => {
  const on = await openImporting(t)
  const first = await on.upload(shop)
  const mapped = await on.map(first.id, { ...british, channel: 'web', columns: { ...first.mapping?.columns, Country: null } })
  assert.equal(mapped.mapped_by, 'person')
  const second = await on.upload(shop.replace('13085', '13099'))
  assert.equal(second.mapped_by, 'memory')
  assert.equal(second.mapping?.channel, 'web')
  assert.equal(second.mapping?.columns['Country'], null)
  for (const [change, sentence] of [
    [{ columns: { Invoice: 'order_id' } }, /say which column is at/],
    [{ columns: { ...first.mapping?.columns, Nothing: 'sku' } }, /has no column/],
    [{ columns: { ...first.mapping?.columns, Country: 'surname' } }, /nothing that order-lines have/],
    [{ time_zone: 'Mars/Base' }, /IANA time zone/],
    [{ source: 'два' }, /must be a code/],
  ] as const) {
    const refused = await on.call('PUT', `/v1/imports/${first.id}/mapping`, { ...mapped.mapping, ...change })
    assert.equal(refused.status, 400)
    assert.match(await refused.text(), sentence)
  }
})

test('Parquet and XLSX go the same way', async (t) => {
  const on = await openImporting(t)
  const parquet = readFileSync(new URL('../courier/fixtures/order-lines.parquet', import.meta.url))
  const first = await on.act((await on.upload(parquet, { source: 'parquet' })).id, 'run')
  assert.equal(first.form?.kind, 'parquet')
  assert.equal(first.counts?.recorded, 6)
  assert.equal(first.counts?.without_customer, 2)
  assert.equal(first.reconciliation?.agrees, true)
  const rows = shop
    .trim()
    .split('\n')
    .map((line, i) => line.split(',').map((cell, k) => (i > 0 && (k === 3 || k === 5) ? Number(cell) : cell)))
  const second = await on.act((await on.upload(workbookOf(rows), { source: 'xlsx' })).id, 'run')
  assert.equal(second.form?.sheet, 'Лист1')
  assert.equal(second.counts?.recorded, 5)
  assert.equal(second.reconciliation?.agrees, true)
})

test('an undo takes back what only this import brought', async (t) => {
  const on = await openImporting(t)
  const first = await on.act((await on.upload(shop)).id, 'run')
  const more = `${header}500001,1,X,1,2010-01-01 10:00:00,1,13086,EIRE\n500002,1,X,1,2010-01-01 10:00:00,1,20000,EIRE\n`
  const second = await on.act((await on.upload(more)).id, 'run')
  assert.equal(second.counts?.customers_new, 1)
  assert.equal(second.counts?.customers_known, 1)
  const undone = await on.act(first.id, 'undo')
  assert.equal(undone.state, 'undone', JSON.stringify(undone.trouble))
  assert.deepEqual(undone.undone, { interactions: 5, customers: 1, customers_kept: 1, fields: 0, identifiers: 0, suppressed_kept: 0, consents: 0 })
  assert.deepEqual(
    (await stored(on)).map((r) => r.amount),
    [100, 100],
  )
  const left = await sql<{
    n: number
  }>`select (select count(*) from keep.customer) + (select count(*) from keep.identifier) + (select count(*) from keep.seen) + (select count(*) from fact.derived) as n`.execute(
    on.tables,
  )
  assert.equal(left.rows[0]?.n, 8)
  const again = await on.act((await on.upload(shop)).id, 'run')
  assert.equal(again.counts?.recorded, 5)
  assert.equal((await on.call('POST', `/v1/imports/${first.id}/undo`)).status, 409)
})
