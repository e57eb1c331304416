import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fewest, overlapOf } from './overlap.ts'

test('parts stand by who is in exactly which sets, the largest first, and nothing is said of fewer than twenty', () => {
  assert.deepEqual(overlapOf([900, 40, 50, 25], 2), {
    sets: [65, 75],
    parts: [
      { in: [1], count: 50 },
      { in: [0], count: 40 },
      { in: [0, 1], count: 25 },
    ],
  })
  assert.deepEqual(overlapOf([900, 40, 0, 19], 2), {
    sets: [null, null],
    parts: [
      { in: [0], count: 40 },
      { in: [0, 1], count: null },
    ],
  })
})

test('no group of fewer than twenty is told, nor can it be taken from the sum of a set', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 60 }), { minLength: 16, maxLength: 16 }), (counts) => {
      const { sets, parts } = overlapOf(counts, 4)
      for (const { count } of parts) assert.ok(count === null || count >= fewest)
      sets.forEach((sum, set) => {
        const hidden = parts.filter((part) => part.in.includes(set) && part.count === null)
        assert.equal(sum === null, hidden.length > 0)
        if (sum !== null)
          assert.equal(
            sum,
            counts.reduce((n, count, place) => n + (place & (1 << set) ? count : 0), 0),
          )
      })
    }),
  )
})
