import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Condition, Filter } from '../../../src/office/lists/shapes.ts'
import { pack, unpack } from './pack.ts'
import { addAt, changeAt, conditionsOf, depthOf, draftOf, filterOf, type Group, noFilter, removeAt } from './tree.ts'

const plain = { noNullPrototype: true }
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record(
    {
      column: fc.constantFrom('spent', 'role', 'x_size'),
      is: fc.constantFrom('more', 'one_of'),
      value: fc.oneof(fc.integer(), fc.array(fc.string(), { maxLength: 3 })),
    },
    plain,
  ),
  fc.record({ column: fc.constantFrom('owner', 'tags'), is: fc.constant('empty') }, plain),
)
const { filter }: { filter: fc.Arbitrary<Filter> } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3 },
    condition,
    fc.record({ all: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) }, plain),
    fc.record({ any: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) }, plain),
    fc.record({ not: tie('filter') }, plain),
  ),
}))

/** Whether a filter holds when each condition says yes or no by itself. */
function holds(f: Filter, yes: (c: Condition) => boolean): boolean {
  if ('all' in f) return f.all.every((each) => holds(each, yes))
  if ('any' in f) return f.any.some((each) => holds(each, yes))
  return 'not' in f ? !holds(f.not, yes) : yes(f)
}

test('a filter drawn as boxes and read back means the same', () => {
  fc.assert(
    fc.property(filter, fc.func(fc.boolean()), (before, says) => {
      const yes = (c: Condition) => says(JSON.stringify(c))
      const after = filterOf(draftOf(before), () => true)
      assert.ok(after)
      assert.equal(holds(after, yes), holds(before, yes))
    }),
  )
})

test('a filter in an address is the same filter, and short', () => {
  fc.assert(fc.property(filter, (before) => assert.deepEqual(unpack(pack(before)), before)))
  const usual: Filter = {
    all: [
      { column: 'spent', is: 'more', value: 5_000_000 },
      { column: 'tags', is: 'has_any', value: ['g_1', 'ё'] },
    ],
  }
  assert.match(pack(usual), /^[\w-]{1,90}$/)
})

test('what is no filter is none, and breaks nothing', () => {
  fc.assert(fc.property(fc.string(), (text) => void unpack(text)))
  for (const text of ['', 'bm8', 'W10', btoa('[3]'), btoa('[["a"]]'), btoa('{"a":1}'), btoa('[0,["spent"]]')]) assert.equal(unpack(text), undefined, text)
})

const yes = () => true
const lead: Condition = { column: 'role', is: 'equals', value: 'lead' }
const rich: Condition = { column: 'spent', is: 'more', value: 100 }
const either: Group = { join: 'all', of: [lead, { join: 'any', of: [rich, { column: 'owner', is: 'empty' }] }] }

test('conditions are added, changed and removed where they stand', () => {
  const grown = addAt(either, [1], { column: 'tags', is: 'empty' })
  assert.deepEqual(
    conditionsOf(grown).map(({ condition: c, path }) => [c.column, path]),
    [
      ['role', [0]],
      ['spent', [1, 0]],
      ['owner', [1, 1]],
      ['tags', [1, 2]],
    ],
  )
  const changed = changeAt(grown, [1, 0], () => ({ ...rich, value: 5 }))
  assert.deepEqual(filterOf(removeAt(changed, [0]), yes), {
    all: [
      {
        any: [
          { ...rich, value: 5 },
          { column: 'owner', is: 'empty' },
          { column: 'tags', is: 'empty' },
        ],
      },
    ],
  })
})

test('a group that loses its last condition goes with it; the outermost stays', () => {
  const one = removeAt(removeAt(either, [1, 1]), [1, 0])
  assert.deepEqual(one, { join: 'all', of: [lead] })
  assert.deepEqual(removeAt(one, [0]), noFilter)
  assert.equal(filterOf(noFilter, yes), undefined)
})

test('what still lacks its value is not asked by', () => {
  const ready = (c: Condition) => c.value !== undefined
  assert.deepEqual(filterOf(addAt(either, [], { column: 'since', is: 'after' }), ready), { all: [lead, { any: [rich] }] })
  assert.equal(filterOf({ join: 'none', of: [{ column: 'since', is: 'after' }] }, ready), undefined)
})

test('none of several is not any of them', () => {
  assert.deepEqual(filterOf({ join: 'none', of: [lead, rich] }, yes), { not: { any: [lead, rich] } })
  assert.deepEqual(draftOf({ not: { any: [lead, rich] } }), { join: 'none', of: [lead, rich] })
  assert.equal(depthOf(either), 2)
})
