import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import { startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'

test('who may not see a customer’s card changes nothing of it, and the customer reads that they tried', async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const password = 'a long password of a marketer'
  await ask(admin, access.addStaff, { body: { name: 'Mark', email: 'mark@shop.example', password, role: 'marketer' } })
  const marketer = product.client()
  assert.equal((await marketer.api('POST', '/v1/session', { email: 'mark@shop.example', password })).status, 200)
  const enter = async (surname: string, email: string) =>
    (await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { surname }, identifiers: [{ kind: 'email', value: email }] } })).id
  const olga = await enter('Петрова', 'olga@example.com')
  const nina = await enter('Иванова', 'nina@example.com')
  const card = async () => {
    const whole = await ask(admin, console_.readCard, { params: { customer_id: olga }, query: {} })
    const timeline = await ask(admin, console_.readTimeline, { params: { customer_id: olga }, query: {} })
    return [whole.name, whole.fields, whole.relations, timeline.items]
  }
  const before = await card()

  const deeds = [
    ['PUT', `/v1/customers/${olga}/fields/surname`, { value: 'Чужая' }],
    ['POST', `/v1/customers/${olga}/notes`, { text: 'She is rude.', kind: 'note', direction: 'none' }],
    ['POST', `/v1/customers/${olga}/relations`, { other_id: nina, kind: 'family' }],
  ] as const
  for (const [method, path, body] of deeds) {
    const refused = await marketer.api(method, path, body)
    assert.equal(refused.status, 403, path)
    assert.match(refused.text, /Your role does not include this\. An administrator can change that\./)
  }
  assert.deepEqual(await card(), before)

  for (const [method, path, body] of deeds) assert.ok((await admin.api(method, path, body)).status < 300, path)
  const uses = (await ask(admin, console_.listLooks, { params: { customer_id: olga }, query: { limit: 50 } })).items
  const written = uses.filter((use) => use.operation === 'write').map((use) => [use.actor.role, use.decision, use.fields.join()])
  for (const [role, decision] of [
    ['marketer', 'deny'],
    ['admin', 'allow'],
  ] as const)
    for (const fields of ['surname', 'texts', 'relation'])
      assert.ok(
        written.some((one) => one[0] === role && one[1] === decision && one[2] === fields),
        `${role} ${decision} ${fields} in ${JSON.stringify(written)}`,
      )
})
