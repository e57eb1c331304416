import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSheet } from 'read-excel-file/node'
import { bytesOf, told } from '../fixtures/desk.ts'
import { startCourier, writeWorkbook } from '../index.ts'
import type { SheetRequest, SheetRow } from './request.ts'

const request: SheetRequest = {
  names: ['Клиенты', 'О выгрузке'],
  columns: [
    { title: 'Имя & <b>', kind: 'text' },
    { title: 'Потрачено', kind: 'money' },
    { title: 'Покупок', kind: 'number' },
    { title: 'Родился', kind: 'day' },
    { title: 'Был', kind: 'time' },
  ],
  about: [['Кто', 'Вера Главная']],
  author: 'Вера Главная',
}

async function written(rows: readonly SheetRow[], asked = request): Promise<Buffer> {
  const courier = startCourier({ hands: 1 })
  try {
    const pieces: Buffer[] = []
    const lines = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    for await (const piece of writeWorkbook(courier, bytesOf(lines), asked)) pieces.push(piece)
    return Buffer.concat(pieces)
  } finally {
    courier.close()
  }
}

test('a workbook holds texts, amounts, days and moments as real cells, and another program reads it', async () => {
  const file = await written([
    ['Белова Анна', 1234.5, 3, '1984-05-31', '2026-11-21T12:30:00'],
    ['=HYPERLINK("http://x")', null, null, null, null],
    ['\u0000\u0001“עברית” 👩‍👩‍👧 \ud800<i>&amp;', -0.01, 0, '0201-01-01', 'никогда'],
  ])
  const rows = await readSheet(file, 1)
  assert.deepEqual(rows[0], ['Имя & <b>', 'Потрачено', 'Покупок', 'Родился', 'Был'])
  assert.deepEqual(rows[1], ['Белова Анна', 1234.5, 3, new Date('1984-05-31T00:00:00Z'), new Date('2026-11-21T12:30:00Z')])
  assert.deepEqual(rows[2], ['=HYPERLINK("http://x")', null, null, null, null])
  assert.deepEqual(rows[3], ['“עברית” 👩‍👩‍👧 \ufffd<i>&amp;', -0.01, 0, '0201-01-01', 'никогда'])
  assert.deepEqual(await readSheet(file, 2), [['Кто', 'Вера Главная']])
  const { troubles } = await told(file)
  assert.deepEqual(troubles, [], 'no cell of it is a formula')
})

test('twenty thousand rows, a row longer than a read, and a text longer than a cell', async () => {
  const long = 'ы'.repeat(700_000)
  const rows: SheetRow[] = Array.from({ length: 20_000 }, (_, i) => [`Клиент ${i}`, i / 100, i, null, null])
  rows[10_000] = [long, 0, 0, null, null]
  const read = await readSheet(await written(rows), 1)
  assert.equal(read.length, 20_001)
  assert.deepEqual(read[20_000]?.[0], 'Клиент 19999')
  assert.equal(String(read[10_001]?.[0]).length, 32_767)
  assert.ok(String(read[10_001]?.[0]).endsWith('ы…'))
})
