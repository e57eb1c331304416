import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { areaUnderCurve, boost, calibrationError, type Feature, fitLogistic, inThread, lapseChances, lookAlikes, pick, usualBoosting } from '../index.ts'
import { normal, randomFrom } from '../numbers/random.ts'
import { calibrate, isotonic, platt } from './calibration.ts'

const chance = (score: number) => 1 / (1 + Math.exp(-score))
const number = (name: string, values: Float64Array): Feature => ({ name, kind: 'number', values })
const category = (name: string, values: Int32Array): Feature => ({ name, kind: 'category', values })
const quick = { ...usualBoosting, trees: 60, rate: 0.1, depth: 4 }

/** Customers whose lapse hangs on a bend of one number, on two of six tariffs, and on what is missing; one number is noise. */
function madeUp(n: number, seed: number): { features: Feature[]; truth: Uint8Array } {
  const random = randomFrom(seed)
  const columns = { calls: new Float64Array(n), days: new Float64Array(n), noise: new Float64Array(n) }
  const tariff = new Int32Array(n)
  const truth = new Uint8Array(n)
  for (let i = 0; i < n; i++) {
    const calls = 6 * random()
    const unknown = random() < 0.2
    columns.calls[i] = calls
    columns.days[i] = unknown ? Number.NaN : 100 * random()
    columns.noise[i] = normal(random)
    tariff[i] = Math.floor(6 * random())
    const score = -2 + (calls > 4 ? 2.5 : 0) + (tariff[i] === 1 || tariff[i] === 4 ? 1.5 : 0) + (unknown ? 1.5 : 0)
    truth[i] = random() < chance(score) ? 1 : 0
  }
  return { features: [number('calls', columns.calls), number('days', columns.days), number('noise', columns.noise), category('tariff', tariff)], truth }
}

test('boosting finds a known function of numbers, with its bends', () => {
  const random = randomFrom(2)
  const draw = () => Float64Array.from({ length: 3_000 }, () => 4 * random() - 2)
  const columns = [draw(), draw(), draw()] as const
  const truth = columns[0].map((a, i) => Math.sin(2 * a) + (columns[1][i] ?? 0) ** 2 + (a > 0 && (columns[2][i] ?? 0) > 0 ? 1 : 0))
  const features = columns.map((values, k) => number(`${k}`, values))
  const train = Array.from({ length: 2_000 }, (_, i) => i)
  const rest = Array.from({ length: 1_000 }, (_, i) => 2_000 + i)
  const found = boost(
    pick(features, train),
    train.map((i) => truth[i] ?? 0),
    { ...quick, loss: 'squared', trees: 150, columnShare: 1 },
  ).score(pick(features, rest))
  const mean = rest.reduce((sum, i) => sum + (truth[i] ?? 0), 0) / rest.length
  const left = rest.reduce((sum, i, k) => sum + ((truth[i] ?? 0) - (found[k] ?? 0)) ** 2, 0) / rest.reduce((sum, i) => sum + ((truth[i] ?? 0) - mean) ** 2, 0)
  assert.ok(left < 0.05, `${left} of the spread is left`)
})

test('boosting takes categories and what is missing for what they are, and says what told apart', () => {
  const { features, truth } = madeUp(4_000, 1)
  const later = madeUp(4_000, 2)
  const { score, gains } = boost(features, truth, quick)
  const best = areaUnderCurve(bestScores(later.features), later.truth) ?? 0
  const found = areaUnderCurve(score(later.features), later.truth) ?? 0
  assert.ok(found > best - 0.02, `${found} of at most ${best}`)
  const [calls = 0, days = 0, noise = 1, tariff = 0] = gains
  assert.ok(calls > 0.3 && days > 0.05 && tariff > 0.1 && noise < 0.15, `${gains}`)
  const unseen = later.features.map((feature) => (feature.kind === 'category' ? { ...feature, values: feature.values.map(() => 77) } : feature))
  assert.ok(score(unseen).every(Number.isFinite), 'a tariff that was never seen')
})

function bestScores(features: readonly Feature[]): Float64Array {
  const [calls, days, , tariff] = features.map((f) => f.values)
  return Float64Array.from(calls ?? [], (c, i) => (c > 4 ? 2.5 : 0) + (tariff?.[i] === 1 || tariff?.[i] === 4 ? 1.5 : 0) + (Number.isNaN(days?.[i]) ? 1.5 : 0))
}

test('a logistic regression finds the weights that customers were drawn from', () => {
  const random = randomFrom(4)
  const values = Float64Array.from({ length: 8_000 }, () => 10 + 5 * normal(random))
  const truth = Uint8Array.from(values, (v) => (random() < chance(-1 + 0.8 * ((v - 10) / 5)) ? 1 : 0))
  const { score, converged } = fitLogistic([number('v', values)], truth)
  assert.ok(converged)
  const [low = 0, middle = 0, high = 0] = score([number('v', Float64Array.of(5, 10, Number.NaN))])
  assert.ok(Math.abs(middle + 1) < 0.1 && Math.abs(middle - low - 0.8) < 0.1, `${middle} ${low}`)
  assert.ok(Math.abs(high - middle) < 0.05, 'what is missing counts as the mean')
})

test('boosting that is told to stop stops', () => {
  const { features, truth } = madeUp(300, 1)
  let trees = 0
  boost(features, truth, quick, (tree) => {
    trees = tree
    return tree === 5
  })
  assert.equal(trees, 5)
})

test('both calibrations turn scores that say too much into chances that come true', () => {
  const random = randomFrom(6)
  const scores = Float64Array.from({ length: 6_000 }, () => 6 * normal(random))
  const truth = Uint8Array.from(scores, (s) => (random() < chance(s / 3 - 1) ? 1 : 0))
  const raw = calibrationError(scores.map(chance), truth)
  for (const made of [isotonic(scores, truth), platt(scores, truth)]) {
    const chances = scores.map(made.chance)
    assert.ok(calibrationError(chances, truth) < 0.02 && raw > 0.08, made.by)
    assert.ok(
      chances.every((p) => p > 0 && p < 1),
      'never surely, never surely not',
    )
    const rising = Float64Array.from(scores).sort().map(made.chance)
    assert.ok(
      rising.every((p, i) => p >= (rising[i - 1] ?? 0) - 1e-12),
      'a higher score is never a smaller chance',
    )
  }
  assert.equal(calibrate(scores, truth).by, 'isotonic')
  assert.equal(calibrate(scores.slice(0, 500), truth.slice(0, 500)).by, 'platt')
})

test('the chance of a lapse is learned on one period and checked on the next', () => {
  const answer = lapseChances(madeUp(2_500, 1), madeUp(2_500, 2), quick)
  assert.ok(answer.said)
  const { checks, by, gains, chance: chances } = answer.value
  assert.equal(by, 'boosting', 'a bend is nothing for a line')
  const [logistic, boosting] = checks
  assert.ok(logistic !== undefined && boosting !== undefined && boosting.logLoss < logistic.logLoss)
  assert.ok(boosting.area.low < boosting.area.value && boosting.area.value < boosting.area.high && boosting.area.low > 0.7)
  assert.ok(boosting.calibrationError < 0.04 && boosting.liftOfTenth > 1.5, JSON.stringify(boosting))
  assert.equal(gains[0]?.name, 'calls')
  assert.ok(chances(madeUp(50, 3).features).every((p) => p > 0 && p < 1))
  assert.deepEqual([answer.method, answer.n], ['lapse: boosting', 2_500])
})

test('a thread learns too, and says how far it is', async () => {
  const [earlier, later, now] = [madeUp(600, 1), madeUp(600, 2), madeUp(50, 3).features]
  const options = { ...quick, trees: 30 }
  const shares: number[] = []
  const answer = await inThread('lapse', { earlier, later, now, options }, { progress: (share) => shares.push(share) })
  const here = lapseChances(earlier, later, options)
  assert.ok(answer.said && here.said)
  assert.deepEqual(answer.value.chances, here.value.chance(now))
  assert.ok(shares.length >= 6 && shares.every((s, i) => s >= (shares[i - 1] ?? 0) && s <= 1), `${shares}`)
  const alike = await inThread('lookAlikes', { earlier, later: { ...later, truth: new Uint8Array(600) }, now })
  assert.deepEqual(alike, { said: false, method: 'look-alikes', n: 600, why: 'too_few' })
})

test('who is like the best is never told by a protected column', () => {
  const protect = (seed: number) => {
    const made = madeUp(1_500, seed)
    // Age alone would tell everything.
    return { ...made, features: [...made.features, { ...number('age', Float64Array.from(made.truth)), protected: true }] }
  }
  const answer = lookAlikes(protect(1), protect(2), quick)
  assert.ok(answer.said)
  assert.ok(answer.value.checks.every(({ area }) => area.value < 0.95))
  assert.ok(!answer.value.gains.some(({ name }) => name === 'age'))
  const some = protect(3).features
  const older = some.map((feature) => (feature.kind === 'number' && feature.protected ? { ...feature, values: feature.values.map((v) => 1 - v) } : feature))
  assert.deepEqual(answer.value.chance(some), answer.value.chance(older))
})

test('too few, nothing to tell apart and rubbish get a plain answer', () => {
  const why = (...periods: Parameters<typeof lapseChances>) => {
    const answer = lapseChances(...periods)
    return answer.said ? 'said' : answer.why
  }
  const good = madeUp(400, 1)
  const some = { ...quick, trees: 10 }
  const nothing = {
    features: [number('noise', good.features[2]?.values instanceof Float64Array ? good.features[2].values : new Float64Array(400))],
    truth: good.truth,
  }
  assert.equal(why(madeUp(40, 1), good, some), 'too_few')
  assert.equal(why(good, madeUp(40, 1), some), 'too_few')
  assert.equal(why({ ...good, truth: new Uint8Array(400) }, good, some), 'too_few')
  assert.equal(why({ ...good, truth: new Uint8Array(7) }, good, some), 'impossible_figures')
  assert.equal(why({ ...good, truth: good.truth.map((t) => 3 * t) }, good, some), 'impossible_figures')
  assert.equal(why(nothing, { ...nothing, truth: madeUp(400, 9).truth }, some), 'no_effect')
  assert.throws(() => lapseChances({ ...good, features: [...good.features, number('short', new Float64Array(3))] }, good, some), /different lengths/)
})

test('whatever stands in the columns, a score is a number', () => {
  const rubbish = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 1, -1e300, 1e300, 5)
  fc.assert(
    fc.property(fc.array(fc.tuple(rubbish, fc.integer({ min: -1, max: 300 }), fc.boolean()), { minLength: 1, maxLength: 80 }), (rows) => {
      const features = [
        number(
          'n',
          Float64Array.from(rows, (r) => r[0]),
        ),
        category(
          'c',
          Int32Array.from(rows, (r) => r[1]),
        ),
      ]
      const truth = Uint8Array.from(rows, (r) => (r[2] ? 1 : 0))
      for (const { score } of [boost(features, truth, { ...quick, trees: 5 }), fitLogistic(features, truth)]) assert.ok(score(features).every(Number.isFinite))
    }),
    { numRuns: 60, seed: 8 },
  )
})
