import assert from 'node:assert/strict'
import { test } from 'node:test'
import { viewBody } from '../../../src/office/lists/views/contract.ts'
import { savedOf } from './views.ts'

test('a saved list that is renamed, shared or brought back is written whole, its groups among it', () => {
  const view = {
    title: 'By class',
    filter: { column: 'role', is: 'equals' as const, value: 'customer' },
    sort: '-spent',
    columns: [{ column: 'spent', width: 120, frozen: false }],
    density: 'compact' as const,
    group: 'value_class',
    shared: 'everybody' as const,
    default_for: ['clerk'],
  }
  const ofTheServer = { view_id: 'w_1', made_by: null, editable: true, version: 3, changed_at: '2026-11-22T09:00:00Z', broken: [] }
  const written = savedOf({ ...view, ...ofTheServer })
  assert.deepEqual(written, view)
  assert.deepEqual(Object.keys(written).sort(), Object.keys(viewBody.shape).sort(), 'and whatever a list may hold one day')
})
