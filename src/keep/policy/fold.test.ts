import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fold, smallestGroup } from './fold.ts'

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
