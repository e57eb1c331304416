import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Shown } from './state.ts'
import { differences, isChanged, listSearch, nextOrder, orderText, readOrder, shownBy } from './state.ts'

const view: Shown = {
  filter: { column: 'role', is: 'equals', value: 'lead' },
  sort: [{ column: 'spent', down: true }],
  layout: [
    { column: 'name', width: 260, frozen: true },
    { column: 'spent', width: 120, frozen: false },
  ],
  density: undefined,
  group: undefined,
}

test('an address says only where the list differs from its view, and gives the same list back', () => {
  assert.equal(isChanged(differences(view, view)), false)
  const other: Shown = { ...view, filter: { all: [{ column: 'since', is: 'within_days', value: 30 }] }, sort: [], density: 'compact', group: 'role' }
  const address = listSearch({ v: 'w_1', ...differences(other, view) })
  assert.deepEqual(shownBy(address, view), { ...other, unread: false })
  assert.equal(address.c, undefined)
  assert.equal(address.g, 'role')
  const grouped: Shown = { ...view, group: 'role' }
  assert.equal(shownBy(differences(view, grouped), grouped).group, undefined, 'groups taken away from a view that has some stay away')
})

test('a filter taken away from a view that has one stays away', () => {
  const bare = { ...view, filter: undefined }
  const { f } = differences(bare, view)
  assert.equal(shownBy({ f }, view).filter, undefined)
  assert.equal(shownBy({ f }, view).unread, false)
  assert.equal(shownBy({}, view).filter, view.filter)
})

test('an address that somebody broke shows the view, and says that the filter was not read', () => {
  const search = listSearch({ f: 'руббиш', s: '<b>', c: 'nothing', d: 'huge', q: 17 })
  const shown = shownBy(search, view)
  assert.equal(shown.unread, true)
  assert.deepEqual(shown.sort, [])
  assert.deepEqual(shown.layout, view.layout)
  assert.deepEqual({ q: search.q, d: search.d }, { q: '17', d: undefined })
  assert.equal(listSearch({ f: 'x'.repeat(13_000) }).f, undefined)
})

test('a head sorts in turn, its own way first, and with Shift beside the others', () => {
  const once = nextOrder([], 'spent', { first: 'down', join: false })
  assert.equal(orderText(once), '-spent')
  const twice = nextOrder(once, 'spent', { first: 'down', join: false })
  assert.equal(orderText(twice), 'spent')
  assert.equal(orderText(nextOrder(twice, 'spent', { first: 'down', join: false })), '')
  const both = nextOrder(once, 'country', { first: 'up', join: true })
  assert.equal(orderText(both), '-spent,country')
  assert.equal(orderText(nextOrder(both, 'spent', { first: 'down', join: true })), 'spent,country')
  assert.equal(orderText(nextOrder(both, 'name', { first: 'up', join: true })), 'name', 'a name is sorted by alone')
  assert.equal(orderText(nextOrder(both, 'role', { first: 'up', join: false })), 'role')
})

test('an order in an address is read, rubbish in it is not', () => {
  assert.deepEqual(readOrder('-spent,name,,DROP,--x'), [
    { column: 'spent', down: true },
    { column: 'name', down: false },
  ])
})
