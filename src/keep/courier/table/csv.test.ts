import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { told } from '../fixtures/desk.ts'

const russian = 'Фамилия;Имя;Телефон\r\nБелова;Анна;+7 912 345-67-89\r\nИВАНОВ;ПЁТР;8 (495) 123-45-67\r\n'
const rows = [
  ['Фамилия', 'Имя', 'Телефон'],
  ['Белова', 'Анна', '+7 912 345-67-89'],
  ['ИВАНОВ', 'ПЁТР', '8 (495) 123-45-67'],
]

test('each encoding a Russian file comes in is told apart by its bytes', async () => {
  const cases = [
    ['utf-8', Buffer.from(russian)],
    ['utf-8', Buffer.concat([Buffer.from('efbbbf', 'hex'), Buffer.from(russian)])],
    ['utf-16le', Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from(russian, 'utf16le')])],
    ['utf-16be', Buffer.concat([Buffer.from('feff', 'hex'), Buffer.from(russian, 'utf16le').swap16()])],
    ['windows-1251', iconv.encode(russian, 'windows-1251')],
    ['koi8-r', iconv.encode(russian, 'koi8-r')],
    ['cp866', iconv.encode(russian, 'cp866')],
  ] as const
  for (const [encoding, bytes] of cases) {
    const { rows: read, result } = await told(bytes)
    assert.deepEqual(read, rows, encoding)
    assert.deepEqual(result.form, { kind: 'csv', encoding, delimiter: ';' })
  }
})

test('Western accents stand alone among plain letters', async () => {
  const { rows: read, result } = await told(iconv.encode('name,city\nJosé Müller,Málaga\n', 'windows-1252'))
  assert.equal(result.form.encoding, 'windows-1252')
  assert.deepEqual(read[1], ['José Müller', 'Málaga'])
})

test('the encoding shows only where the first letters beyond ASCII are, however far down', async () => {
  const plain = `id;name\n${'1;Smith\n'.repeat(100_000)}`
  const { rows: read, result } = await told(Buffer.concat([Buffer.from(plain), iconv.encode('2;Щукина\n', 'windows-1251')]))
  assert.equal(result.form.encoding, 'windows-1251')
  assert.deepEqual(read.at(-1), ['2', 'Щукина'])
})

test('the delimiter is the one by which all lines have as many cells as the first', async () => {
  assert.equal((await told('a;b\n1,5;2,5\n3,5;4,5\n')).result.form.delimiter, ';')
  assert.equal((await told('a\tb\n1;2\t3\n')).result.form.delimiter, '\t')
  assert.equal((await told('a|b|c\n1|2|3\n')).result.form.delimiter, '|')
  assert.equal((await told('name,note\n"Doe; John; Jr",x\n')).result.form.delimiter, ',')
  assert.deepEqual((await told('sep=;\na;b\n1;2\n')).rows, [
    ['a', 'b'],
    ['1', '2'],
  ])
})

test('quotes hold delimiters, line breaks and quotes; the line number stays a person’s', async () => {
  const { rows: read, lines } = await told('a,b\n"x, ""y""\nz",2\n5" pipe,3\n\n"",4\n')
  assert.deepEqual(read, [
    ['a', 'b'],
    ['x, "y"\nz', '2'],
    ['5" pipe', '3'],
    ['', '4'],
  ])
  assert.deepEqual(lines, [1, 2, 4, 6])
})

test('old Macintosh line ends are line ends', async () => {
  assert.deepEqual((await told('a;b\r1;2\r3;4')).rows, [
    ['a', 'b'],
    ['1', '2'],
    ['3', '4'],
  ])
})

test('a ragged row is a trouble of its line; the others go in', async () => {
  const { rows: read, troubles } = await told('a,b,c\n1,2,3\n1,2\n1,2,3,4\n7,8,9,\n', { width: 3 })
  assert.deepEqual(read, [
    ['a', 'b', 'c'],
    ['1', '2', '3'],
    ['7', '8', '9'],
  ])
  assert.deepEqual(troubles, [
    { line: 3, code: 'ragged', detail: '2' },
    { line: 4, code: 'ragged', detail: '4' },
  ])
})

test('invalid UTF-8 and a NUL byte are troubles of their lines', async () => {
  const bytes = Buffer.concat([Buffer.from('имя,город\nАнна,Тверь\nПётр,'), Buffer.from([0xff, 0xfe]), Buffer.from('\nОльга,Пс\0ков\nИван,Омск\n')])
  const { rows: read, troubles } = await told(bytes)
  assert.deepEqual(
    read.map((r) => r[0]),
    ['имя', 'Анна', 'Иван'],
  )
  assert.deepEqual(troubles, [
    { line: 3, code: 'invalid_utf8', detail: '' },
    { line: 4, code: 'nul_byte', detail: '' },
  ])
  const lossy = await told(bytes, { lossy: true })
  assert.deepEqual(lossy.lines, [1, 2, 3, 4, 5])
})

test('a quote that is never closed costs its own line and no other', async () => {
  const { rows: read, troubles } = await told('a,b\n1,2\n3,"four\n5,6\n7,8')
  assert.deepEqual(read, [
    ['a', 'b'],
    ['1', '2'],
    ['5', '6'],
    ['7', '8'],
  ])
  assert.deepEqual(troubles, [{ line: 3, code: 'open_quote', detail: '' }])
})

test('a file of one endless line says so', async () => {
  const refused = told('x'.repeat(50 * 1024 * 1024))
  await assert.rejects(refused, { name: 'Unreadable', message: 'Line 1 is longer than 4 MB: this is not a table of lines.' })
})

test('bytes that are no text in any encoding are refused, a few broken ones cost their rows', async () => {
  const random = createHash('shake256', { outputLength: 3000 }).update('noise').digest()
  await assert.rejects(told(random), { name: 'Unreadable', message: /does not read as text/ })
  const { rows: read } = await told(Buffer.from('a,b\n\u0001\u0002,2\n3,4\n'))
  assert.ok(read.some(([first]) => first === '3'))
})

test('an empty file and what is no table are refused by name', async () => {
  await assert.rejects(told(''), { message: 'The file is empty.' })
  await assert.rejects(told('%PDF-1.7'), { message: /This is a PDF/ })
  await assert.rejects(told(Buffer.from('d0cf11e0a1b11ae1', 'hex')), { message: /old \.xls workbook/ })
})

test('any batch can be read again from where it started', async () => {
  const text = `id,текст\n${Array.from({ length: 60_000 }, (_, i) => (i % 7 ? `${i},слово ${i}` : `${i},"строка\n${i}, ""конец"""`)).join('\n')}`
  const whole = await told(text)
  assert.ok(whole.batches.length > 2)
  for (const batch of whole.batches) {
    const first = batch.lines[0] ?? 0
    const again = await told(text, { from: batch.start, form: { encoding: 'utf-8', delimiter: ',' }, limit: 30_000 })
    const at = again.lines.indexOf(first)
    assert.ok(at >= 0)
    assert.deepEqual(again.rows.slice(at, at + batch.rows.length), batch.rows)
  }
})

test('whatever is written by the rules is read back', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'Ж', ',', ';', '"', '\n', ' ', '1') })
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(table, async (cells) => {
      const text = cells.map((row) => row.map((c) => `"${c.replaceAll('"', '""')}"`).join(',')).join('\r\n')
      const { rows: read } = await told(text, { form: { delimiter: ',', encoding: 'utf-8' } })
      assert.deepEqual(
        read,
        cells.filter((row) => row.some((c) => c !== '')),
      )
    }),
  )
})
