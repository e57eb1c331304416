import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import Papa from 'papaparse'
import { csvLine } from './csv.ts'

const en = { language: 'en', kinds: ['text', 'number', 'money', 'day', 'time'] } as const
const ru = { ...en, language: 'ru' } as const

test('numbers, days and moments are written as the language writes them', () => {
  assert.equal(csvLine(['Anna, B.', 3, 1234.5, '1984-05-31', '2026-11-21T12:30:00'], en), '"Anna, B.",3,1234.5,1984-05-31,2026-11-21 12:30\r\n')
  assert.equal(csvLine(['Анна; "Б"', 3, 1234.5, '1984-05-31', '2026-11-21T12:30:00'], ru), '"Анна; ""Б""";3;1234,5;31.05.1984;21.11.2026 12:30\r\n')
  assert.equal(csvLine([null, null, null, null, null], en), ',,,,\r\n')
})

test('no text begins as a formula does, and a number below zero stays a number', () => {
  for (const begin of ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
    const [line] = Papa.parse<string[]>(csvLine([`${begin}cmd|' /C calc'!A0`], en)).data
    assert.equal(line?.[0]?.[0], "'", JSON.stringify(begin))
  }
  assert.equal(csvLine(['x', -3, -0.5], en), 'x,-3,-0.5\r\n')
})

test('whatever stands in a cell comes back from another reader as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { minLength: 2, maxLength: 6 }), fc.constantFrom('en', 'ru'), (cells, language) => {
      const line = csvLine(cells, { language, kinds: cells.map(() => 'text') })
      const read = Papa.parse<string[]>(line, { delimiter: language === 'ru' ? ';' : ',', newline: '\r\n' }).data[0]
      const meant = cells.map((c) => c.replaceAll('\0', '').toWellFormed())
      assert.deepEqual(
        read?.map((c, i) => (c === `'${meant[i]}` ? meant[i] : c)),
        meant,
      )
    }),
  )
})
