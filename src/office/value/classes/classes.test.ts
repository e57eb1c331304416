import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  alarmOnFirst,
  boundsByRank,
  classesWithHysteresis,
  closestToRising,
  costOfKeeping,
  costOfWinning,
  marginsExpected,
  migration,
  rfmScores,
  share,
  shareDifference,
  winningAgainstKeeping,
} from '../index.ts'

const bounds = { first: 1_000, second: 100 }
const classOf = (value: number, before: number) => classesWithHysteresis(Float64Array.of(value), Uint8Array.of(before), bounds)[0]
const near = (found: number, expected: number) => assert.ok(Math.abs(found - expected) < 5e-4, `${found}, not ${expected}`)

test('a class changes only when the value is past the bound by a tenth', () => {
  const cases: [value: number, before: number, expected: number, what: string][] = [
    [1_000, 0, 1, 'a newcomer at the bound'],
    [999, 0, 2, 'a newcomer below it'],
    [1_099, 2, 2, 'not far enough to rise'],
    [1_100, 2, 1, 'far enough'],
    [901, 1, 1, 'not far enough to fall'],
    [899, 1, 2, 'far enough'],
    [50, 1, 3, 'two classes at once'],
    [1_050, 3, 2, 'up to where it is past the bound'],
    [0, 3, 3, 'nothing'],
    [Number.NaN, 1, 0, 'no figure, no class'],
  ]
  for (const [value, before, expected, what] of cases) assert.equal(classOf(value, before), expected, what)
})

test('what wavers about a bound never flickers; a run with the same values changes nothing; more value is never a lower class', () => {
  const value = fc.double({ min: 0, max: 3_000, noNaN: true })
  const before = fc.integer({ min: 0, max: 3 })
  fc.assert(
    fc.property(value, value, before, (a, b, c) => {
      const once = classOf(a, c) ?? 0
      assert.equal(classOf(a, once), once)
      assert.ok((classOf(Math.max(a, b), c) ?? 0) <= (classOf(Math.min(a, b), c) ?? 0))
    }),
    { seed: 3 },
  )
  fc.assert(
    fc.property(fc.array(fc.double({ min: 901, max: 1_099, noNaN: true }), { minLength: 1 }), fc.constantFrom(1, 2), (values, from) => {
      for (const v of values) assert.equal(classOf(v, from), from)
    }),
    { seed: 4 },
  )
})

test('one in five is of the first class, half are of the first two', () => {
  const values = Float64Array.from({ length: 1_000 }, (_, i) => 1 + ((i * 7_919) % 1_000))
  const classes = classesWithHysteresis(values, new Uint8Array(1_000), boundsByRank(values))
  const of = (c: number) => classes.filter((k) => k === c).length
  assert.deepEqual([of(1), of(2), of(3)], [200, 300, 500])
  assert.deepEqual(boundsByRank(new Float64Array(3)), { first: Number.POSITIVE_INFINITY, second: Number.POSITIVE_INFINITY })
})

test('those closest to rising come by what they lack in proportion', () => {
  const values = Float64Array.of(1_000, 60, 1_200, 105, 1_090)
  const classes = Uint8Array.of(2, 3, 1, 3, 2)
  assert.deepEqual(
    closestToRising(values, classes, bounds, 3).map(({ index, class: c, missing }) => [index, c, Math.round(missing)]),
    [
      [4, 2, 10],
      [3, 3, 5],
      [0, 2, 100],
    ],
  )
})

test('margins are each one’s own, drawn to the mean where little is known', () => {
  const found = marginsExpected(Float64Array.of(100, 100, 100), Float64Array.of(1_000, 10, 1_000), Float64Array.of(100, -10, 500))
  assert.ok((found[0] ?? 0) < (found[2] ?? 0))
  assert.ok((found[1] ?? 0) > 20, 'one bad purchase does not damn')
  assert.ok(marginsExpected(Float64Array.of(5), Float64Array.of(0), Float64Array.of(0)).every((v) => v === 0))
})

test('shares have Wilson’s interval, differences Newcombe’s, as published', () => {
  // Newcombe 1998, table II: 56/70 against 48/80 by method 10 is .2 (.0524 to .3339).
  const more = shareDifference({ count: 56, n: 70 }, { count: 48, n: 80 })
  assert.ok(more.said)
  near(more.value.value, 0.2)
  near(more.value.low, 0.0524)
  near(more.value.high, 0.3339)
  // Newcombe 1998 (single proportion): 81 of 263 by Wilson is .3080 (.2553 to .3662).
  const one = share(81, 263)
  assert.ok(one.said)
  near(one.value.low, 0.2553)
  near(one.value.high, 0.3662)
  assert.equal(share(3, 29).said, false)
  assert.equal(share(31, 30).said, false)
  assert.equal(share(Number.NaN, 30).said, false)
})

test('who moved, who fell, and whether more than usual', () => {
  const before = Uint8Array.from({ length: 100 }, (_, i) => (i < 40 ? 1 : i < 70 ? 2 : 3))
  const after = before.map((c, i) => (i < 20 ? 2 : i === 20 ? 0 : c))
  const found = migration(before, after)
  assert.deepEqual(found.counts, [
    [0, 0, 0, 0],
    [1, 19, 20, 0],
    [0, 0, 30, 0],
    [0, 0, 0, 30],
  ])
  const fell = found.shares[1]?.[2]
  assert.ok(fell?.said && fell.value.value === 0.5 && fell.value.low > 0.34)
  assert.equal(found.shares[0]?.[0]?.said, false, 'of nobody nothing is said')
  const values = { valueBefore: Float64Array.from(before, (_, i) => 2_000 + i), valueAfter: new Float64Array(100).fill(900) }
  const alarm = alarmOnFirst({ before, after, ...values }, 0.2)
  assert.deepEqual([alarm.fallen.length, alarm.fallen[0]?.index, alarm.fallen[0]?.to, alarm.unusual], [21, 20, 0, true])
  assert.equal(alarmOnFirst({ before, after, ...values }, 0.5).unusual, false)
  assert.deepEqual(alarmOnFirst({ before: new Uint8Array(0), after: new Uint8Array(0), ...values }, 0.1).fallen, [])
})

test('scores by fifths: equal figures score alike, late is worse', () => {
  const { recency, frequency, money } = rfmScores(
    Float64Array.of(1, 50, 100, 200, 400),
    Float64Array.of(9, 1, 1, 1, 1),
    Float64Array.of(5, 4, 3, 2, Number.NaN),
  )
  assert.deepEqual([...recency], [5, 4, 3, 2, 1])
  assert.deepEqual([...frequency], [5, 1, 1, 1, 1])
  assert.deepEqual([...money], [4, 3, 2, 1, 0])
})

test('keeping costs what those cost who would have gone', () => {
  const keeping = { spent: 1_000, treated: 500, stayed: 450, leftAlone: 500, stayedAlone: 400 }
  const kept = costOfKeeping(keeping)
  assert.ok(kept.said && Math.abs(kept.value.value - 20) < 1e-9 && kept.value.low < 20 && kept.value.high > 20)
  const won = costOfWinning({ spent: 3_000, asked: 1_000, won: 30 })
  assert.ok(won.said && Math.abs(won.value.value - 100) < 1e-9)
  const ratio = winningAgainstKeeping({ spent: 3_000, asked: 1_000, won: 30 }, keeping)
  assert.ok(ratio.said && Math.abs(ratio.value.value - 5) < 1e-9 && ratio.value.low < 5 && ratio.value.high > 5)
  const whys = [
    costOfKeeping({ ...keeping, stayed: 405 }),
    costOfKeeping({ ...keeping, leftAlone: 10, stayedAlone: 5 }),
    costOfKeeping({ ...keeping, spent: Number.NaN }),
    costOfWinning({ spent: 10, asked: 100, won: 0 }),
    winningAgainstKeeping({ spent: 10, asked: 5, won: 1 }, keeping),
    winningAgainstKeeping({ spent: 10, asked: 50, won: 1 }, { ...keeping, spent: 0 }),
  ]
  assert.deepEqual(
    whys.map((answer) => (answer.said ? 'said' : answer.why)),
    ['no_effect', 'too_few', 'impossible_figures', 'no_effect', 'too_few', 'impossible_figures'],
  )
})
