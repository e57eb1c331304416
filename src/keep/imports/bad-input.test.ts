import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { workbookOf, zipOf } from '../courier/fixtures/workbook.ts'
import { openImporting } from './testing.ts'

const orders = (line: string) => `Order,SKU,Qty,Date,Price\n1,a,1,2026-01-01,1\n${line}\n`

test('a file that is no table is refused with one sentence, and nothing of it is kept', async (t) => {
  const on = await openImporting(t)
  const parquet = readFileSync(new URL('../courier/fixtures/order-lines.parquet', import.meta.url))
  const endless = deflateRawSync(Buffer.from('<row r="1"/>'.repeat(4_000_000)))
  const bomb = zipOf([
    { name: 'xl/workbook.xml', text: '<workbook xmlns:r="x"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>' },
    { name: 'xl/_rels/workbook.xml.rels', text: '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>' },
    { name: 'xl/worksheets/sheet1.xml', text: 'x', packed: endless, claims: 1000 },
  ])
  const cases = [
    ['Parquet cut in half', parquet.subarray(0, parquet.length / 2), /The Parquet file is cut short/],
    ['zip bomb', bomb, /unpacks to far more than any real workbook/],
    ['50 MB without a line', Buffer.alloc(50_000_000, 'x'), /Line 1 is longer than 4 MB/],
    ['a PDF', Buffer.from('%PDF-1.7 ...'), /This is a PDF/],
    ['nothing', Buffer.alloc(0), /empty/],
  ] as const
  for (const [name, body, sentence] of cases) {
    const answer = await on.call('POST', '/v1/imports', body)
    const problem = JSON.parse(await answer.text())
    assert.equal(answer.status, 400, name)
    assert.match(problem.detail, sentence, name)
    assert.equal(problem.detail.split('. ').length <= 2, true, problem.detail)
  }
  assert.deepEqual(await on.tables.selectFrom('keep.import').selectAll().execute(), [])
  assert.deepEqual(readdirSync(join(on.home, 'imports')), [])
})

test('bad lines are told by line and reason, and the rest goes in', async (t) => {
  const on = await openImporting(t)
  const cases = [
    ['ragged', orders('2,b,1,2026-01-01'), { ragged: 1 }],
    ['two headers', orders('Order,SKU,Qty,Date,Price'), { header_again: 1 }],
    ['a date in year 20260', orders('2,b,1,20260-01-01,1'), { bad_date: 1 }],
    ['a NUL byte', orders('2,b\0,1,2026-01-01,1'), { nul_byte: 1 }],
    [
      'invalid UTF-8',
      Buffer.concat([Buffer.from('Заказ,SKU,Кол-во,Дата,Цена\n1,чай,1,2026-01-01,1\n2,'), Buffer.from([0xc3, 0x28]), Buffer.from(',1,2026-01-01,1\n')]),
      { invalid_utf8: 1 },
    ],
    ['an open quote', orders('2,"b,1,2026-01-01,1'), { open_quote: 1 }],
    ['an amount of letters', orders('2,b,one,2026-01-01,1'), { bad_number: 1 }],
    ['an address as a product', orders('2,anna@belova.example,1,2026-01-01,1'), { bad_value: 1 }],
  ] as const
  for (const [name, body, rejected] of cases) {
    const uploaded = await on.upload(Buffer.from(body), { source: name.replaceAll(/[^a-z0-9]/g, '').toLowerCase(), preset: 'order-lines' })
    const done = await on.act(uploaded.id, 'run')
    assert.equal(done.state, 'done', `${name}: ${JSON.stringify(done.trouble)}`)
    assert.deepEqual(done.counts?.rejected_by, rejected, name)
    assert.equal(done.counts?.recorded, 1, name)
    assert.equal(done.reconciliation?.agrees, true, name)
    const csv = await (await on.call('GET', `/v1/imports/${done.id}/rejected.csv`)).text()
    assert.equal(csv.trimEnd().split('\r\n').length, 2, name)
    assert.match(csv, /\r\n3,[^,]+/, name)
  }
})

test('a workbook of formulas gives what they were saved with, and is never worked out', async (t) => {
  const on = await openImporting(t)
  const cell = (xml: string) => ({ xml })
  const book = workbookOf([
    ['Order', 'SKU', 'Qty', 'Date', 'Price'],
    [
      '1',
      'a',
      cell('<c r="@"><f>1+1</f><v>2</v></c>'),
      cell('<c r="@" s="1"><f>TODAY()</f><v>46347</v></c>'),
      cell('<c r="@"><f>WEBSERVICE("http://x")</f><v>1.5</v></c>'),
    ],
    ['2', 'b', 1, cell('<c r="@" s="1"><v>46347</v></c>'), cell('<c r="@"><f>A1*2</f></c>')],
  ])
  const done = await on.act((await on.upload(book)).id, 'run')
  assert.deepEqual(done.counts?.rejected_by, { no_cached_value: 1 })
  assert.deepEqual(
    done.counts?.sums.find((s) => s.kind === 'order'),
    { kind: 'order', orders: 1, lines: 1, quantity: 2, amount: 3 },
  )
})

test('nothing is answered without a key, and nothing with a key that has not the scope', async (t) => {
  const on = await openImporting(t)
  const recording = await on.keyWith(['record'])
  for (const endpoint of [
    'POST /v1/imports',
    'GET /v1/imports',
    'GET /v1/imports/:id',
    'PUT /v1/imports/:id/mapping',
    'POST /v1/imports/:id/dry-run',
    'POST /v1/imports/:id/run',
    'POST /v1/imports/:id/stop',
    'POST /v1/imports/:id/resume',
    'POST /v1/imports/:id/undo',
    'GET /v1/imports/:id/rejected.csv',
  ]) {
    const [method = '', path = ''] = endpoint.replace(':id', 'u_0').split(' ')
    const more = method === 'GET' ? {} : { body: '{}' }
    assert.equal((await on.app.request(path, { method, ...more })).status, 401, endpoint)
    assert.equal((await on.app.request(path, { method, ...more, headers: { authorization: `Bearer ${recording}` } })).status, 403, endpoint)
  }
})

test('who may: a key with the scope, the uploader for rows and samples, and nobody for what is not there', async (t) => {
  const on = await openImporting(t)
  const uploaded = await on.upload(orders('2,b,1,bad,1'), { name: 'x.csv' })
  const done = await on.act(uploaded.id, 'run')
  const other = { authorization: 'Bearer nonsense' }
  assert.equal((await on.call('GET', '/v1/imports', undefined, other)).status, 401)
  assert.equal((await on.app.request('/v1/imports')).status, 401)
  await on.tables.updateTable('keep.import').set({ by_id: 4711 }).execute()
  const seen = await on.get(done.id)
  assert.equal(seen.file_name, null)
  assert.deepEqual(
    seen.columns.flatMap((c) => c.samples),
    [],
  )
  const rows = await on.call('GET', `/v1/imports/${done.id}/rejected.csv`)
  assert.equal(rows.status, 403)
  assert.match(await rows.text(), /Only who uploaded the file may see its rows/)
  assert.equal((await on.call('GET', '/v1/imports/u_nonsense')).status, 404)
  const list = JSON.parse(await (await on.call('GET', '/v1/imports?limit=1')).text())
  assert.equal(list.items.length, 1)
  assert.equal(list.next_cursor, null)
})

test('an uploaded file is destroyed when its time has come, and the key before it', async (t) => {
  const on = await openImporting(t)
  const uploaded = await on.upload(orders('2,b,1,bad,1'))
  await on.act(uploaded.id, 'run')
  assert.equal(readdirSync(join(on.home, 'imports')).length, 1)
  await on.imports.runner.tick(new Date(Date.parse(uploaded.file_until ?? '') + 1))
  assert.deepEqual(readdirSync(join(on.home, 'imports')), [])
  assert.equal((await on.get(uploaded.id)).file_until, null)
  const gone = await on.call('GET', `/v1/imports/${uploaded.id}/rejected.csv`)
  assert.equal(gone.status, 404)
})
