import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fold, foldBeside, smallestGroup } from './fold.ts'

const groups = (...counts: number[]) => counts.map((count, i) => ({ key: String.fromCharCode(97 + i), count }))

test('a small group stands with others, and with a larger one where those are too few', () => {
  const cases: [counts: number[], shown: string[], few: { keys: string[]; count: number | null } | null][] = [
    [[], [], null],
    [[0, 0], [], null],
    [[50, 20], ['a', 'b'], null],
    [[19], [], { keys: ['a'], count: null }],
    [[19, 5], [], { keys: ['b', 'a'], count: 24 }],
    [[500, 3], [], { keys: ['b', 'a'], count: 503 }],
    [[500, 60, 3], ['a'], { keys: ['c', 'b'], count: 63 }],
    [[500, 15, 8], ['a'], { keys: ['c', 'b'], count: 23 }],
    [[10, 5], [], { keys: ['b', 'a'], count: null }],
  ]
  for (const [counts, shown, few] of cases) {
    const folded = fold(groups(...counts))
    assert.deepEqual([folded.shown.map(({ key }) => key), folded.few], [shown, few], JSON.stringify(counts))
  }
})

test('whatever the counts: nothing below the smallest group is said or can be worked out, and nobody is lost', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 12 }), (counts) => {
      const folded = fold(groups(...counts))
      const whole = counts.reduce((a, b) => a + b, 0)
      const said = folded.shown.reduce((a, { count }) => a + count, 0)
      assert.ok(folded.shown.every(({ count }) => count >= smallestGroup))
      const rest = whole - said
      assert.ok(rest === 0 || rest >= smallestGroup || folded.shown.length === 0, 'what is left over is large enough, or nothing is said at all')
      assert.equal(folded.few?.count ?? null, rest >= smallestGroup ? rest : null)
    }),
  )
})

test('of a part of what is shown too: whoever moved between groups by fewer than that cannot be told from the two', () => {
  const cases: [whole: number[], part: number[], shown: string[], few: number | null][] = [
    [[100, 50], [100, 50], ['a', 'b'], null],
    [[100, 50], [99, 51], [], 150],
    [[100, 50], [60, 90], ['b', 'a'], null],
    [[100, 50, 0], [60, 49, 41], ['a'], 90],
    [[100, 0], [81, 19], [], 100],
    [[100, 60, 22, 3], [70, 90, 22, 3], ['b', 'a'], 25],
  ]
  for (const [whole, part, shown, few] of cases) {
    const folded = foldBeside(groups(...part), groups(...whole))
    assert.deepEqual([folded.shown.map(({ key }) => key), folded.few?.count ?? null], [shown, few], JSON.stringify([whole, part]))
  }
  const count = fc.integer({ min: 0, max: 120 })
  fc.assert(
    fc.property(fc.array(fc.tuple(count, count), { minLength: 1, maxLength: 8 }), (pairs) => {
      const whole = groups(...pairs.map(([a]) => a))
      const was = new Map(whole.map(({ key, count: n }) => [key, n]))
      const { shown, few } = foldBeside(groups(...pairs.map(([, b]) => b)), whole)
      for (const { key, count: n } of shown) assert.ok(n >= smallestGroup && (n === was.get(key) || Math.abs(n - (was.get(key) ?? 0)) >= smallestGroup))
      if (!few || few.count === null || shown.length === 0) return
      const less = Math.abs(few.count - few.keys.reduce((sum, key) => sum + (was.get(key) ?? 0), 0))
      assert.ok(less === 0 || less >= smallestGroup)
    }),
  )
})
