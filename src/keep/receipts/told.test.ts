import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dayIn, type Keys, told } from './told.ts'
import { endOfLast } from './visits.ts'

type One = { n: number; who: string; what: string }
const keysOf = ({ who, what }: One): Keys => ({ run: who, line: what })

test('what one did again and again is one line, also with something else between; what another did ends it', () => {
  const receipts = ['ann card', 'ann texts', 'ann card', 'ben card', 'ann card'].map((said, n): One => {
    const [who = '', what = ''] = said.split(' ')
    return { n, who, what }
  })
  const { lines, taken } = told(receipts, { keysOf, limit: 10, more: false })
  assert.deepEqual([lines.map((line) => line.map(({ n }) => n)), taken], [[[0, 2], [1], [3], [4]], 5])
  const cut = told(receipts, { keysOf, limit: 3, more: false })
  assert.deepEqual([cut.lines.length, cut.taken], [3, 4], 'a page ends before a run, not within it')
  const goesOn = told(receipts, { keysOf, limit: 10, more: true })
  assert.deepEqual([goesOn.lines.length, goesOn.taken], [3, 4], 'the last run may go on')
})

test('page by page no receipt is lost or told twice, whatever the size of pages', () => {
  const receipt = fc.record({ who: fc.constantFrom('a', 'b'), what: fc.constantFrom('card', 'texts', 'list') })
  fc.assert(
    fc.property(
      fc.array(receipt, { maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
      fc.integer({ min: 1, max: 12 }),
      (made, sizes, looked) => {
        const all = made.map((one, n) => ({ ...one, n }))
        const seen: number[] = []
        for (let at = 0, page = 0; at < all.length; page++) {
          const limit = sizes[page % sizes.length] ?? 1
          const given = all.slice(at, at + looked)
          const { lines, taken } = told(given, { keysOf, limit, more: at + looked < all.length })
          assert.ok(taken > 0 && lines.length <= limit)
          const shown = lines.flat().map(({ n }) => n)
          assert.deepEqual(
            shown.toSorted((a, b) => a - b),
            given.slice(0, taken).map(({ n }) => n),
          )
          for (const line of lines)
            assert.deepEqual(
              line,
              line.toSorted((a, b) => a.n - b.n),
            )
          seen.push(...shown)
          at += taken
        }
        assert.deepEqual(
          seen.toSorted((a, b) => a - b),
          all.map(({ n }) => n),
        )
      },
    ),
  )
})

test('a day is the reader’s own', () => {
  const at = new Date('2026-11-21T20:30:00Z')
  assert.equal(dayIn('UTC')(at), '2026-11-21')
  assert.equal(dayIn('Asia/Kamchatka')(at), '2026-11-22')
})

test('the last visit is the one before this one', () => {
  const now = new Date('2026-11-21T12:00:00Z')
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
  assert.equal(endOfLast([], now), undefined)
  assert.equal(endOfLast([ago(1), ago(50), ago(100)], now), undefined, 'all of it is this visit')
  assert.deepEqual(endOfLast([ago(500), ago(50), ago(0), ago(200), ago(230)], now), ago(200))
})
