import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWings, type Wings } from '../../../test/wings.ts'
import { opaque } from '../../platform/ids/index.ts'
import { followFigures, matching, openLists } from './index.ts'
import type { Filter } from './shapes.ts'

// Filters, orders and sums over the figures of customers who were recorded as any are.

async function shop(t: Parameters<typeof openWings>[0]) {
  const wings = await openWings(t)
  const lists = openLists({ url: wings.store.url.office, door: wings.office.door, clock: wings.clock })
  t.after(() => lists.destroy())
  const house = { lists, door: wings.office.door, ids: opaque('ids'), clock: wings.clock }
  return { wings, house, follow: () => followAll(wings) }
}

async function followAll({ office, clock }: Wings): Promise<void> {
  for (let turns = 0; turns < 1000; turns++) if (!(await followFigures(office.db, { now: clock.now(), piece: 100 })).more) return
  assert.fail('the figures are never up with the facts')
}

test('everybody known is in the list once the facts were followed', async (t) => {
  const { wings, house, follow } = await shop(t)
  const made = await wings.customers(5)
  await follow()
  const all: Filter = { column: 'has_email', is: 'true' }
  assert.deepEqual(await matching(house, { filter: all, me: null, within: undefined }, { after: 0, limit: 100 }), made)
  assert.deepEqual(await matching(house, { filter: { not: all }, me: null, within: undefined }, { after: 0, limit: 100 }), [])
})
