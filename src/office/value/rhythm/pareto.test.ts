import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cellsOf, fitPareto, type Pareto, paretoAlive, paretoExpected } from '../index.ts'
import { lnGamma } from '../numbers/gamma.ts'
import { hypergeometric } from '../numbers/hypergeometric.ts'
import { exponential, gamma, randomFrom } from '../numbers/random.ts'
import { paretoLikelihood } from './pareto.ts'

/** Of those who bought compact discs (Fader, Hardie and Lee 2005, table 2), in weeks. */
const discs: Pareto = { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 }

test('26 repeats until last week: alive with .998, and 25.5 more in the next 52 weeks, as published', () => {
  const history = { x: 26, tx: 30.86, T: 31 }
  assert.ok(Math.abs(paretoAlive(discs, history) - 0.9979) < 0.0002, `${paretoAlive(discs, history)}`)
  assert.ok(Math.abs(paretoExpected(discs, history, 52) - 25.46) < 0.03, `${paretoExpected(discs, history, 52)}`)
})

test('the integral is the closed form of the paper, where that has its digits', () => {
  const some = fc.record({
    r: fc.double({ min: 0.1, max: 3, noNaN: true }),
    alpha: fc.double({ min: 5, max: 50, noNaN: true }),
    s: fc.double({ min: 0.1, max: 3, noNaN: true }),
    beta: fc.double({ min: 5, max: 50, noNaN: true }),
  })
  fc.assert(
    fc.property(some, fc.integer({ min: 0, max: 8 }), fc.double({ min: 0.05, max: 1, noNaN: true }), (pareto, x, share) => {
      const [T, tx] = [40, x === 0 ? 0 : 40 * share]
      const found = paretoLikelihood(pareto, { x: Float64Array.of(x), tx: Float64Array.of(tx), T: Float64Array.of(T), n: Float64Array.of(1) })
      const { r, alpha, s, beta } = pareto
      const most = Math.max(alpha, beta)
      const b = alpha >= beta ? s + 1 : r + x
      const sum = r + s + x
      const at = (t: number) => hypergeometric(sum, b, sum + 1, Math.abs(alpha - beta) / (most + t)) / (most + t) ** sum
      const living = (alpha + T) ** -(r + x) * (beta + T) ** -s
      const expected = lnGamma(r + x) - lnGamma(r) + r * Math.log(alpha) + s * Math.log(beta) + Math.log(living + (s / sum) * (at(tx) - at(T)))
      assert.ok(Math.abs(found - expected) < 1e-6, `${found}, not ${expected}`)
    }),
    { numRuns: 200, seed: 1 },
  )
})

test('fits find the rhythm that customers were drawn from, and what they then bought', () => {
  const truth: Pareto = { r: 0.8, alpha: 30, s: 0.8, beta: 120 }
  const random = randomFrom(3)
  const n = 3_000
  const blank = () => new Float64Array(n)
  const histories = { x: blank(), tx: blank(), T: blank() }
  let made = 0
  for (let i = 0; i < n; i++) {
    const T = 200 + Math.floor(200 * random())
    const [rate, end] = [gamma(random, truth.r, truth.alpha), exponential(random, gamma(random, truth.s, truth.beta))]
    for (let at = exponential(random, rate); at < Math.min(end, T + 180); at += exponential(random, rate)) {
      if (at > T) made++
      else {
        histories.x[i] = (histories.x[i] ?? 0) + 1
        histories.tx[i] = at
      }
    }
    histories.T[i] = T
  }
  const { cells } = cellsOf(histories, 1)
  const fitted = fitPareto(cells)
  assert.ok(fitted.said)
  assert.equal(fitted.value.customers, n)
  const five = fitPareto({ ...cells, n: cells.n.map((count) => 5 * count) })
  assert.ok(five.said)
  assert.deepEqual([five.n, five.value.customers], [5 * n, 10_000], 'of very many a sample is fitted, and says so')
  assert.ok(Math.abs(Math.log(five.value.pareto.r / fitted.value.pareto.r)) < 0.05)
  const { pareto } = fitted.value
  assert.ok(Math.abs(Math.log(pareto.r / truth.r)) < 0.15 && Math.abs(Math.log(pareto.alpha / truth.alpha)) < 0.2, JSON.stringify(pareto))
  const forecast = cells.n.reduce((sum, w, i) => sum + w * paretoExpected(pareto, { x: cells.x[i] ?? 0, tx: cells.tx[i] ?? 0, T: cells.T[i] ?? 0 }, 180), 0)
  assert.ok(Math.abs(forecast / made - 1) < 0.05, `${forecast}, not ${made}`)
})

test('many purchases, and any parameters, give chances', () => {
  const positive = fc.double({ min: 1e-2, max: 300, noNaN: true })
  fc.assert(
    fc.property(
      fc.record({ r: positive, alpha: positive, s: positive, beta: positive }),
      fc.integer({ min: 0, max: 10_000 }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      (pareto, x, share) => {
        const history = { x, tx: x === 0 ? 0 : 500 * share, T: 500 }
        const living = paretoAlive(pareto, history)
        const expected = paretoExpected(pareto, history, 365)
        assert.ok(living >= 0 && living <= 1, `${living}`)
        assert.ok(expected >= 0 && Number.isFinite(expected), `${expected}`)
      },
    ),
    { numRuns: 300, seed: 2 },
  )
  assert.equal(fitPareto({ x: Float64Array.of(0), tx: Float64Array.of(0), T: Float64Array.of(50), n: Float64Array.of(500) }).said, false)
})
