import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conditionOf, type Group, inTheirOrder, sectionsOf } from './grouping.ts'
import type { ListColumn } from './queries.ts'

const column = (type: ListColumn['type']): ListColumn => ({ column: 'c', title: null, type, codes: null, filter: [], sort: false, sum: false })
const group = (value: Group['value'], count: number): Group => ({ value, count, sums: [] })

test('a group is a condition on its column, whatever the type', () => {
  assert.deepEqual(conditionOf(column('code'), 'gold'), { column: 'c', is: 'one_of', value: ['gold'] })
  assert.deepEqual(conditionOf(column('tags'), 'g_1'), { column: 'c', is: 'has_any', value: ['g_1'] })
  assert.deepEqual(conditionOf(column('units'), 'shop'), { column: 'c', is: 'has_any', value: ['shop'] })
  assert.deepEqual(conditionOf(column('boolean'), false), { column: 'c', is: 'false' })
  assert.deepEqual(conditionOf(column('staff'), null), { column: 'c', is: 'empty' })
})

test('codes stand in the order they were declared in, others by how many, and who has none last', () => {
  const said = (groups: Group[]) => groups.map(({ value }) => value)
  const groups = [group(null, 99), group('third', 73), group('second', 50), group('old', 40), group('first', 35)]
  assert.deepEqual(said(inTheirOrder(groups, ['first', 'second', 'third'])), ['first', 'second', 'third', 'old', null])
  assert.deepEqual(said(inTheirOrder([group(null, 9), group('g_2', 5), group('g_1', 3)], null)), ['g_2', 'g_1', null])
  assert.deepEqual(said(inTheirOrder([group(true, 9), group(false, 5)], null)), [true, false])
})

test('closed groups are heads alone; the rows of an open one stand under its head, narrowed by what the list was', () => {
  const groups = [group('a', 3), group('b', 2), group(null, 1)]
  const of = { asked: { sort: 'spent', as_of: 'then' }, filter: { column: 'kind', is: 'equals', value: 'person' }, column: column('code') } as const
  const shut = sectionsOf(groups, new Set(), of)
  assert.deepEqual([shut.count, [...shut.heads.keys()], shut.parts], [3, [0, 1, 2], []])
  const some = sectionsOf(groups, new Set(['"b"', 'null']), of)
  assert.deepEqual([some.count, [...some.heads.keys()]], [6, [0, 1, 4]])
  assert.deepEqual(
    some.parts.map(({ start, count }) => [start, count]),
    [
      [2, 2],
      [5, 1],
    ],
  )
  assert.deepEqual(some.parts[0]?.asked, { sort: 'spent', filter: JSON.stringify({ all: [of.filter, { column: 'c', is: 'one_of', value: ['b'] }] }) })
})
