import assert from 'node:assert/strict'
import { test } from 'node:test'
import { blendedScore, chooseBlend, fadedSpend, heldByTop } from './index.ts'

test('what was spent fades by half in a half-life', () => {
  const rows = {
    customer: Float64Array.of(1, 1, 2, 9),
    day: Float64Array.of(0, 100, 130, 0),
    amount: Float64Array.of(80, 40, 7, 5),
    currency: new Float64Array(4),
  }
  assert.deepEqual([...fadedSpend(rows, Float64Array.of(1, 2, 3), 100, 100)], [80, 0, 0], 'day 130 is to come, 9 is nobody asked for')
})

test('the top fifth holds what it brings', () => {
  const brought = Float64Array.of(50, 20, 10, 10, 10)
  assert.equal(heldByTop(Float64Array.of(9, 1, 2, 3, 4), brought), 0.5)
  assert.equal(heldByTop(Float64Array.of(1, 9, 2, 3, 4), brought), 0.2)
  assert.equal(heldByTop(brought, new Float64Array(5)), 0)
})

test('a blend is taken only where it held more, and ranks by both', () => {
  const expected = Float64Array.of(10, 9, 1, 1, 1)
  const faded = Float64Array.of(0, 100, 1, 1, 1)
  const brought = Float64Array.of(1, 10, 1, 1, 1)
  const chosen = chooseBlend(expected, [{ halfLife: 60, faded }], brought)
  assert.deepEqual(chosen, { halfLife: 60, weight: 0.25, held: 10 / 14 })
  assert.deepEqual(chooseBlend(expected, [{ halfLife: 60, faded }], expected), { halfLife: 0, weight: 0, held: 10 / 22 })
  assert.ok(blendedScore(Float64Array.of(Number.NaN, -4), Float64Array.of(1, 1), 0.5).every(Number.isFinite))
})
