import assert from 'node:assert/strict'
import { test } from 'node:test'
import { areaUnderCurve, calibrationError, calibrationTable, liftAt } from '../index.ts'
import { randomFrom } from '../numbers/random.ts'

const truth = Uint8Array.of(0, 0, 1, 0, 1, 1)

test('the area is the share of pairs in the right order, ties half', () => {
  assert.equal(areaUnderCurve(Float64Array.of(1, 2, 3, 4, 5, 6), truth), 8 / 9)
  assert.equal(areaUnderCurve(Float64Array.of(1, 1, 1, 1, 1, 1), truth), 0.5)
  assert.equal(areaUnderCurve(Float64Array.of(3, 2, 1), Uint8Array.of(0, 0, 1)), 0)
  assert.equal(areaUnderCurve(Float64Array.of(3, 2, 1), new Uint8Array(3)), null, 'of one kind only there is nothing to tell apart')
  assert.equal(areaUnderCurve(new Float64Array(0), new Uint8Array(0)), null)
})

test('chances that come true are calibrated, doubled ones are not', () => {
  const random = randomFrom(5)
  const chances = Float64Array.from({ length: 40_000 }, () => random() / 2)
  const happened = Uint8Array.from(chances, (chance) => (random() < chance ? 1 : 0))
  assert.ok(calibrationError(chances, happened) < 0.01)
  const doubled = calibrationError(
    chances.map((chance) => 2 * chance),
    happened,
  )
  assert.ok(Math.abs(doubled - 0.25) < 0.01, `${doubled}`)
  const table = calibrationTable(chances, happened)
  assert.equal(table.length, 10)
  assert.equal(
    table.reduce((sum, group) => sum + group.n, 0),
    40_000,
  )
  assert.deepEqual(calibrationTable(new Float64Array(0), new Uint8Array(0)), [])
})

test('the lift is how much denser the ones are at the top', () => {
  const scores = Float64Array.from({ length: 100 }, (_, i) => i)
  const last = Uint8Array.from({ length: 100 }, (_, i) => (i >= 95 ? 1 : 0))
  assert.equal(liftAt(scores, last), 10)
  assert.equal(liftAt(scores, last, 0.05), 20)
  assert.equal(liftAt(scores, new Uint8Array(100)), null)
})
