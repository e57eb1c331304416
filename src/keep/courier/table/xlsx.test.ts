import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { told } from '../fixtures/desk.ts'
import { workbookOf, zipOf } from '../fixtures/workbook.ts'
import { dateOfSerial } from './cells.ts'

test('a sheet gives texts, numbers as typed, dates by their style, and the value a formula was saved with', async () => {
  const { rows, lines, result } = await told(
    workbookOf([
      ['Клиент', 'Сумма', 'Дата', 'Итог', 'Телефон'],
      [
        'Белова & Ко <ООО>',
        0.1 + 0.2,
        { xml: '<c r="@" s="1"><v>46347</v></c>' },
        { xml: '<c r="@"><f>B2*2</f><v>0.6</v></c>' },
        { xml: '<c r="@"><v>7.9123456789E10</v></c>' },
      ],
      [],
      [
        null,
        { xml: '<c r="@" t="inlineStr"><is><r><t>две </t></r><r><t>части</t></r></is></c>' },
        { xml: '<c r="@" s="2"><v>46347.5</v></c>' },
        { xml: '<c r="@" t="str"><f>A1&amp;"!"</f><v>Клиент!</v></c>' },
        { xml: '<c r="@" t="b"><v>1</v></c>' },
      ],
    ]),
    { width: 5 },
  )
  assert.deepEqual(rows, [
    ['Клиент', 'Сумма', 'Дата', 'Итог', 'Телефон'],
    ['Белова & Ко <ООО>', '0.3', '2026-11-21', '0.6', '79123456789'],
    ['', 'две части', '2026-11-21T12:00:00', 'Клиент!', 'true'],
  ])
  assert.deepEqual(lines, [1, 2, 4])
  assert.deepEqual(result.form, { kind: 'xlsx', sheet: 'Лист1', sheets: ['Лист1'] })
})

test('a formula that was never worked out and a cell in error are troubles of their row', async () => {
  const { rows, troubles } = await told(
    workbookOf([
      ['a', 'b'],
      ['1', { xml: '<c r="@"><f>HYPERLINK("http://x","y")</f></c>' }],
      ['2', { xml: '<c r="@" t="e"><v>#REF!</v></c>' }],
      ['3', 'ok'],
    ]),
  )
  assert.deepEqual(rows, [
    ['a', 'b'],
    ['3', 'ok'],
  ])
  assert.deepEqual(troubles, [
    { line: 2, code: 'no_cached_value', detail: 'B2' },
    { line: 3, code: 'cell_error', detail: 'B3' },
  ])
})

test('dates by serial number: the day that never was, both systems, and no date at all', () => {
  assert.equal(dateOfSerial(1, 1900), '1900-01-01')
  assert.equal(dateOfSerial(59, 1900), '1900-02-28')
  assert.equal(dateOfSerial(61, 1900), '1900-03-01')
  assert.equal(dateOfSerial(0.5, 1900), '12:00:00')
  assert.equal(dateOfSerial(0, 1904), '1904-01-01')
  assert.equal(dateOfSerial(46347.999995, 1900), '2026-11-22')
  assert.equal(dateOfSerial(2_958_466, 1900), undefined)
})

test('a zip bomb is refused before it unfolds, whatever sizes it claims', async () => {
  const endless = Buffer.from('<row r="1"/>'.repeat(6_000_000))
  const workbook = '<workbook xmlns:r="x"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
  const relations = '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>'
  const bomb = zipOf([
    { name: 'xl/workbook.xml', text: workbook },
    { name: 'xl/_rels/workbook.xml.rels', text: relations },
    { name: 'xl/worksheets/sheet1.xml', text: 'x', packed: deflateRawSync(endless), claims: 1000 },
  ])
  await assert.rejects(told(bomb), { name: 'Unreadable', message: /unpacks to far more than any real workbook/ })
})

test('entities of its own, a cut file, a plain zip: each one sentence', async () => {
  const declared = workbookOf([['a']], { sharedStrings: '<!DOCTYPE sst [<!ENTITY a "aaaa">]><sst><si><t>&a;</t></si></sst>' })
  await assert.rejects(told(declared), { message: /declares XML entities of its own/ })
  const whole = workbookOf([['a'], ['b']])
  await assert.rejects(told(whole.subarray(0, whole.length / 2)), { message: /damaged or cut short/ })
  await assert.rejects(told(zipOf([{ name: 'readme.txt', text: 'hello' }])), { message: /not an XLSX workbook/ })
})

test('a cell far to the right does not make a row of a million cells', async () => {
  const { rows, troubles } = await told(workbookOf([['a'], [{ xml: '<c r="XFD2"><v>1</v></c>' }], ['b']]))
  assert.deepEqual(rows, [['a'], ['b']])
  assert.deepEqual(troubles, [{ line: 2, code: 'too_long', detail: '16384 cells' }])
})

test('reading starts again at a row', async () => {
  const cells = Array.from({ length: 10_000 }, (_, i) => [`n${i}`, i])
  const bytes = workbookOf(cells)
  const whole = await told(bytes)
  const batch = whole.batches[1]
  assert.ok(batch)
  const again = await told(bytes, { from: batch.start, limit: batch.rows.length })
  assert.deepEqual(again.rows, batch.rows)
  assert.deepEqual(again.lines, batch.lines)
})
