import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beta, exponential, gamma, geometric, normal, poisson, type Random, randomFrom } from './random.ts'

const draws = 60_000

/** Mean and variance, each within five of their standard errors. */
function holds(what: string, draw: (random: Random) => number, mean: number, variance: number) {
  const random = randomFrom(20_261_123)
  const drawn = Float64Array.from({ length: draws }, () => draw(random))
  const m = drawn.reduce((a, b) => a + b, 0) / draws
  const squares = drawn.map((v) => (v - mean) ** 2)
  const v = squares.reduce((a, b) => a + b, 0) / draws
  const spread = Math.sqrt(squares.reduce((a, s) => a + (s - v) ** 2, 0) / draws / draws)
  assert.ok(Math.abs(m - mean) < 5 * Math.sqrt(variance / draws), `${what}: mean ${m}, not ${mean}`)
  assert.ok(Math.abs(v - variance) < 5 * spread, `${what}: variance ${v}, not ${variance}`)
}

test('what is drawn has the mean and the variance it should', () => {
  holds('even', (r) => r(), 1 / 2, 1 / 12)
  holds('normal', normal, 0, 1)
  holds('exponential', (r) => exponential(r, 4), 1 / 4, 1 / 16)
  for (const shape of [0.2, 1, 3.7, 80]) holds(`gamma ${shape}`, (r) => gamma(r, shape, 2), shape / 2, shape / 4)
  for (const [a, b] of [
    [0.3, 0.8],
    [2, 5],
    [40, 3],
  ] as const)
    holds(`beta ${a}, ${b}`, (r) => beta(r, a, b), a / (a + b), (a * b) / ((a + b) ** 2 * (a + b + 1)))
  for (const mean of [0.05, 3, 11.9, 12.1, 400]) holds(`poisson ${mean}`, (r) => poisson(r, mean), mean, mean)
  for (const p of [0.9, 0.2]) holds(`geometric ${p}`, (r) => geometric(r, p), 1 / p, (1 - p) / (p * p))
})

test('a seed gives the same numbers again, another others', () => {
  const some = (seed: number) => Array.from({ length: 5 }, randomFrom(seed))
  assert.deepEqual(some(7), some(7))
  assert.notDeepEqual(some(7), some(8))
  assert.notDeepEqual(some(7), some(7 + 2 ** 32))
})

test('impossible and certain lapses are drawn as such', () => {
  const random = randomFrom(3)
  assert.equal(geometric(random, 0), Number.POSITIVE_INFINITY)
  assert.equal(geometric(random, 1), 1)
  for (let i = 0; i < 1_000; i++) {
    const drawn = beta(random, 1e-4, 1e-4)
    assert.ok(drawn >= 0 && drawn <= 1)
  }
})
