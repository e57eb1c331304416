import assert from 'node:assert/strict'
import { test } from 'node:test'
import { treeOf } from './tree.ts'

test('units stand under the one they belong to, and at the top when that one is not shown', () => {
  const units = [
    { code: 'north', parent: null },
    { code: 'shop2', parent: 'gone' },
    { code: 'shop1', parent: 'north' },
    { code: 'till', parent: 'shop1' },
  ]
  assert.deepEqual(
    treeOf(units).map(({ unit, depth }) => `${depth} ${unit.code}`),
    ['0 north', '1 shop1', '2 till', '0 shop2'],
  )
})
