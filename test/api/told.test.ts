import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import * as access from '../../src/keep/access/contract.ts'
import * as rights from '../../src/keep/rights/contract.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { recordPeople } from '../attack/people.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { type Receiver, startReceiver } from '../receiver.ts'
import { openOwnPage } from '../town/demo/customer.ts'
import { ask, type Visitor } from '../town/demo/visitor.ts'
import { until } from '../until.ts'

// Whoever received data hears that it was restricted or erased: signed, tried again, confirmed; who has no webhook is told by a colleague.

const password = 'a long password of a colleague'
const withId = z.object({ id: z.string() })
const toldBody = z.object({ type: z.string(), data: z.looseObject({ customer_id: z.string(), covers: z.unknown(), due_at: z.string() }) })

describe('recipients are told', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let receiver: Receiver
  let herself: Visitor
  let nina = ''
  let secret = ''
  const keys = new Map<string, string>()

  before(async () => {
    const t = { after: (end: () => unknown) => ends.push(end) }
    product = await startProduct(t, { demo: true, env: { OUTWARD_NETWORKS: '127.0.0.1' } })
    admin = await product.setUp()
    receiver = await startReceiver(t)
    const made = async (title: string) => {
      const answer = await ask(admin, access.addKey, { body: { kind: 'secret', title, source: 'shop', scopes: ['record', 'read'], purposes: ['service'] } })
      keys.set(title, answer.secret)
      return answer.key.id
    }
    const [warehouse] = [await made('Warehouse'), await made('Old till'), await made('Never looked')]
    const hook = await admin.api('POST', '/v1/webhooks', { title: 'Warehouse', url: receiver.url, kinds: ['campaign.ended'], key_id: warehouse })
    secret = z.object({ secret: z.string() }).parse(hook.body).secret
    ;[nina = ''] = await recordPeople(admin, keys.get('Warehouse') ?? '', [
      { user: 'nina', email: 'nina@told.example', fields: { surname: 'Тайная', name: 'Нина' } },
    ])
    for (const title of ['Warehouse', 'Old till'])
      assert.match((await product.api('GET', `/v1/customers/${nina}/card`, undefined, { key: keys.get(title) })).text, /Тайная/)
    herself = await openOwnPage(product.url, 'nina@told.example', admin)
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })
  const mine = async () => (await ask(herself, rights.listMyTold)).items.map((one) => [one.recipient, one.what, one.state])
  const heard = (type: string) => receiver.got.filter(({ body }) => body.includes(`"${type}"`))

  test('GET /v1/my/rights/told, GET /v1/rights/told, POST /v1/rights/told/:told_id, no: nobody, a program, another role, nobody to tell, a number that is none', async () => {
    for (const path of ['/v1/my/rights/told', '/v1/rights/told']) assert.equal((await product.api('GET', path)).status, 401)
    assert.equal((await product.api('GET', '/v1/rights/told', undefined, { key: keys.get('Warehouse') })).status, 401)
    await ask(admin, access.addStaff, { body: { name: 'clara', email: 'clara@shop.example', password, role: 'clerk' } })
    const clerk = product.client()
    await clerk.api('POST', '/v1/session', { email: 'clara@shop.example', password })
    assert.equal((await clerk.api('GET', '/v1/rights/told')).status, 403)
    assert.equal((await clerk.api('POST', '/v1/rights/told/none', {})).status, 403)
    assert.equal((await admin.api('POST', '/v1/rights/told/none', {})).status, 404)
    assert.deepEqual([await mine(), (await ask(admin, rights.listTold)).items], [[], []])
  })

  test('a restriction: who fails is asked again and confirms; who has no webhook waits for a colleague; who never looked hears nothing', async () => {
    receiver.answers(500)
    await ask(herself, rights.askMyRight, { body: { right: 'restrict', about: null, words: null, value: null } })
    await until('it was tried', async () => heard('data.restricted').length > 0)
    assert.deepEqual((await mine()).sort(), [
      ['Old till', 'restricted', 'nobody'],
      ['Warehouse', 'restricted', 'telling'],
    ])
    receiver.answers(200)
    await withClient(product.databaseUrl('owner'), (client) =>
      client.query(`update office.webhook_delivery set next_at = now(); update office.webhook set held_until = null`),
    )
    await until('it is confirmed', async () => (await mine()).some(([who, , state]) => who === 'Warehouse' && state === 'confirmed'))
    const { headers, body } = heard('data.restricted').at(-1) ?? { headers: {}, body: '' }
    const signed = Object.fromEntries(['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(headers[name])]))
    const { type, data } = toldBody.parse(new Webhook(secret).verify(body, { ...signed }))
    assert.deepEqual([type, data.customer_id, data.covers], ['data.restricted', nina, { all: true }])
    assert.throws(() => new Webhook(secret).verify(body.replace('restricted', 'erased'), { ...signed }), /signature/i)
    assert.doesNotMatch(receiver.got.map((got) => got.body).join(), /Тайная|Нина|nina@/)
  })

  test('the desk has those that did not hear, late ones marked, until somebody told them', async () => {
    await withClient(product.databaseUrl('owner'), (client) => client.query(`update fact.recipient set due_at = now() - interval '1 day'`))
    const [waits, ...others] = (await ask(admin, rights.listTold)).items
    assert.ok(waits && others.length === 0)
    assert.deepEqual([waits.recipient, waits.state, waits.overdue], ['Old till', 'nobody', true])
    await ask(admin, rights.tellByHand, { params: { told_id: waits.id }, body: {} })
    assert.equal((await admin.api('POST', `/v1/rights/told/${waits.id}`, {})).status, 409, 'once')
    assert.deepEqual((await ask(admin, rights.listTold)).items, [])
    assert.ok((await mine()).some(([who, , state]) => who === 'Old till' && state === 'by_hand'))
    await ask(herself, rights.liftMyRight, { body: { purpose: null } })
  })

  test('an erasing of a part and of all: told when it is done, and not when it was taken back', async () => {
    const etag = async (part?: 'interactions') =>
      (await ask(admin, rights.previewErasure, { params: { customer_id: nina }, query: part === undefined ? {} : { part } })).etag
    const wish = { reason: 'request', evidence: { kind: 'letter', filed: null } }
    const erase = async (body: object, seen: string) => {
      const headers = { 'content-type': 'application/json', 'if-match': `"${seen}"` }
      const answer = await admin.fetch(`/v1/customers/${nina}/erasure`, { method: 'POST', headers, body: JSON.stringify({ ...wish, ...body }) })
      assert.equal(answer.status, 202)
      return withId.parse(await answer.json()).id
    }
    const part = { covers: { part: 'interactions' } }
    const back = await erase({ ...part, days: 5 }, await etag('interactions'))
    assert.ok((await mine()).some(([who, what, state]) => who === 'Warehouse' && what === 'erased' && state === 'waits'))
    await ask(admin, rights.takeBackErasure, { params: { erasure_id: back }, body: {} })
    assert.ok((await mine()).some(([who, what, state]) => who === 'Warehouse' && what === 'erased' && state === 'dropped'))
    assert.equal(heard('data.erased').length, 0)

    await erase({ ...part, days: 0 }, await etag('interactions'))
    await until('they heard of the part', async () => heard('data.erased').length === 1)
    assert.deepEqual(toldBody.parse(JSON.parse(heard('data.erased')[0]?.body ?? '')).data.covers, { part: 'interactions' })
    await erase({ days: 0 }, await etag())
    await until('they heard of all', async () => heard('data.erased').length === 2)
    const last = toldBody.parse(JSON.parse(heard('data.erased')[1]?.body ?? '')).data
    assert.deepEqual([last.customer_id, last.covers], [nina, { all: true }])
    await until('it is kept that they confirmed', async () => (await ask(admin, rights.listTold)).items.every((one) => one.recipient === 'Old till'))
  })
})
