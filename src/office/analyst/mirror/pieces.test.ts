import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cutRows } from './pieces.ts'

const cell = fc.oneof(fc.constantFrom('', 'a', '"', '\n', 'a,b', '"\n"', 'Дом\r\n"Книга"'), fc.string())
const said = (row: readonly string[]) => `${row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')}\n`

test('however bytes come, each piece ends where a row ends and nothing is lost', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 30 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 60 }),
      (rows, step, least) => {
        const texts = rows.map(said)
        const ends = new Set(texts.map((_, n) => Buffer.byteLength(texts.slice(0, n + 1).join(''))))
        const bytes = Buffer.from(texts.join(''))
        const cutter = cutRows(least)
        const pieces: Buffer[] = []
        for (let at = 0; at < bytes.length; at += step) {
          const piece = cutter.take(bytes.subarray(at, at + step))
          if (piece) pieces.push(piece)
        }
        let at = 0
        for (const piece of pieces) {
          at += piece.length
          assert(ends.has(at), 'a piece ends inside a row')
        }
        assert.deepEqual(Buffer.concat([...pieces, cutter.rest()]), bytes)
      },
    ),
    { numRuns: 300 },
  )
})
