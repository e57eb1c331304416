import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import * as gate from '../../src/keep/gate/contract.ts'
import * as policy from '../../src/keep/policy/contract.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'
import { until } from '../until.ts'

// The gate's policy as drafts: written, tried beside the one in force, switched on by another.

describe('drafts of the policy', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let officer: Client
  let draft_id: string

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) } as never, { demo: true })
    admin = await product.setUp()
    const { secret: key } = await ask(admin, access.addKey, { body: { kind: 'secret', title: 'shop', source: 'shop', scopes: ['record'] } })
    const customer = { identifiers: [{ kind: 'email', value: 'anna@example.com' }], fields: { surname: 'Белова', name: 'Анна' }, language: 'ru' }
    const interactions = [{ id: '1', at: '2026-11-01T10:00:00Z', kind: 'order', channel: 'shop', customer }]
    assert.equal((await product.api('POST', '/v1/interactions', { interactions }, { key })).status, 200)
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  const of = () => ({ params: { draft_id } })
  const colleague = async (role: string) => {
    const [email, password] = [`${role}@shop.example`, 'a long password of a colleague']
    const added = await admin.api('POST', '/v1/staff', { name: role, email, password, role })
    assert.ok(added.status < 300, added.text)
    const client = product.client()
    await client.api('POST', '/v1/session', { email, password })
    return client
  }
  const tried = async () => {
    await ask(admin, policy.tryDraft, { ...of(), body: { days: 30 } })
    await until('the draft is tried', async () => (await ask(admin, policy.readDraft, of())).trial?.ended_at != null)
    return ask(admin, policy.readDraft, of())
  }

  test('POST, GET and PUT /v1/policy/drafts: only for who keeps the registers, and only what the gate knows', async () => {
    const clerk = await colleague('clerk')
    assert.equal((await clerk.api('GET', '/v1/policy/drafts')).status, 403)
    assert.equal((await clerk.api('POST', '/v1/policy/drafts', { title: 'Mine' })).status, 403)
    const made = await ask(admin, policy.makeDraft, { body: { title: 'Quieter' } })
    draft_id = made.id
    assert.deepEqual([made.revision, made.state, made.trial, made.may], [1, 'open', null, 'try'])
    assert.deepEqual(
      (await ask(admin, policy.listDrafts, {})).drafts.map((d) => d.title),
      ['Quieter'],
    )
    const put = (body: object, revision = 1) => admin.api('PUT', `/v1/policy/drafts/${draft_id}`, { revision, title: 'Quieter', body })
    const wrong: [object, string][] = [
      [{ ...made.body, caps: [{ cap: 'x', scope: 'channel', key: 'pigeon', contacts: 1, days: 1 }] }, 'There is no such channel.'],
      [{ ...made.body, caps: [{ cap: 'x', scope: 'household', key: 'post', contacts: 1, days: 1 }] }, 'it is for every household'],
      [{ ...made.body, caps: [{ cap: 'x', scope: 'unit', key: 'nobody', contacts: 1, days: 1 }] }, 'There is no such unit.'],
      [{ ...made.body, checks: { marketing: ['standing'] } }, 'A purpose cannot do without one of the checks left out.'],
      [{ ...made.body, checks: { marketing: ['magic'] } }, 'The gate has no such check.'],
      [{ ...made.body, ages: { RU: 13 } }, 'never for less'],
      [{ ...made.body, accepts: ['SD-ALL'] }, 'There is no such agreement in the registry.'],
    ]
    for (const [body, sentence] of wrong) {
      const answer = await put(body)
      assert.deepEqual([answer.status, answer.text.includes(sentence)], [400, true], answer.text)
    }
    const checks = (made.body.checks['service'] ?? []).filter((c) => c !== 'channel')
    assert.equal((await put({ ...made.body, checks: { ...made.body.checks, service: checks } })).status, 200)
    assert.equal((await put(made.body)).status, 409, 'written upon what is no more')
    assert.equal((await admin.api('GET', '/v1/policy/drafts/dr_nobody')).status, 404)
  })

  test('POST /v1/policy/drafts/:draft_id/try and GET /v1/policy/drafts/:draft_id/people: what would change, and whom, with receipts', async () => {
    const draft = await tried()
    assert.deepEqual([draft.trial?.people, draft.trial?.fresh], [1, true])
    const change = draft.trial?.changes.find((c) => c.purpose === 'service' && c.channel === 'sms')
    assert.deepEqual([change?.when, change?.before.reason, change?.after.decision, change?.count], ['now', 'no_address', 'allow', 1])
    const receipts = () =>
      withClient(product.databaseUrl('owner'), async (db) => Number((await db.query('select count(*) as n from keep.receipt')).rows[0]?.['n']))
    const before = await receipts()
    const { people } = await ask(admin, policy.readSample, { ...of(), query: { change: change?.change ?? 0 } })
    assert.deepEqual(
      people.map((p) => p.name?.includes('Белова')),
      [true],
    )
    assert.equal(await receipts(), before + 1)
    assert.ok(!JSON.stringify(draft).includes('Белова'), 'the counts name nobody')
  })

  test('POST /v1/policy/drafts/:draft_id/switch-on: not by whoever changed it last where another may, and GET /v1/policy/versions says so', async () => {
    assert.equal((await ask(admin, policy.readDraft, of())).may, 'yes', 'nobody else may')
    officer = await colleague('privacy')
    assert.equal((await ask(admin, policy.readDraft, of())).may, 'somebody_else')
    const { revision } = await ask(admin, policy.readDraft, of())
    assert.equal((await admin.api('POST', `/v1/policy/drafts/${draft_id}/switch-on`, { revision })).status, 403)
    await ask(admin, gate.saveCap, { params: { cap: 'month' }, body: { scope: 'all', contacts: 5, days: 30 } })
    assert.equal((await officer.api('POST', `/v1/policy/drafts/${draft_id}/switch-on`, { revision })).status, 400, 'the limits changed since it was tried')
    await tried()
    const on = await ask(officer, policy.switchOnDraft, { ...of(), body: { revision } })
    assert.deepEqual([on.state, on.may], ['on', 'ended'])
    assert.ok(!(await ask(admin, gate.readLimits, {})).caps.some((c) => c.cap === 'month'), 'what the draft does not say is taken away')
    const { items } = await ask(admin, policy.listVersions, { query: {} })
    assert.deepEqual(
      [items[0]?.by, items[0]?.draft, items[0]?.changes.map((c) => `${c.what} ${c.code}`)],
      ['privacy', 'Quieter', ['cap month', 'purpose service']],
    )
    const back = await ask(admin, policy.makeDraft, { body: { title: 'As before', from: items[1]?.at } })
    assert.ok(back.body.caps.some((c) => c.cap === 'month'))
    draft_id = back.id
    assert.equal((await ask(admin, policy.dropDraft, of())).state, 'dropped')
    assert.equal((await admin.api('POST', `/v1/policy/drafts/${draft_id}/try`, { days: 3 })).status, 409)
  })
})
