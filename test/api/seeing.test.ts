import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as work from '../../src/office/work/contract.ts'
import { startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'

const password = 'a long password of Ben'

test('as a colleague: their work, not their private things, and receipts that name both', async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const added = await ask(admin, access.addStaff, { body: { name: 'Ben', email: 'ben@shop.example', password, role: 'clerk' } })
  const ben = product.client()
  await ben.api('POST', '/v1/session', { email: 'ben@shop.example', password })
  const { id } = await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { surname: 'Петрова', name: 'Ольга' }, identifiers: [] } })
  await ask(ben, work.addTask, { body: { kind: 'task', what: 'Позвонить', customer_id: id } })
  await ben.api('PUT', `/v1/favourites/${id}`, {})
  await ben.api('POST', '/v1/views', { title: 'Ben’s own', columns: [{ column: 'name' }] })
  const looks = async () => (await ask(admin, console_.listLooks, { params: { customer_id: id }, query: { limit: 50 } })).items

  await ask(admin, access.seeAs, { body: { staff_id: added.id } })
  await t.test('the list of what is mine is theirs; favourites and private lists are nobody’s', async () => {
    const { items } = await ask(admin, work.listTasks, { query: { whose: 'mine' } })
    assert.deepEqual(
      items.map((one) => [one.what, one.assignee?.name]),
      [['Позвонить', 'Ben']],
    )
    for (const path of ['/v1/favourites', '/v1/views', '/v1/notices']) assert.deepEqual(Object((await admin.api('GET', path)).body).items, [], path)
  })
  await t.test('the card opens, and the customer’s journal says who looked, through whose eyes', async () => {
    assert.equal((await ask(admin, console_.readCard, { params: { customer_id: id }, query: {} })).name?.full, 'Петрова Ольга')
    const seen = (await looks()).find((one) => one.fields.includes('card') && one.actor.as !== null)
    assert.deepEqual([seen?.actor.role, seen?.actor.as], ['admin', 'Ben'])
    assert.notEqual(seen?.actor.name, 'Ben')
  })
  await t.test('a purpose that is not the colleague’s opens nothing', async () => {
    const card = await ask(admin, console_.readCard, { params: { customer_id: id }, query: { purpose: 'security' } })
    assert.deepEqual(
      card.hidden.map((h) => [h.section, h.reason]),
      [['card', 'role_not_covered']],
    )
  })
  await t.test('what writes is refused in both wings, in one sentence; leaving ends it', async () => {
    for (const [method, path] of [
      ['POST', '/v1/tasks'],
      ['PUT', `/v1/customers/${id}/fields/name`],
      ['POST', `/v1/files/${id}?name=a.txt`],
      ['POST', '/v1/imports'],
    ] as const) {
      const answer = await admin.api(method, path, { kind: 'task', what: 'x' })
      assert.equal(answer.status, 403, path)
      assert.match(answer.text, /You look as a colleague now/, path)
    }
    await ask(admin, access.stopSeeing, {})
    assert.equal((await ask(admin, work.listTasks, { query: { whose: 'mine' } })).items.length, 0)
    assert.equal((await admin.api('POST', '/v1/tasks', { kind: 'task', what: 'x' })).status, 200)
  })
})
