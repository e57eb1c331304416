import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { codesOf, fold, keptWords, wordOf } from './fold.ts'
import { createIndex, type Entry, list, put, remove, type SearchIndex, seal, search, stats, unseal } from './index.ts'
import { distances, forget, remember } from './near.ts'

const LETTERS = [...'абвежийоскщёьюяAbеzSmith’- 19']
const word = fc.array(fc.constantFrom(...LETTERS), { minLength: 1, maxLength: 12 }).map((letters) => letters.join(''))
const entry = fc.record({
  customer: fc.integer({ min: 0, max: 30 }),
  names: fc.array(fc.oneof(word, fc.string({ unit: 'grapheme', maxLength: 8 })), { maxLength: 5 }),
  phones: fc.array(
    fc.integer({ min: 70_000_000_000, max: 79_999_999_999 }).map((number) => `+${number}`),
    { maxLength: 2 },
  ),
  emails: fc.array(fc.stringMatching(/^[a-z]{3,6}[.][a-z]{2,5}@[a-z]{2,4}[.]ru$/), { maxLength: 2 }),
  other: fc.array(word, { maxLength: 2 }),
  rank: fc.integer({ min: 0, max: 3 }),
})
const removal = fc.record({ remove: fc.integer({ min: 0, max: 30 }) })
const changes = fc.array(fc.oneof({ arbitrary: entry, weight: 3 }, { arbitrary: removal, weight: 1 }), { maxLength: 60 })

function after(steps: readonly (Entry | { remove: number })[]): { index: SearchIndex; there: Map<number, Entry> } {
  const index = createIndex()
  const there = new Map<number, Entry>()
  for (const step of steps) {
    if ('remove' in step) {
      assert.equal(remove(index, step.remove), there.delete(step.remove))
    } else {
      put(index, step)
      there.set(step.customer, step)
    }
  }
  return { index, there }
}

test('whoever was put in is found by each word, phone and e-mail of theirs, and nobody else is found at all', () => {
  fc.assert(
    fc.property(changes, (steps) => {
      const { index, there } = after(steps)
      for (const { customer, names, phones, emails, other } of there.values()) {
        for (const asked of [
          ...names.flatMap(keptWords),
          ...phones,
          ...phones.map((phone) => phone.slice(-4)),
          ...emails,
          ...emails.map((email) => email.slice(2, 7)),
          ...other.flatMap(keptWords),
        ]) {
          const found = search(index, asked, { limit: 100 }).customers
          assert.ok(found.includes(customer), `«${asked}» finds ${customer}`)
          for (const one of found) assert.ok(there.has(one))
        }
      }
      assert.equal(stats(index).customers, there.size)
      assert.deepEqual(new Set(list(index, { limit: 100 })), new Set(there.keys()))
    }),
    { numRuns: 150 },
  )
})

test('what was unsealed answers as what was sealed, and goes on taking changes', () => {
  fc.assert(
    fc.property(changes, changes, fc.array(word, { maxLength: 5 }), (steps, more, questions) => {
      const { index } = after(steps)
      const again = unseal(seal(index))
      assert.ok(again !== undefined)
      for (const step of more) for (const one of [index, again]) 'remove' in step ? remove(one, step.remove) : put(one, step)
      assert.deepEqual(list(again, { limit: 100 }), list(index, { limit: 100 }))
      for (const question of questions) assert.deepEqual(search(again, question), search(index, question))
      assert.deepEqual(seal(again).length, seal(index).length)
    }),
    { numRuns: 100 },
  )
})

test('bytes that are no sealed index are refused', () => {
  const whole = seal(after([{ customer: 1, names: ['Белова'], phones: [], emails: [], other: [] }]).index)
  assert.equal(unseal(whole.subarray(0, whole.length - 8)), undefined)
  assert.equal(unseal(Buffer.concat([Buffer.from([9]), whole.subarray(1)])), undefined)
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => assert.equal(unseal(bytes), undefined)))
})

test('no string is too strange to be asked or put in', () => {
  const { index } = after([{ customer: 1, names: ['Белова', 'Анна'], phones: ['+79123454567'], emails: ['a@b.ru'], other: [] }])
  const strange = [
    '\u202Eאבגד',
    'я'.repeat(10_000),
    '٣٤٥٦',
    '\uD800',
    '👩‍👩‍👧',
    '(((((',
    '@@@',
    '"',
    '...',
    `${'а '.repeat(5000)}`,
    '8'.repeat(10_000),
    '\0\0',
    'ΣΊΣΥΦΟΣ',
    '北京',
  ]
  for (const text of strange) {
    search(index, text)
    put(index, { customer: 2, names: [text], phones: [text], emails: [text], other: [text] })
    search(index, text)
  }
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => void search(index, text)))
})

test('folding twice is folding once, and the codes of a word lose nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
      assert.equal(wordOf(codesOf(text)), text)
    }),
  )
  fc.assert(fc.property(word, (text) => assert.equal(fold(fold(text)), fold(text))))
})

test('the bits measure the distance that the table measures', () => {
  const short = fc.array(fc.constantFrom(1, 2, 3, 4), { minLength: 1, maxLength: 9 })
  fc.assert(
    fc.property(short, short, (a, b) => {
      const asked = Uint16Array.from(a)
      assert.ok(remember(asked))
      const measured = distances(a.length, Uint16Array.from(b), 0, b.length, 9)
      forget(asked)
      const table = Array.from({ length: b.length + 1 }, (_, end) => tableDistance(a, b.slice(0, end)))
      assert.equal(measured >>> 6, table[b.length])
      assert.equal(measured & 63, Math.min(...table))
    }),
  )
})

/** Optimal string alignment by its definition. */
function tableDistance(a: readonly number[], b: readonly number[]): number {
  const d: number[][] = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)))
  const at = (i: number, j: number): number => d[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, at(i - 2, j - 2) + 1)
      d[i]?.splice(j, 1, cost)
    }
  }
  return at(a.length, b.length)
}
