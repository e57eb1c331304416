import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { classesByShare } from './abc.ts'

test('the first class brings 80 of 100, the second up to 95, the third the rest; who brings nothing has none', () => {
  assert.deepEqual(
    [...classesByShare(Float64Array.of(4, 60, 0, 20, 10, 5, 1, -3, Number.NaN))],
    [2, 1, 0, 1, 2, 2, 3, 0, 0].map((c, i) => (i === 0 ? 3 : c)),
  )
  assert.deepEqual([...classesByShare(Float64Array.of(7))], [1])
  assert.deepEqual([...classesByShare(new Float64Array(0))], [])
})

test('nobody of a lower class brings more than anybody of a higher one, and the first brings its share', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -10, max: 1_000 }), { maxLength: 60 }), (drawn) => {
      const amounts = Float64Array.from(drawn)
      const classes = classesByShare(amounts)
      const of = (c: number) => drawn.filter((_, i) => classes[i] === c)
      for (const [higher, lower] of [
        [1, 2],
        [2, 3],
      ] as const)
        for (const less of of(lower)) for (const more of of(higher)) assert.ok(more >= less)
      const total = drawn.reduce((sum, v) => sum + Math.max(0, v), 0)
      const first = of(1).reduce((a, b) => a + b, 0)
      assert.ok(total === 0 || first >= 0.8 * total - 1e-9)
      assert.ok(of(0).every((v) => v <= 0))
    }),
    { seed: 1 },
  )
})
