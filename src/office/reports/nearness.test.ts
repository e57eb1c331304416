import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isNear, rememberAsked } from './nearness.ts'
import { fewest } from './shapes.ts'

const now = new Date('2026-11-24T10:00:00Z')
const set = (...persons: number[]) => Float64Array.from(persons.toSorted((a, b) => a - b))
const upTo = (n: number, from = 1) => set(...Array.from({ length: n }, (_, i) => from + i))

test('sets that differ by one to nineteen are near, the same ones and others are not', () => {
  assert.equal(isNear(upTo(100), upTo(100)), false)
  assert.equal(isNear(upTo(100), upTo(101)), true)
  assert.equal(isNear(upTo(100), upTo(119)), true)
  assert.equal(isNear(upTo(100), upTo(120)), false)
  assert.equal(isNear(upTo(100), upTo(100, 10)), true, 'nine left and nine came')
  assert.equal(isNear(upTo(100), upTo(100, 11)), false, 'ten left and ten came: twenty')
})

test('whoever asked of some people is not answered about nearly the same ones; a colleague is, and so are they a day later', () => {
  const before = rememberAsked()
  const ask = (staff: number, definition: string, persons: Float64Array, at = now) => before.mayFollow(staff, { definition, persons }, at)
  assert.equal(ask(1, 'all buyers', upTo(100)), true)
  assert.equal(ask(1, 'buyers but Anna', upTo(99)), false)
  assert.equal(ask(1, 'all buyers', upTo(103)), true, 'the same question, after three came')
  assert.equal(ask(1, 'women', upTo(50)), true)
  assert.equal(ask(2, 'buyers but Anna', upTo(99)), true)
  const later = new Date(now.getTime() + 86_400_001)
  assert.equal(ask(1, 'buyers but Anna', upTo(99), later), true)
})

test('whatever is asked one after another, no two answers differ by fewer than twenty people', () => {
  const base = fc.constantFrom(...[0, 40, 200].map((from) => ({ from, n: 120 })))
  const wanted = fc.record({ base, without: fc.uniqueArray(fc.integer({ min: 0, max: 119 }), { maxLength: 45 }) })
  fc.assert(
    fc.property(fc.array(wanted, { minLength: 2, maxLength: 12 }), (asks) => {
      const before = rememberAsked()
      const sets = asks.map((one) => set(...Array.from({ length: one.base.n }, (_, i) => one.base.from + i).filter((_, i) => !one.without.includes(i))))
      const answered = sets.filter((persons, i) => before.mayFollow(1, { definition: String(i), persons }, now))
      assert.ok(answered.length > 0, 'the first is')
      for (const [i, a] of answered.entries())
        for (const b of answered.slice(0, i)) {
          const apart = [...a].filter((x) => !b.includes(x)).length + [...b].filter((x) => !a.includes(x)).length
          assert.ok(apart === 0 || apart >= fewest, `${apart} apart`)
        }
    }),
  )
})
