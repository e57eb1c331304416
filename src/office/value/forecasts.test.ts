import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  cellsOf,
  chooseRhythm,
  fitRhythm,
  fitSpend,
  inThread,
  intervalsWithin,
  ownRhythm,
  type Rhythm,
  shapeOfGaps,
  spendCellsOf,
  totalWithin,
} from './index.ts'
import { gamma, randomFrom } from './numbers/random.ts'
import { simulate } from './testing.ts'

const truth: Rhythm = { model: 'mbg', r: 0.7, alpha: 65, a: 0.4, b: 3.3 }
const spend = { p: 2.4, q: 3.5, gamma: 42_300 }
const cohort = { customers: 1_000, watched: 500, arrive: 250, after: 182, spend }

test('the interval of 90 % for all together holds what they then did about nine times in ten', () => {
  const cohorts = 24
  const held = { purchases: 0, money: 0 }
  for (let seed = 101; seed <= 100 + cohorts; seed++) {
    const { before, mean, made, worth } = simulate(truth, { ...cohort, customers: 300, seed })
    const [fitted, money] = [fitRhythm('mbg', cellsOf(before, 1).cells), fitSpend(spendCellsOf(before.x, mean))]
    assert.ok(fitted.said && money.said)
    const random = randomFrom(seed)
    const spends = money.value.draw(80, random) ?? []
    const possible = (fitted.value.draw(80, random) ?? []).map((rhythm, i) => ({ rhythm, spend: spends[i] ?? null }))
    const cells = { ...before, n: new Float64Array(300).fill(1), mean }
    const counts = totalWithin(
      cells,
      possible.map(({ rhythm }) => ({ rhythm, spend: null })),
      182,
      random,
    )
    const sums = totalWithin(cells, possible, 182, random)
    const [sumMade, sumWorth] = [made.reduce((a, b) => a + b, 0), worth.reduce((a, b) => a + b, 0)]
    if (counts.low <= sumMade && sumMade <= counts.high) held.purchases++
    if (sums.low <= sumWorth && sumWorth <= sums.high) held.money++
  }
  // Of 24 at .9 fewer than 18 come once in fifty; all of both only when the intervals are too wide.
  assert.ok(held.purchases >= 18 && held.money >= 18 && held.purchases + held.money < 2 * cohorts, JSON.stringify(held))
})

test('many like customers drawn as a sample have the interval of each drawn alone', () => {
  const [one, many] = [1_000, 1].map((n) => {
    const times = 1_000 / n
    const fill = (v: number) => new Float64Array(times).fill(v)
    const cells = { x: fill(3), tx: fill(200), T: fill(260), n: fill(n), mean: fill(50_000) }
    return totalWithin(cells, Array(300).fill({ rhythm: truth, spend }), 182, randomFrom(6))
  })
  assert.ok(one !== undefined && many !== undefined)
  assert.ok(Math.abs(one.value / many.value - 1) < 0.03, `${one.value}, ${many.value}`)
  assert.ok(Math.abs(Math.log((one.high - one.low) / (many.high - many.low))) < 0.3, `${one.high - one.low}, ${many.high - many.low}`)
})

test('nobody who is surely gone has anything to come', () => {
  const cells = { x: Float64Array.of(30, 3), tx: Float64Array.of(60, 480), T: Float64Array.of(900, 500), n: Float64Array.of(5, 5) }
  const found = intervalsWithin(cells, Array(200).fill({ rhythm: truth, spend }), 365, randomFrom(1))
  assert.deepEqual([found.low[0], found.high[0], found.highMoney[0]], [0, 0, 0])
  assert.ok((found.high[1] ?? 0) >= 2 && (found.highMoney[1] ?? 0) > 0)
})

test('of two rhythms the one that customers were drawn from fits better what was held out', () => {
  for (const model of ['bg', 'mbg'] as const) {
    const { before, after, made } = simulate(
      { model, r: 0.8, alpha: 20, a: 1.2, b: 1.6 },
      { customers: 12_000, watched: 400, arrive: 200, after: 200, seed: 12 },
    )
    const choice = chooseRhythm(before, after, 200, 1)
    assert.ok(choice.said)
    assert.equal(choice.value.model, model)
    const best = choice.value.rhythms.find((r) => r.model === model)
    const sum = made.reduce((a, b) => a + b, 0)
    assert.ok(best !== undefined && Math.abs(best.made - sum) < 1e-6 && Math.abs(best.forecast / sum - 1) < 0.05)
  }
  const nobody = { x: new Float64Array(0), tx: new Float64Array(0), T: new Float64Array(0) }
  assert.deepEqual(chooseRhythm(nobody, nobody, 100, 1), { said: false, method: 'held-out', n: 0, why: 'too_few' })
})

test('a thread says everybody’s figures, with its progress, and ends when it is told to', async () => {
  const { before, mean } = simulate(truth, { ...cohort, seed: 3, wholeDays: true })
  const input = { ...before, mean, model: 'mbg' as const, days: 365, discount: 0.1, draws: 100, level: 0.9, seed: 1 }
  before.T[7] = Number.NaN
  const shares: number[] = []
  const answer = await inThread('forecast', input, { progress: (share) => shares.push(share) })
  assert.ok(answer.said && answer.value.value !== null)
  assert.deepEqual(
    shares,
    [...shares].sort((a, b) => a - b),
  )
  assert.ok(shares.length > 1)
  const { value, ...columns } = answer.value
  for (const column of [columns.alive, columns.purchases, columns.low, columns.high, columns.none, columns.next, value.expected, value.low, value.high]) {
    assert.equal(column.length, 1_000)
    assert.equal(column[7], -1, 'nothing is said of an impossible history')
    assert.ok(column.every(Number.isFinite))
  }
  const within = value.expected.reduce((sum, v, i) => sum + (i !== 7 && (value.low[i] ?? 0) <= v && v <= (value.high[i] ?? 0) ? 1 : 0), 0)
  assert.ok(within > 300, `the expected value lies between its ends for most who live: ${within}`)
  const away = new AbortController()
  const ended = inThread('forecast', input, { signal: away.signal })
  away.abort(new Error('enough'))
  await assert.rejects(ended, /enough/)
  await assert.rejects(inThread('forecast', input, { signal: AbortSignal.abort(new Error('before')) }), /before/)
  const few = await inThread('forecast', { ...input, x: new Float64Array(3), tx: new Float64Array(3), T: Float64Array.of(1, 2, 3) })
  assert.deepEqual(few, { said: false, method: 'mbg/nbd', n: 3, why: 'no_repeats' })
})

test('who comes every ten days and has stayed away thirty is late by their own habit', () => {
  const late = ownRhythm({ x: 6, tx: 60, T: 90 }, 4)
  assert.ok(late.said)
  assert.deepEqual([late.value.meanGap, late.value.elapsed, late.n], [10, 3, 6])
  assert.ok(late.value.chanceOfLonger < 0.01)
  const chance = ownRhythm({ x: 6, tx: 60, T: 90 }, 1)
  assert.ok(chance.said && Math.abs(chance.value.chanceOfLonger - Math.exp(-3)) < 1e-12, 'without regularity it is an exponential')
  for (const [history, why] of [
    [{ x: 2, tx: 20, T: 90 }, 'too_few'],
    [{ x: 0, tx: 0, T: 0 }, 'too_few'],
    [{ x: 5, tx: 50, T: 40 }, 'impossible_figures'],
    [{ x: Number.NaN, tx: 1, T: 2 }, 'impossible_figures'],
  ] as const) {
    const answer = ownRhythm(history, 2)
    assert.equal(answer.said ? 'said' : answer.why, why)
  }
})

test('the shape of gaps is the one they were drawn with, whatever each customer’s mean', () => {
  for (const shape of [0.7, 1, 5]) {
    const random = randomFrom(8)
    const gaps = Array.from({ length: 1_500 }, (_, i) => Array.from({ length: 3 + (i % 5) }, () => gamma(random, shape, shape / (2 + (i % 40)))))
    const found = shapeOfGaps(gaps)
    assert.ok(found.said && Math.abs(Math.log(found.value / shape)) < 0.08, `${shape}: ${found.said && found.value}`)
  }
  assert.equal(shapeOfGaps([[1, 2, 3]]).said, false)
})
