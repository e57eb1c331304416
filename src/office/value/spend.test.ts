import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { randomFrom } from './numbers/random.ts'
import { fitSpend, logLikelihood, type Spend, spendCellsOf, spendDrawn, spendExpected } from './spend.ts'
import { simulate } from './testing.ts'

const truth: Spend = { p: 2.4, q: 3.5, gamma: 42_300 }
const rhythm = { model: 'mbg', r: 0.7, alpha: 40, a: 0.4, b: 3.3 } as const
const cohort = { customers: 20_000, watched: 500, arrive: 250, after: 180, spend: truth, seed: 4 }

test('two repeats of 22.35 on the average are expected to go on at 24.66 (published for compact discs: p 6.25, q 3.74, γ 15.44)', () => {
  assert.ok(Math.abs(spendExpected({ p: 6.25, q: 3.74, gamma: 15.44 }, 2, 22.35) - 24.66) < 0.01)
})

test('what is derived by each parameter is what a small step shows', () => {
  const { before, mean } = simulate(rhythm, { ...cohort, customers: 300 })
  const cells = spendCellsOf(before.x, mean)
  const gradient = new Float64Array(3)
  logLikelihood(truth, cells, gradient)
  Object.entries(truth).forEach(([name, value], i) => {
    const step = 1e-5 * value
    const at = (by: number) => logLikelihood({ ...truth, [name]: value + by }, cells, new Float64Array(3))
    const slope = (at(step) - at(-step)) / (2 * step)
    assert.ok(Math.abs((gradient[i] ?? 0) - slope) < 1e-4 * (1 + Math.abs(slope)), `${name}: ${gradient[i]}, not ${slope}`)
  })
})

test('fits find the spend that customers were drawn from, and cells change nothing that can be seen', () => {
  const { before, mean } = simulate(rhythm, cohort)
  const back = Array.from(before.x.keys()).filter((i) => (before.x[i] ?? 0) > 0)
  const one = {
    x: Float64Array.from(back, (i) => before.x[i] ?? 0),
    mean: Float64Array.from(back, (i) => mean[i] ?? 0),
    n: new Float64Array(back.length).fill(1),
  }
  const [cells, customers] = [fitSpend(spendCellsOf(before.x, mean)), fitSpend(one)]
  assert.ok(cells.said && customers.said)
  for (const name of ['p', 'q', 'gamma'] as const) {
    assert.ok(Math.abs(Math.log(cells.value.spend[name] / truth[name])) < 0.12, `${name}: ${cells.value.spend[name]}`)
    assert.ok(Math.abs(cells.value.spend[name] / customers.value.spend[name] - 1) < 1e-4, `${name} by cells and by customers`)
  }
  assert.equal(cells.value.dependent, false)
})

test('where those who come often spend more, it says that the premise does not hold', () => {
  const x = Float64Array.from({ length: 200 }, (_, i) => 1 + (i % 9))
  const fitted = fitSpend(
    spendCellsOf(
      x,
      x.map((count, i) => 100 * count + (i % 13)),
    ),
  )
  assert.ok(fitted.said && fitted.value.dependent && fitted.value.correlation > 0.9)
})

test('draws have the mean that is expected', () => {
  const random = randomFrom(2)
  let sum = 0
  for (let i = 0; i < 20_000; i++) sum += spendDrawn(truth, { x: 3, mean: 50_000 }, 4, random)
  assert.ok(Math.abs(sum / 20_000 / (4 * spendExpected(truth, 3, 50_000)) - 1) < 0.03)
})

test('whatever comes in, no figure that is none comes out', () => {
  const rubbish = fc.oneof(fc.double({ min: 1, max: 1e6 }), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0, -5, 1e300, 1e-300))
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.oneof(fc.integer({ min: -1, max: 40 }), rubbish), rubbish, fc.integer({ min: 1, max: 50 })), { maxLength: 15 }),
      (rows) => {
        const column = (k: 0 | 1 | 2) => Float64Array.from(rows, (row) => row[k])
        for (const answer of [fitSpend({ x: column(0), mean: column(1), n: column(2) }), fitSpend(spendCellsOf(column(0), column(1)))]) {
          assert.ok(Number.isFinite(answer.n))
          if (!answer.said) continue
          const { spend, logLikelihood: found, correlation } = answer.value
          for (const v of [spend.p, spend.q, spend.gamma, found, correlation]) assert.ok(Number.isFinite(v), JSON.stringify(answer))
        }
      },
    ),
    { numRuns: 150, seed: 9 },
  )
})
