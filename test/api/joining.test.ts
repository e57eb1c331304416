import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import * as terms from '../../src/keep/terms/contract.ts'
import * as audiences from '../../src/office/audiences/contract.ts'
import * as campaigns from '../../src/office/campaigns/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'

// Мария Котова bought twice: in the shop by her phone, and by e-mail under her name before the wedding. A clerk says that the
// two are one, and that it was a mistake. What a second click, a repeated event and a late letter do to it.

const yesterday = new Date(Date.now() - 86_400_000).toISOString()
const order = (id: string, kind: 'phone' | 'email', value: string, fields: Record<string, string>) => ({
  id,
  at: yesterday,
  kind: 'order',
  channel: 'shop',
  customer: { identifiers: [{ kind, value }], fields, language: 'ru' },
  amount: { minor: 500_00, currency: 'RUB' },
})
const byPhone = order('till-1', 'phone', '+79165550101', { surname: 'Котова', name: 'Мария', job_title: 'врач' })
const byMail = order('web-1', 'email', 'maria@example.com', { surname: 'Жукова', name: 'Мария' })

describe('joining two cards', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let clerk: Client
  let key: string
  let phone: string
  let mail: string

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) } as never)
    admin = await product.setUp()
    clerk = await colleague('clerk')
    key = (await ask(admin, access.addKey, { body: { kind: 'secret', title: 'till', source: 'till', scopes: ['record', 'read'] } })).secret
    for (const one of [byMail, byPhone]) await record(one)
    phone = (await found('Котова'))[0] ?? ''
    mail = (await found('Жукова'))[0] ?? ''
    assert.ok(phone && mail && phone !== mail)
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  async function colleague(role: 'clerk' | 'marketer' | 'analyst'): Promise<Client> {
    const password = `a long password of ${role}`
    await ask(admin, access.addStaff, { body: { name: role, email: `${role}@shop.example`, password, role } })
    const client = product.client()
    assert.equal((await client.api('POST', '/v1/session', { email: `${role}@shop.example`, password })).status, 200)
    return client
  }
  async function record(one: object): Promise<void> {
    const answer = await product.api('POST', '/v1/interactions', { interactions: [one] }, { key })
    assert.equal(answer.status, 200, answer.text)
  }
  /** The index follows what was recorded within a moment; what a clerk did, at once. */
  async function found(q: string, tries = 300): Promise<string[]> {
    const { items } = await ask(admin, console_.search, { query: { q } })
    if (items.length > 0 || tries === 0) return items.map((i) => i.id)
    await new Promise((resolve) => setTimeout(resolve, 100))
    return found(q, tries - 1)
  }
  const card = (customer_id: string) => ask(clerk, console_.readCard, { params: { customer_id }, query: {} })
  const surname = async (id: string) => (await card(id)).fields.find((f) => f.field === 'surname')?.value
  const orders = async (customer_id: string) => (await ask(clerk, console_.readTimeline, { params: { customer_id }, query: { kinds: 'order' } })).items.length
  const byEmail = async (id: string) => (await card(id)).reach.find((r) => r.channel === 'email')
  const merge = (who: Client, from: string, body: unknown) => who.api('POST', `/v1/customers/${from}/merge`, body)
  const unmerge = (who: Client, of: string, body: unknown = { why: 'mistake' }) => who.api('POST', `/v1/customers/${of}/unmerge`, body)

  test('not by a stranger, a marketer, an analyst or a program; not with nobody, with itself or without a reason', async () => {
    const body = { into: mail, why: 'customer_said' }
    assert.equal((await merge(product.client(), phone, body)).status, 401)
    for (const role of ['marketer', 'analyst'] as const) {
      const other = await colleague(role)
      assert.equal((await merge(other, phone, body)).status, 403, role)
      assert.equal((await unmerge(other, phone)).status, 403, role)
      assert.equal((await other.api('GET', `/v1/customers/${phone}/comparison?into=${mail}`)).status, 403, role)
      assert.equal((await other.api('GET', `/v1/customers/${phone}/joined`)).status, 403, role)
    }
    assert.equal((await product.api('POST', `/v1/customers/${phone}/merge`, body, { key })).status, 403)
    assert.equal((await merge(clerk, 'c_AAAAAAAAAAAAAAAAAAAAAA', body)).status, 404)
    assert.equal((await merge(clerk, phone, { into: 'c_AAAAAAAAAAAAAAAAAAAAAA', why: 'document' })).status, 404)
    assert.equal((await merge(clerk, phone, { into: mail })).status, 400)
    assert.equal((await merge(clerk, phone, { into: mail, why: 'she told me on the phone 8 916' })).status, 400)
    const itself = await merge(clerk, phone, { into: phone, why: 'document' })
    assert.equal(itself.status, 400)
    assert.match(itself.text, /cannot be joined with itself/)
    assert.equal((await unmerge(clerk, phone)).status, 409, 'nothing to take back')
    assert.equal((await card(mail)).joined, 0)
  })

  test('a yes of one and a no of the other are entered, and a letter goes to the one', async () => {
    const said = (customer_id: string, channel: string, state: 'given' | 'refused') => ({
      customer_id,
      purpose: 'marketing',
      channel,
      topic: null,
      state,
      method: 'paper',
      evidence: 'Анкета',
    })
    await ask(admin, terms.enterConsents, { body: { consents: [said(mail, 'email', 'given'), said(mail, 'phone', 'given'), said(phone, 'phone', 'refused')] } })
    assert.equal(await sendLetter(), 1)
    assert.equal((await byEmail(mail))?.decision, 'allow')
  })

  let campaign: string | undefined
  async function sendLetter(): Promise<number> {
    if (!campaign) {
      const audience = await ask(admin, audiences.addAudience, { body: { title: 'All', rule: { all: [{ last_purchase: { within_days: 60 } }] } } })
      const body = {
        title: 'Thanks',
        audience_id: audience.id,
        purpose: 'marketing',
        topic: null,
        channel: 'email',
        template: 'thank_you',
        slots: { discount_percent: 5 },
      }
      campaign = (await ask(admin, campaigns.addCampaign, { body })).id
    }
    return (await ask(admin, campaigns.runCampaign, { params: { campaign_id: campaign }, body: {} })).handed_over
  }

  test('GET /v1/customers/:customer_id/comparison shows both and what would hold, and changes nothing', async () => {
    const seen = await ask(clerk, console_.compareCustomers, { params: { customer_id: phone }, query: { into: mail } })
    assert.equal(seen.one, false)
    assert.deepEqual([seen.from.name?.full, seen.into.name?.full], ['Котова Мария', 'Жукова Мария'])
    assert.deepEqual(
      seen.fields.find((f) => f.field === 'surname'),
      { field: 'surname', from: 'Котова', into: 'Жукова', after: 'Котова' },
      'the newest wins',
    )
    assert.deepEqual(
      seen.fields.find((f) => f.field === 'job_title'),
      { field: 'job_title', from: 'врач', into: null, after: 'врач' },
    )
    const call = seen.reach.find((r) => r.channel === 'phone')
    assert.deepEqual([call?.from.reason, call?.into.reason, call?.after.reason], ['consent_refused', 'no_address', 'consent_refused'])
    assert.equal(seen.into.identifiers[0]?.shown, 'maria@example.com')
    assert.deepEqual([await surname(phone), await surname(mail)], ['Котова', 'Жукова'])
    assert.deepEqual([await orders(phone), await orders(mail)], [1, 1])
    assert.deepEqual((await ask(clerk, console_.listJoined, { params: { customer_id: mail } })).items, [])
  })

  test('POST /v1/customers/:customer_id/merge: one card, the newest values, both histories, the strictest terms; twice is once', async () => {
    const body = { into: mail, why: 'customer_said' as const }
    assert.deepEqual(await ask(clerk, console_.mergeCustomer, { params: { customer_id: phone }, body }), { changed: true, customer_id: mail })
    assert.deepEqual(await ask(clerk, console_.mergeCustomer, { params: { customer_id: phone }, body }), { changed: false, customer_id: mail })
    assert.deepEqual(await ask(clerk, console_.mergeCustomer, { params: { customer_id: mail }, body: { ...body, into: phone } }), {
      changed: false,
      customer_id: phone,
    })
    for (const id of [mail, phone]) {
      assert.equal(await surname(id), 'Котова')
      assert.equal(await orders(id), 2)
      const opened = await card(id)
      assert.equal(opened.joined, 1)
      assert.deepEqual(new Set(opened.identifiers.map((i) => i.shown)), new Set(['+79165550101', 'maria@example.com']))
      assert.equal(opened.reach.find((r) => r.channel === 'phone')?.reason, 'consent_refused')
      assert.equal(opened.reach.find((r) => r.channel === 'email')?.decision === 'allow', true, 'nobody said no to e-mail')
    }
    const history = await ask(clerk, console_.readFieldHistory, { params: { customer_id: mail, field: 'surname' } })
    assert.deepEqual(
      history.items.map((v) => v.value),
      ['Котова', 'Жукова'],
    )
    const looks = await ask(admin, console_.listLooks, { params: { customer_id: mail }, query: {} })
    assert.ok(looks.items.some((l) => l.operation === 'write' && l.fields.includes('merge') && l.actor.name === 'clerk'))
  })

  test('the search finds one, by either name and either number, at once', async () => {
    for (const words of ['Котова', 'Жукова', '5550101', 'maria@example.com']) assert.deepEqual(await found(words, 0), [mail], words)
    assert.equal((await ask(clerk, console_.listCustomers, { query: {} })).items.length, 1)
  })

  test('the same event posted again is still one row, and a new one of either side is hers', async () => {
    for (const one of [byPhone, byMail]) await record(one)
    assert.equal(await orders(mail), 2)
    await record({ ...byPhone, id: 'till-2' })
    assert.equal(await orders(mail), 3)
  })

  test('GET /v1/customers/:customer_id/joined says who joined what, when and why', async () => {
    const { items } = await ask(clerk, console_.listJoined, { params: { customer_id: mail } })
    assert.equal(items.length, 1)
    assert.deepEqual([items[0]?.customer_id, items[0]?.name?.full, items[0]?.why, items[0]?.by.name], [phone, 'Котова Мария', 'customer_said', 'clerk'])
  })

  test('POST /v1/customers/:customer_id/unmerge: two again, each with its own; twice is once', async () => {
    const undo = { params: { customer_id: phone }, body: { why: 'mistake' as const } }
    assert.equal((await unmerge(clerk, mail)).status, 409, 'the one that stayed was joined to nobody')
    assert.deepEqual(await ask(clerk, console_.unmergeCustomer, undo), { changed: true })
    assert.deepEqual(await ask(clerk, console_.unmergeCustomer, undo), { changed: false })
    assert.deepEqual([await surname(phone), await surname(mail)], ['Котова', 'Жукова'])
    assert.deepEqual([await orders(phone), await orders(mail)], [2, 1], 'what came meanwhile went where its number points')
    assert.deepEqual([await found('Котова', 0), await found('Жукова', 0)], [[phone], [mail]])
    assert.equal((await byEmail(mail))?.decision, 'allow')
    assert.equal((await card(mail)).joined, 0)
    for (const one of [byPhone, byMail]) await record(one)
    assert.deepEqual([await orders(phone), await orders(mail)], [2, 1])
  })

  test('the letter the one person had is had by both: neither gets it again', async () => {
    await record({ ...byPhone, id: 'till-3', customer: { identifiers: [...byPhone.customer.identifiers, { kind: 'email', value: 'kotova@example.com' }] } })
    const consent = { customer_id: phone, purpose: 'marketing', channel: 'email', topic: null, state: 'given' as const, method: 'paper', evidence: 'Анкета' }
    await ask(admin, terms.enterConsents, { body: { consents: [consent] } })
    assert.equal((await byEmail(phone))?.decision, 'allow', 'there is an address and a yes')
    assert.equal(await sendLetter(), 0)
  })
})
