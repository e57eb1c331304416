import assert from 'node:assert/strict'
import test from 'node:test'
import { interaction } from '../../src/keep/interactions/contract.ts'
import { addTask } from '../../src/office/work/contract.ts'
import { superstore } from './superstore.ts'

const today = '2026-11-21'

test('the whole shop is there: 793 customers, 5,009 orders, 9,994 lines, 2,297,200.86 dollars', () => {
  const shop = superstore({ today })
  const orders = [...shop.interactions]
  const lines = orders.flatMap((order) => order.items ?? [])
  assert.deepEqual([shop.people.length, orders.length, lines.length], [793, 5009, 9994])
  const cents = orders.reduce((sum, order) => sum + (order.amount?.minor ?? 0), 0)
  assert.ok(Math.abs(cents - 229_720_086) < 50, `${cents}: each line is rounded to a cent`)
  for (const order of orders) assert.ok(interaction.safeParse(order).success, order.id)
})

test('the last order was placed a week ago, the first almost four years before it, and a day later all is a day later', () => {
  const days = (now: string): string[] => [...superstore({ today: now }).interactions].map((order) => order.at.slice(0, 10))
  const [first, last] = [days(today)[0], days(today).at(-1)]
  assert.equal(last, '2026-11-14')
  assert.equal(first, '2022-11-18')
  assert.equal(days('2026-11-22')[0], '2022-11-19')
})

test('everyone is introduced once, with a name and an address of their own, and most consent to e-mail', () => {
  const shop = superstore({ today })
  const introduced = [...shop.interactions].filter((order) => order.customer.fields !== undefined)
  assert.equal(introduced.length, 793)
  assert.equal(new Set(shop.people.map((p) => p.contacts[0]?.value)).size, 793)
  assert.ok(shop.people.every((p) => p.contacts[0]?.value.endsWith('@example.com')))
  const given = shop.consents.filter((c) => c.state === 'given').length
  assert.ok(given > 793 * 0.65 && given < 793 * 0.85, String(given))
  assert.deepEqual(superstore({ today }), shop)
})

test('what the staff has to do is something the API takes', () => {
  const { tasks } = superstore({ today })
  assert.ok(tasks.length > 0)
  for (const { what, due_at } of tasks) assert.ok(addTask.body?.safeParse({ kind: 'task', what, due_at }).success, `${what}: ${due_at}`)
})
