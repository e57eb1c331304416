import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import * as gate from '../../src/keep/gate/contract.ts'
import * as policy from '../../src/keep/policy/contract.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'
import { until } from '../until.ts'

// Who can be reached, counted over everybody in the background.

describe('the board of who can be reached', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let key: string

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) } as never, { demo: true })
    admin = await product.setUp()
    key = (await ask(admin, access.addKey, { body: { kind: 'secret', title: 'shop', source: 'shop', scopes: ['record', 'read'] } })).secret
    const interactions = Array.from({ length: 45 }, (_, i) => ({
      id: `${i}`,
      at: '2026-11-01T10:00:00Z',
      kind: 'order',
      channel: 'shop',
      customer: { identifiers: [{ kind: 'email', value: `anna${i}@example.com` }], fields: { name: 'Анна' } },
    }))
    assert.equal((await product.api('POST', '/v1/interactions', { interactions }, { key })).status, 200)
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  test('POST /v1/reach-board counts in the background, GET /v1/reach-board gives it with its date; a change of limits makes it stale', async () => {
    const clerk = await admin.api('POST', '/v1/staff', { name: 'Clerk', email: 'clerk@shop.example', password: 'a long password of the clerk', role: 'clerk' })
    assert.ok(clerk.status < 300, clerk.text)
    const other = product.client()
    await other.api('POST', '/v1/session', { email: 'clerk@shop.example', password: 'a long password of the clerk' })
    assert.equal((await other.api('GET', '/v1/reach-board')).status, 403)
    assert.equal((await product.api('POST', '/v1/reach-board', {}, { key })).status, 403, 'a key that reads does not have everybody counted')
    assert.deepEqual(await ask(admin, policy.readReachBoard, {}), { board: null, counting: false })

    assert.equal((await ask(admin, policy.countReachBoard, {})).counting, true)
    await until('everybody is counted', async () => !(await ask(admin, policy.readReachBoard, {})).counting)
    const { board } = await ask(admin, policy.readReachBoard, {})
    assert.ok(board)
    assert.deepEqual([board.people, board.stale, board.smallest_group], [45, false, 20])
    const marketing = board.purposes.find(({ purpose }) => purpose === 'marketing')
    assert.equal(marketing?.reachable, 0)
    assert.deepEqual(marketing?.channels.find(({ channel }) => channel === 'email')?.groups, [{ decision: 'deny', reason: 'consent_missing', count: 45 }])

    await ask(admin, gate.saveCap, { params: { cap: 'month' }, body: { scope: 'all', contacts: 5, days: 30 } })
    assert.equal((await ask(admin, policy.readReachBoard, {})).board?.stale, true)
    const byKey = await product.api('GET', '/v1/reach-board', undefined, { key })
    assert.equal(byKey.status, 200, byKey.text)
    assert.ok(!/example\.com|Анна|c_/.test(byKey.text), 'figures only')
  })
})
