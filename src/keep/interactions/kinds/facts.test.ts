import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { namesSomebody, sortFacts } from './facts.ts'

const declared = {
  lines: { type: 'number' },
  gift: { type: 'boolean' },
  due: { type: 'time' },
  method: { type: 'code', codes: ['card', 'cash'] },
  topic: { type: 'code' },
} as const

test('what is not declared, not of its type or not on the list is content', () => {
  const sent = { lines: '3', gift: 'yes', due: 'tomorrow', method: 'bitcoin', mood: 'good', topic: 'roses' }
  assert.deepEqual(
    sortFacts(declared, sent, () => false),
    { attrs: undefined, rest: sent, moved: 6 },
  )
})

test('declared values of their type are facts', () => {
  const sent = { lines: 3, gift: true, due: '2026-12-10T12:00:00+03:00', method: 'card', topic: 'roses' }
  const wanted = { ...sent, due: '2026-12-10T09:00:00.000Z' }
  assert.deepEqual(
    sortFacts(declared, sent, () => true),
    { attrs: wanted, rest: undefined, moved: 0 },
  )
})

test('an address or a number in any spelling is never a code', () => {
  for (const text of ['anna@example.org', '+7 912 345-67-89', '89123456789', '8(912)3456789', '1234567', '12-34-567']) assert.ok(namesSomebody(text), text)
  for (const text of ['roses', '123456', 'tariff 2026', 'a1b2c3d4e5f6a7']) assert.ok(!namesSomebody(text), text)
  fc.assert(
    fc.property(fc.emailAddress(), (email) => {
      assert.equal(sortFacts(declared, { topic: email }, () => true).attrs, undefined)
    }),
  )
})

test('no value is lost and none stands twice', () => {
  const value = fc.oneof(fc.integer(), fc.boolean(), fc.string({ maxLength: 20 }))
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('lines', 'gift', 'due', 'method', 'topic', 'other'), value), (facts) => {
      const { attrs, rest, moved } = sortFacts(declared, facts, (_, v) => v.length < 5)
      assert.deepEqual([...Object.keys(attrs ?? {}), ...Object.keys(rest ?? {})].sort(), Object.keys(facts).sort())
      assert.equal(moved, Object.keys(rest ?? {}).length)
    }),
  )
})
