import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import * as portal from '../../src/office/portal/contract.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { type Receiver, startReceiver } from '../receiver.ts'
import { openOwnPage } from '../town/demo/customer.ts'

// Webhooks as an integrator meets them: made over the API, checked with the library of the standard, told by the running product.

const hookShape = z.looseObject({ id: z.string(), state: z.string(), version: z.int(), kinds: z.array(z.string()) })
const madeShape = z.object({ webhook: hookShape, secret: z.string() })
const logShape = z.looseObject({
  items: z.array(z.looseObject({ id: z.string(), type: z.string(), state: z.string(), status: z.int().nullable(), customer_id: z.string().nullable() })),
  next_cursor: z.string().nullable(),
})

describe('webhooks', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let receiver: Receiver
  let key: string

  before(async () => {
    const t = { after: (end: () => unknown) => ends.push(end) }
    product = await startProduct(t, { env: { OUTWARD_NETWORKS: '127.0.0.1' } })
    admin = await product.setUp()
    receiver = await startReceiver(t)
    const made = await admin.api('POST', '/v1/api-keys', {
      kind: 'secret',
      title: 'Warehouse robot',
      source: 'shop',
      scopes: ['record', 'read'],
      purposes: ['service'],
    })
    key = z.object({ secret: z.string() }).parse(made.body).secret
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  const add = async (more: object = {}) => {
    const answer = await admin.api('POST', '/v1/webhooks', { title: 'Warehouse', url: receiver.url, kinds: ['customer.created', 'task.made'], ...more })
    assert.equal(answer.status, 200, answer.text)
    return madeShape.parse(answer.body)
  }
  const log = async (id: string, query = '') => logShape.parse((await admin.api('GET', `/v1/webhooks/${id}/deliveries${query}`)).body)
  const eventually = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
    for (let waited = 0; waited < 60_000; waited += 100) {
      const seen = await look()
      if (seen !== undefined) return seen
      await sleep(100)
    }
    return assert.fail('it did not come about within a minute')
  }

  test('POST /v1/webhooks, GET /v1/webhooks, GET and DELETE /v1/webhooks/:webhook_id: only an administrator, only an address that may be told', async () => {
    assert.equal((await product.api('GET', '/v1/webhooks')).status, 401)
    assert.equal((await product.api('GET', '/v1/webhooks', undefined, { key })).status, 403)
    for (const [url, why] of [
      ['https://10.0.0.7/x', /private network/],
      ['http://example.com/x', /https/],
      ['file:///etc/passwd', /no web address/],
      ['https://a:b@example.com', /name and password/],
    ] as const) {
      const refused = await admin.api('POST', '/v1/webhooks', { title: 'x', url, kinds: ['task.made'] })
      assert.equal(refused.status, 400)
      assert.match(refused.text, why)
      assert.match(refused.text, /"place":"url"/)
    }
    assert.equal((await admin.api('POST', '/v1/webhooks', { title: 'x', url: receiver.url, kinds: ['everything'] })).status, 400)
    assert.equal((await admin.api('POST', '/v1/webhooks', { title: 'x', url: receiver.url, kinds: ['task.made'], key_id: 'y_none' })).status, 400)
    const { webhook, secret } = await add()
    assert.match(secret, /^whsec_/)
    const listed = await admin.api('GET', '/v1/webhooks')
    assert.ok(!listed.text.includes(secret), 'the secret is shown once')
    assert.equal((await admin.api('GET', `/v1/webhooks/${webhook.id}`)).status, 200)
    assert.equal((await admin.api('GET', '/v1/webhooks/w_0000000000000000000000')).status, 404)
    assert.equal((await admin.api('DELETE', `/v1/webhooks/${webhook.id}`)).status, 200)
    assert.equal((await admin.api('GET', `/v1/webhooks/${webhook.id}`)).status, 404)
  })

  test('GET /v1/webhooks/:webhook_id/deliveries, GET /v1/webhooks/:webhook_id/deliveries/:delivery_id: somebody new is told of, checked by the library, fetched by the key', async () => {
    const { webhook, secret } = await add()
    const before = receiver.got.length
    const person = { identifiers: [{ kind: 'email', value: 'zoe@example.org' }], fields: { name: 'Zoe', surname: 'Winter' } }
    const order = { at: '2026-11-20T10:00:00Z', kind: 'visit', channel: 'shop', direction: 'in', customer: person }
    const recorded = await product.api('POST', '/v1/interactions', { interactions: [order] }, { key })
    assert.equal(recorded.status, 200, recorded.text)
    const { headers, body } = await eventually(async () => receiver.got.slice(before).find((got) => got.body.includes('customer.created')))
    assert.ok(!/Zoe|Winter|zoe@/.test(body), 'nobody is named')
    const told = z
      .object({ type: z.string(), data: z.looseObject({ customer_id: z.string() }) })
      .parse(new Webhook(secret).verify(body, { 'webhook-id': '', 'webhook-timestamp': '', 'webhook-signature': '', ...only(headers) }))
    assert.throws(() => new Webhook(secret).verify(body.replace('created', 'changed'), { 'webhook-id': '', ...only(headers) }), /signature/i)
    const card = await product.api('GET', `/v1/customers/${told.data.customer_id}/card`, undefined, { key })
    assert.equal(card.status, 200, 'the receiver fetches what its key may see')
    assert.match(card.text, /Zoe/)
    const looks = await admin.api('GET', `/v1/customers/${told.data.customer_id}/looks`)
    assert.match(looks.text, /"kind":"api"/, 'and the journal names it')
    const refused = await product.api('GET', `/v1/customers/${told.data.customer_id}/card?purpose=marketing`, undefined, { key })
    assert.doesNotMatch(refused.text, /Zoe|Winter|zoe@/, 'for nothing but its purposes')

    const zoe = await openOwnPage(product.url, 'zoe@example.org', admin)
    const uses = portal.listMyUses.output.parse(await (await zoe.fetch('/v1/my/uses?limit=100')).json()).items
    const byProgram = uses.filter(({ actor }) => actor.kind === 'api').map((use) => [use.decision, use.recipients, use.purpose.code, use.fields])
    assert.deepEqual(
      byProgram.filter(([decision]) => decision === 'allow'),
      [['allow', ['Warehouse robot'], 'service', ['card']]],
      'she reads on her own page who got it, by its name',
    )
    assert.ok(byProgram.some(([decision]) => decision === 'deny'))
    const { rows } = await withClient(product.databaseUrl('keep'), (client) =>
      client.query<{ recipients: string[] }>(`select distinct recipients from keep.receipt_codes where actor = 'api' and decision = 'allow'`),
    )
    assert.deepEqual(
      rows.map((row) => row.recipients),
      [['shop']],
      'and so does the receipt, by the code of its system',
    )

    const [entry] = (await eventually(async () => ((await log(webhook.id)).items.some((d) => d.state === 'delivered') ? await log(webhook.id) : undefined)))
      .items
    assert.deepEqual([entry?.type, entry?.status, entry?.customer_id], ['customer.created', 200, told.data.customer_id])
    const whole = await admin.api('GET', `/v1/webhooks/${webhook.id}/deliveries/${entry?.id}`)
    assert.deepEqual(JSON.parse(z.object({ body: z.string() }).parse(whole.body).body), JSON.parse(body), 'the log shows what went over the wire')
    assert.equal((await log(webhook.id, '?state=failed')).items.length, 0)
    assert.equal((await admin.api('GET', `/v1/webhooks/${webhook.id}/deliveries/${webhook.id}`)).status, 404)
    await admin.api('DELETE', `/v1/webhooks/${webhook.id}`)
  })

  test('PATCH /v1/webhooks/:webhook_id: two who change one do not overwrite each other; one that is paused is told when it goes on', async () => {
    const { webhook } = await add()
    const at = `/v1/webhooks/${webhook.id}`
    const [first, second] = await Promise.all(['One', 'Two'].map((title) => admin.api('PATCH', at, { title, version: webhook.version })))
    assert.deepEqual([first?.status, second?.status].sort(), [200, 409])
    assert.match(`${first?.text}${second?.text}`, /Somebody changed this webhook meanwhile/)
    assert.equal((await admin.api('PATCH', at, { url: 'https://192.168.1.1/' })).status, 400)
    await admin.api('PATCH', at, { state: 'paused' })
    const before = receiver.got.length
    await admin.api('POST', '/v1/tasks', { kind: 'task', what: 'Count the shelves' })
    const waiting = await eventually(async () => (await log(webhook.id)).items.find((d) => d.type === 'task.made'))
    assert.equal(waiting.state, 'waiting')
    assert.equal(receiver.got.length, before)
    await admin.api('PATCH', at, { state: 'on' })
    await eventually(async () => (receiver.got.length > before ? true : undefined))
    assert.ok(!receiver.got.at(-1)?.body.includes('shelves'), 'the words of a task stay in the keep')
    await admin.api('DELETE', at)
  })

  test('POST /v1/webhooks/:webhook_id/test, POST /v1/webhooks/:webhook_id/rotate: a try says how it went; both secrets sign for a while', async () => {
    const { webhook, secret } = await add()
    const at = `/v1/webhooks/${webhook.id}`
    assert.match((await admin.api('POST', `${at}/test`, {})).text, /"delivered":true/)
    receiver.answers(302)
    assert.match((await admin.api('POST', `${at}/test`, {})).text, /"delivered":false,"status":302,"trouble":"redirect"/)
    receiver.answers(200)
    const rotated = madeShape.parse((await admin.api('POST', `${at}/rotate`, { overlap_hours: 1 })).body)
    assert.notEqual(rotated.secret, secret)
    const before = receiver.got.length
    await admin.api('POST', '/v1/tasks', { kind: 'task', what: 'Water the plants' })
    const got = await eventually(async () => receiver.got.slice(before).find((each) => each.body.includes('task.made')))
    for (const each of [secret, rotated.secret]) assert.ok(new Webhook(each).verify(got.body, { 'webhook-id': '', ...only(got.headers) }))
    assert.equal((await admin.api('POST', `${at}/rotate`, { overlap_hours: 1_000 })).status, 400)
    await admin.api('DELETE', at)
  })

  test('POST /v1/webhooks/:webhook_id/deliveries/:delivery_id/resend, POST /v1/webhooks/:webhook_id/resend-failed: told once more under the same id', async () => {
    const { webhook } = await add()
    const at = `/v1/webhooks/${webhook.id}`
    receiver.answers(500)
    const before = receiver.got.length
    await admin.api('POST', '/v1/tasks', { kind: 'task', what: 'Ring the bell' })
    const tried = await eventually(async () => (await log(webhook.id)).items.find((d) => d.status === 500))
    receiver.answers(200)
    assert.equal((await admin.api('POST', `${at}/deliveries/${tried.id}/resend`, {})).status, 200)
    await eventually(async () => (await log(webhook.id)).items.find((d) => d.state === 'delivered'))
    const ids = new Set(receiver.got.slice(before).map(({ headers }) => headers['webhook-id']))
    assert.deepEqual([...ids], [tried.id])
    assert.match((await admin.api('POST', `${at}/resend-failed`, { since: '2026-01-01T00:00:00Z' })).text, /"waiting":0/)
    await admin.api('DELETE', at)
  })
})

const only = (headers: { [name: string]: string | string[] | undefined }) =>
  Object.fromEntries(['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(headers[name])]))
