import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  affinities,
  type Baskets,
  ease,
  easeProposals,
  goesWith,
  habits,
  likeness,
  nextBasket,
  type Rows,
  rowOf,
  rowsFrom,
  substitutes,
  usualLikeness,
  usualRepeat,
  whoShouldHear,
} from './index.ts'

const near = (found: number | undefined, expected: number, what = '') =>
  assert.ok(Math.abs((found ?? Number.NaN) - expected) < 1e-9, `${what}: ${found}, not ${expected}`)

function basketsOf(bought: readonly (readonly number[])[][], items: number): Baskets {
  const rows = bought.flatMap((days, customer) => days.flatMap((basket, day) => basket.map((item) => [customer, day, item] as const)))
  const column = (k: 0 | 1 | 2) => Int32Array.from(rows, (row) => row[k])
  return { customer: column(0), day: column(1), item: column(2), customers: bought.length, items }
}

const weightsOf = (rows: Rows, at: number) => new Map(Array.from(rowOf(rows, at).item, (item, k) => [item, rowOf(rows, at).weight[k] ?? 0]))

test('habits fade within groups and among them', () => {
  const options = { ...usualRepeat, group: 2, withinGroup: 0.5, ofGroups: 0.1 }
  // Three baskets: the first group has one, the last two. Item 0 is in all, item 1 in the last only, item 2 in the first only.
  const found = weightsOf(habits(basketsOf([[[0, 2], [0], [0, 1]]], 3), options), 0) // biome-ignore format: baskets
  near(found.get(0), 0.1 / 1 / 2 + (0.5 + 1) / 2 / 2, 'in all')
  near(found.get(1), 1 / 2 / 2, 'in the last')
  near(found.get(2), 0.1 / 1 / 2, 'in the first')
})

test('the next basket is what one buys again, then what those alike buy; nobody’s habits are nobody’s', () => {
  const milkAndBread = [[0, 1], [0, 1], [0, 1]] // biome-ignore format: baskets
  const withJam = [[0, 1, 2], [0, 1, 2], [0, 1]] // biome-ignore format: baskets
  const nails = [[3], [3], [3, 4]] // biome-ignore format: baskets
  const next = nextBasket(habits(basketsOf([milkAndBread, withJam, nails, []], 5)))
  assert.deepEqual(
    next.propose(0, 5).map(({ item, bought }) => [item, bought]),
    [
      [0, true],
      [1, true],
      [2, false],
    ],
  )
  assert.deepEqual(
    next.propose(0, 5, (item) => item === 0).map(({ item }) => item),
    [1, 2],
    'what the caller forbids is not proposed',
  )
  assert.deepEqual(next.propose(3, 5), [])
  assert.deepEqual(next.propose(0, 1).length, 1)
})

test('who is asked about first changes nothing for the next', () => {
  const days = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { maxLength: 4 }), { maxLength: 5 })
  fc.assert(
    fc.property(fc.array(days, { minLength: 2, maxLength: 6 }), (bought) => {
      const habit = habits(basketsOf(bought, 8))
      const [one, other] = [nextBasket(habit), nextBasket(habit)]
      for (let c = bought.length - 1; c > 0; c--) other.propose(c, 8)
      assert.deepEqual(one.propose(0, 8), other.propose(0, 8))
      for (const { score } of one.propose(0, 8)) assert.ok(score > 0 && Number.isFinite(score))
    }),
    { numRuns: 60, seed: 1 },
  )
})

const someRows = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 6 }), { minLength: 1, maxLength: 12 }).map((bought) =>
  rowsFrom(bought.length, 10, (c, into) => {
    for (const item of bought[c] ?? []) into.set(item, 1 + ((c + item) % 3))
  }),
)

/** A row of plain numbers for each customer. */
const dense = (rows: Rows) =>
  Array.from({ length: rows.start.length - 1 }, (_, c) => Array.from({ length: rows.items }, (_, i) => weightsOf(rows, c).get(i) ?? 0))

test('likeness is the cosine, shrunk where few bought both', () => {
  fc.assert(
    fc.property(someRows, (rows) => {
      const full = dense(rows)
      const { near: found } = likeness(rows, { ...usualLikeness, shrink: 3 })
      for (let i = 0; i < 10; i++) {
        const weights = weightsOf(found, i)
        for (let j = 0; j < 10; j++) {
          if (i === j) continue
          const sum = (f: (row: number[]) => number) => full.reduce((total, row) => total + f(row), 0)
          const both = sum((row) => ((row[i] ?? 0) > 0 && (row[j] ?? 0) > 0 ? 1 : 0))
          const norm = (k: number) => Math.sqrt(sum((row) => (row[k] ?? 0) ** 2))
          const expected = both === 0 ? undefined : (sum((row) => (row[i] ?? 0) * (row[j] ?? 0)) / (norm(i) * norm(j))) * (both / (both + 3))
          if (expected === undefined) assert.equal(weights.get(j), undefined)
          else near(weights.get(j), expected, `${i} and ${j}`)
        }
      }
    }),
    { numRuns: 40, seed: 2 },
  )
})

test('a basket gets what goes with it, never what is in it; a stand-in is of the same category', () => {
  const rows = rowsFrom(40, 5, (c, into) => {
    for (const item of c % 2 === 0 ? [0, 1, 2] : [0, 3]) into.set(item, 1)
  })
  const like = likeness(rows)
  assert.deepEqual(
    goesWith(like, [{ item: 1, weight: 1 }], 2).map(({ item }) => item),
    [2, 0],
  )
  assert.ok(
    goesWith(
      like,
      [
        { item: 1, weight: 1 },
        { item: 2, weight: 1 },
      ],
      9,
    ).every(({ item }) => item !== 1 && item !== 2),
  )
  assert.deepEqual(
    substitutes(like, 1, Int32Array.of(1, 2, 2, 1, 2), 5).map(({ item }) => item),
    [2],
  )
})

test('EASE solves what its paper says: B is (I − P ÷ diag P) with P the inverse of XᵀX + λI', () => {
  fc.assert(
    fc.property(someRows, fc.double({ min: 0.5, max: 50, noNaN: true }), (rows, ridge) => {
      const found = ease(rows, ridge)
      assert.ok(found !== null)
      const full = dense(rows).map((row) => row.map((w) => (w > 0 ? 1 : 0)))
      // (XᵀX + λI)(B − I) is −diag(1 ÷ diag P): nothing off the diagonal.
      for (let i = 0; i < 10; i++) {
        for (let j = 0; j < 10; j++) {
          let sum = 0
          for (let k = 0; k < 10; k++) {
            const g = full.reduce((total, row) => total + (row[i] ?? 0) * (row[k] ?? 0), 0) + (i === k ? ridge : 0)
            sum += g * ((found.weights[k * 10 + j] ?? 0) - (k === j ? 1 : 0))
          }
          if (i !== j) assert.ok(Math.abs(sum) < 1e-9, `${i}, ${j}: ${sum}`)
          else assert.ok(sum < 0)
        }
        assert.equal(found.weights[i * 10 + i], 0)
      }
    }),
    { numRuns: 40, seed: 3 },
  )
})

test('EASE over more than a block of items finds what is bought together', () => {
  const items = 150
  const rows = rowsFrom(600, items, (c, into) => {
    for (const by of [0, 50, 100]) into.set((c % 50) + by, 1)
  })
  const found = ease(rows, 1)
  assert.ok(found)
  assert.ok(found.weights.every(Number.isFinite))
  assert.deepEqual(
    easeProposals(found, [7], 2).map(({ item }) => item),
    [57, 107],
  )
  assert.deepEqual(
    easeProposals(found, [7, 57], 5, (item) => item === 107),
    [],
  )
  assert.equal(ease({ ...rows, items: 8_001 }), null)
  assert.equal(ease({ ...rows, items: 0 }), null)
})

test('few purchases make nobody a lover of anything; many do, and everybody’s taste is no lift', () => {
  const everybody = [600, 300, 100, 0]
  const [one, many, like] = [affinities([0, 0, 1, 0], everybody), affinities([5, 5, 90, 0], everybody), affinities([60, 30, 10, 0], everybody)]
  assert.ok((one[2]?.low ?? 1) < 0.1 && (one[2]?.lift ?? 0) < 2)
  assert.ok((many[2]?.low ?? 0) > 0.7 && (many[2]?.lift ?? 0) > 8 && many[2]?.n === 100)
  near(like[0]?.lift, 1)
  assert.equal(one[3], null, 'what nobody ever bought')
  assert.ok(affinities([Number.NaN, 0, 0, 0], everybody).every((a) => a === null))
  near(
    many.reduce((sum, a) => sum + (a?.share ?? 0), 0),
    1,
    'shares',
  )
  assert.deepEqual(
    whoShouldHear([one, many, like], [2], 5).map(({ customer }) => customer),
    [1],
  )
  assert.deepEqual(whoShouldHear([one, many, like], [3], 5), [])
})

test('rows out of order or of nobody are a mistake of the caller', () => {
  const baskets = basketsOf([[[0]], [[1]]], 2)
  assert.throws(() => habits({ ...baskets, customer: Int32Array.of(1, 0) }), /Row 1/)
  assert.throws(() => habits({ ...baskets, item: Int32Array.of(0, 2) }), /item 2/)
})

test('an item that two hundred thousand bought is one item', () => {
  const customers = 200_000
  const all = Int32Array.from({ length: customers }, (_, c) => c)
  const habit = habits({ customer: all, day: new Int32Array(customers), item: new Int32Array(customers), customers, items: 2 })
  assert.deepEqual(rowOf(likeness(habit).near, 0).item, new Int32Array(0), 'nothing goes with it')
  assert.deepEqual(
    nextBasket(habit)
      .propose(7, 3)
      .map(({ item, bought }) => [item, bought]),
    [[0, true]],
  )
})
