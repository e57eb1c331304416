import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  alive,
  type Cells,
  cellsOf,
  chanceOfNone,
  daysUntilLikely,
  discountedPurchases,
  fitRhythm,
  type Model,
  purchasesExpected,
  type Rhythm,
} from '../index.ts'
import { simulate } from '../testing.ts'
import { logLikelihood, prepare } from './likelihood.ts'

/** Of those who bought compact discs (Fader, Hardie and Lee 2005, table 2), in weeks. */
const discs: Rhythm = { model: 'bg', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }
const truth: Record<Model, Rhythm> = { bg: { model: 'bg', r: 0.6, alpha: 40, a: 0.5, b: 2.5 }, mbg: { model: 'mbg', r: 0.6, alpha: 40, a: 0.5, b: 2.5 } }
const models = ['bg', 'mbg'] as const
const cohort = { customers: 6_000, watched: 500, arrive: 250, after: 180, wholeDays: true }

test('what is derived by each parameter is what a small step shows', () => {
  for (const model of models) {
    const { cells } = cellsOf(simulate(truth[model], { ...cohort, customers: 300, seed: 3 }).before, 1)
    const prepared = prepare(cells)
    const at = { r: 0.8, alpha: 33, a: 0.7, b: 1.9 }
    const gradient = new Float64Array(4)
    logLikelihood({ model, ...at }, prepared, gradient)
    const unused = new Float64Array(4)
    Object.entries(at).forEach(([name, value], i) => {
      const step = 1e-5 * value
      const up = logLikelihood({ model, ...at, [name]: value + step }, prepared, unused)
      const down = logLikelihood({ model, ...at, [name]: value - step }, prepared, unused)
      const slope = (up - down) / (2 * step)
      assert.ok(Math.abs((gradient[i] ?? 0) - slope) < 1e-5 * (1 + Math.abs(slope)), `${model} ${name}: ${gradient[i]}, not ${slope}`)
    })
  }
})

test('the likelihood of one history is the product of the paper', () => {
  // BG/NBD for x = 0 has no lapse: (α / (α + T))^r.
  const never = cellsOf({ x: Float64Array.of(0), tx: Float64Array.of(0), T: Float64Array.of(39) }, 1).cells
  const found = logLikelihood(discs, prepare(never), new Float64Array(4))
  assert.ok(Math.abs(found - 0.243 * Math.log(4.414 / 43.414)) < 1e-12)
})

test('fits find the rhythm that customers were drawn from', () => {
  for (const model of models) {
    const fitted = fitRhythm(model, cellsOf(simulate(truth[model], { ...cohort, customers: 20_000, seed: 5 }).before, 1).cells)
    assert.ok(fitted.said)
    const found = fitted.value.rhythm
    for (const name of ['r', 'alpha', 'a', 'b'] as const) {
      const ratio = found[name] / truth[model][name]
      assert.ok(Math.abs(Math.log(ratio)) < 0.15, `${model} ${name}: ${found[name]}`)
    }
    assert.equal(fitted.method, `${model}/nbd`)
    assert.equal(fitted.n, 20_000)
  }
})

test('cells say what customers say, to five digits', () => {
  const { before } = simulate(truth.mbg, { ...cohort, seed: 8 })
  const one = { ...before, n: before.x.map(() => 1) }
  const { cells } = cellsOf(before, 1)
  assert.ok(cells.n.length < one.n.length * 0.9, 'there is something to join')
  const [few, many] = [fitRhythm('mbg', cells), fitRhythm('mbg', one)]
  assert.ok(few.said && many.said)
  for (const name of ['r', 'alpha', 'a', 'b'] as const) {
    const ratio = few.value.rhythm[name] / many.value.rhythm[name]
    assert.ok(Math.abs(ratio - 1) < 1e-5, `${name}: ${ratio}`)
  }
})

test('a grain of a week leaves the forecast within half a per cent', () => {
  const { before } = simulate(truth.mbg, { ...cohort, customers: 20_000, seed: 9 })
  const sums = [1, 7].map((grain) => {
    const { cells } = cellsOf(before, grain)
    const fitted = fitRhythm('mbg', cells)
    assert.ok(fitted.said)
    return cells.n.reduce((sum, n, i) => sum + n * purchasesExpected(fitted.value.rhythm, at(cells, i), 180), 0)
  })
  assert.ok(Math.abs((sums[1] ?? 0) / (sums[0] ?? 1) - 1) < 0.005, `${sums}`)
})

test('a customer who bought twice in the first 30 weeks of 39 is expected to buy 1.226 times in the next 39 (the paper’s spreadsheet)', () => {
  const history = { x: 2, tx: 30.43, T: 38.86 }
  assert.ok(Math.abs(purchasesExpected(discs, history, 39) - 1.226) < 0.0005)
  assert.ok(Math.abs(alive(discs, { x: 0, tx: 0, T: 39 }) - 1) < 1e-15, 'BG takes everybody without repeats for alive')
})

test('forecasts of customers who were drawn come true', () => {
  for (const model of models) {
    const { before, made } = simulate(truth[model], { ...cohort, customers: 20_000, seed: 11 })
    const histories = Array.from(before.x, (_, i) => at({ ...before, n: before.x }, i))
    const sum = (f: (i: number) => number) => histories.reduce((total, _, i) => total + f(i), 0)
    const forecast = sum((i) => purchasesExpected(truth[model], histories[i] ?? never, 180))
    const none = sum((i) => chanceOfNone(truth[model], histories[i] ?? never, 180))
    assert.ok(Math.abs(forecast / sum((i) => made[i] ?? 0) - 1) < 0.03, `${model}: ${forecast}`)
    assert.ok(Math.abs(none / sum((i) => (made[i] === 0 ? 1 : 0)) - 1) < 0.01, `${model}: ${none}`)
  }
})

const never = { x: 0, tx: 0, T: 0 }
const at = (cells: Cells, i: number) => ({ x: cells.x[i] ?? 0, tx: cells.tx[i] ?? 0, T: cells.T[i] ?? 0 })
const positive = (most: number) => fc.double({ min: 1e-3, max: most, noNaN: true })
const someRhythm = fc.record({ model: fc.constantFrom(...models), r: positive(20), alpha: positive(500), a: positive(20), b: positive(50) })
const someHistory = fc
  .tuple(fc.integer({ min: 0, max: 10_000 }), fc.double({ min: 0.001, max: 1, noNaN: true }), fc.integer({ min: 1, max: 4_000 }))
  .map(([x, share, T]) => ({ x, tx: x === 0 ? 0 : share * T, T }))

test('any rhythm and history: chances are chances, more days bring more, the way back is the way there, and nothing is NaN', () => {
  fc.assert(
    fc.property(someRhythm, someHistory, fc.double({ min: 0.1, max: 800, noNaN: true }), (rhythm, history, days) => {
      const living = alive(rhythm, history)
      const none = chanceOfNone(rhythm, history, days)
      const expected = purchasesExpected(rhythm, history, days)
      assert.ok(living >= 0 && living <= 1, `alive ${living}`)
      assert.ok(none >= 0 && none <= 1, `none ${none}`)
      assert.ok(expected >= 0 && Number.isFinite(expected), `expected ${expected}`)
      assert.ok(expected >= (1 - none) * (1 - 1e-6) - 1e-9, 'at least the chance of one')
      assert.ok(purchasesExpected(rhythm, history, 2 * days) >= expected * (1 - 1e-9), 'more days, more purchases')
      const next = daysUntilLikely(rhythm, history)
      if (next !== null) assert.ok(Math.abs(chanceOfNone(rhythm, history, next) - 0.5) < 1e-6, `the way back: ${next}`)
      else assert.ok(living <= 0.5 + 1e-9 || none > 0.5, 'null only where it is not so likely')
    }),
    { numRuns: 400, seed: 5 },
  )
})

test('two derivations agree: the closed form, and the rate of buying added up without a discount', () => {
  fc.assert(
    fc.property(someRhythm, someHistory, fc.double({ min: 1, max: 800, noNaN: true }), (rhythm, history, days) => {
      const closed = purchasesExpected(rhythm, history, days)
      const summed = discountedPurchases(rhythm, history, days, 0)
      assert.ok(Math.abs(closed - summed) <= 1e-4 * closed + 1e-9, `${closed}, ${summed}`)
    }),
    { numRuns: 200, seed: 6 },
  )
})

test('a discount takes from what is far: none of nothing, all that will ever come has an end', () => {
  const history = { x: 4, tx: 200, T: 240 }
  const year = purchasesExpected(truth.mbg, history, 365)
  const discounted = discountedPurchases(truth.mbg, history, 365, Math.log(1.1) / 365)
  assert.ok(discounted < year && discounted > year / 1.1)
  const ever = discountedPurchases(truth.mbg, history, Number.POSITIVE_INFINITY, Math.log(1.1) / 365)
  const century = discountedPurchases(truth.mbg, history, 36_500, Math.log(1.1) / 365)
  assert.ok(ever > discounted && Math.abs(ever / century - 1) < 0.001, `${ever}, ${century}`)
})

test('too little, too flat and rubbish get a plain answer', () => {
  const histories = (x: number, tx: number, T: number, n = 1_000) =>
    cellsOf({ x: new Float64Array(n).fill(x), tx: new Float64Array(n).fill(tx), T: new Float64Array(n).fill(T) }, 1).cells
  const why = (cells: Cells) => {
    const answer = fitRhythm('mbg', cells)
    return answer.said ? 'said' : answer.why
  }
  assert.equal(why(histories(0, 0, 100)), 'no_repeats')
  assert.equal(why(histories(0, 0, 0)), 'all_on_one_day')
  assert.equal(why(histories(3, 10, 40, 20)), 'too_few')
  assert.equal(why(histories(0, 0, 0, 0)), 'too_few')
  assert.equal(why({ x: Float64Array.of(Number.NaN), tx: Float64Array.of(0), T: Float64Array.of(9), n: Float64Array.of(100) }), 'impossible_figures')
  assert.equal(why({ x: Float64Array.of(2), tx: Float64Array.of(10), T: Float64Array.of(9), n: Float64Array.of(100) }), 'impossible_figures')
})

test('whatever comes in, no figure that is none comes out', () => {
  const rubbish = fc.oneof(fc.integer({ min: -3, max: 12 }), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 10_000, 0.5, 1e-300, 1e300))
  fc.assert(
    fc.property(
      fc.array(fc.tuple(rubbish, rubbish, rubbish, fc.integer({ min: 1, max: 200 })), { maxLength: 12 }),
      fc.constantFrom(...models),
      (rows, model) => {
        const column = (k: 0 | 1 | 2 | 3) => Float64Array.from(rows, (row) => row[k])
        const direct = fitRhythm(model, { x: column(0), tx: column(1), T: column(2), n: column(3) })
        const grouped = fitRhythm(model, cellsOf({ x: column(0), tx: column(1), T: column(2) }, 1).cells)
        for (const answer of [direct, grouped]) {
          assert.ok(Number.isFinite(answer.n))
          if (!answer.said) continue
          const { r, alpha, a, b } = answer.value.rhythm
          for (const v of [r, alpha, a, b, answer.value.logLikelihood]) assert.ok(Number.isFinite(v), JSON.stringify(answer))
        }
      },
    ),
    { numRuns: 150, seed: 7 },
  )
})
