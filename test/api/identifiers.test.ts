import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { z } from 'zod'
import * as access from '../../src/keep/access/contract.ts'
import * as terms from '../../src/keep/terms/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as portal from '../../src/office/portal/contract.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { mailbox, readLetter } from '../town/demo/customer.ts'
import { ask } from '../town/demo/visitor.ts'
import { until } from '../until.ts'

// Ольга calls: a new e-mail, and the old one is her mother's. What staff enter, confirm, mark and remove on her card over HTTP.

const problem = z.object({ detail: z.string(), place: z.string().optional() })

describe('addresses of a customer', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let clerk: Client
  let olga: string
  let nina: string

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) })
    admin = await product.setUp()
    clerk = await colleague('clerk')
    olga = await enter('Петрова', { kind: 'email', value: 'olga@example.com' })
    nina = await enter('Чужая', { kind: 'email', value: 'nina@example.com' })
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
  async function enter(surname: string, identifier: { kind: 'email' | 'phone'; value: string }): Promise<string> {
    return (await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { surname }, identifiers: [identifier] } })).id
  }
  const card = (customer_id: string) => ask(clerk, console_.readCard, { params: { customer_id }, query: {} })
  const email = async (customer_id: string) => (await card(customer_id)).identifiers.filter((i) => i.kind === 'email')
  const idOf = async (of: string, shown: string) => (await card(of)).identifiers.find((i) => i.shown === shown)?.id ?? ''
  const found = async (q: string) => (await ask(clerk, console_.search, { query: { q } })).items.map((i) => i.id)
  const add = (kind: 'email' | 'phone' | 'card', value: string, customer_id = olga) =>
    ask(clerk, console_.addIdentifier, { params: { customer_id }, body: { kind, value } })
  const key = async (scopes: ('record' | 'read' | 'change')[], kind: 'secret' | 'write' = 'secret', purposes: string[] = []) =>
    (await ask(admin, access.addKey, { body: { kind, title: 'crm', source: 'crm', scopes, purposes } })).secret

  test('not by a stranger, a marketer, an analyst, another site or a key without the right; not for nobody', async () => {
    const id = await idOf(olga, 'olga@example.com')
    const paths = [
      ['POST', `/v1/customers/${olga}/identifiers`, { kind: 'email', value: 'evil@example.com' }],
      ['PUT', `/v1/customers/${olga}/identifiers/${id}`, { verified: 'asked' }],
      ['DELETE', `/v1/customers/${olga}/identifiers/${id}`, undefined],
      ['GET', `/v1/customers/${olga}/identifiers/history`, undefined],
    ] as const
    const [marketer, analyst] = [await colleague('marketer'), await colleague('analyst')]
    const [page, till, reader, ads] = [
      await key(['record'], 'write'),
      await key(['record', 'change']),
      await key(['read']),
      await key(['read', 'change'], 'secret', ['marketing']),
    ]
    for (const [method, path, body] of paths) {
      assert.equal((await product.api(method, path, body)).status, 401, path)
      for (const other of [marketer, analyst]) assert.equal((await other.api(method, path, body)).status, 403, path)
      for (const secret of [page, till]) assert.equal((await product.api(method, path, body, { key: secret })).status, 401, path)
      const askedFor = method === 'GET' ? 404 : 403
      assert.equal((await product.api(method, path, body, { key: ads })).status, askedFor, `${path} by a key for marketing`)
      if (method === 'GET') continue
      const noRight = await product.api(method, path, body, { key: reader })
      assert.equal(noRight.status, 403, path)
      assert.match(noRight.text, /This API key may not do this\. Give it the scope \\"change\\"/)
      const cookie = clerk.cookie()
      assert.equal((await product.api(method, path, body, { cookie, headers: { origin: 'https://evil.example' } })).status, 403, path)
    }
    const nobody = `c_${'A'.repeat(22)}`
    for (const [method, path, body] of paths) assert.equal((await clerk.api(method, path.replace(olga, nobody), body)).status, 404, path)
    const ninas = await idOf(nina, 'nina@example.com')
    for (const [method, body] of [
      ['PUT', { verified: 'asked' }],
      ['DELETE', undefined],
    ] as const)
      assert.equal((await clerk.api(method, `/v1/customers/${olga}/identifiers/${ninas}`, body)).status, 404, 'another’s address by her card')
    assert.deepEqual((await ask(clerk, console_.readIdentifierHistory, { params: { customer_id: olga }, query: {} })).items, [])
    assert.deepEqual(
      [await email(olga), await email(nina)].map((list) => list.map((i) => [i.shown, i.verified])),
      [[['olga@example.com', false]], [['nina@example.com', false]]],
    )
  })

  test('what is no address is refused with its place, in one sentence', async () => {
    for (const [kind, value, sentence] of [
      ['phone', 'call me maybe', /^value: must be a phone number like/],
      ['email', 'olga.example.com', /^value: must be an e-mail address like/],
      ['email', 'ol\0ga@example.com', /^value: must not hold control characters/],
      ['card', '12\u000034', /^value: must not hold control characters/],
      ['email', `${'o'.repeat(10_000)}@example.com`, /^value: must have at most 320 characters/],
      ['phone', ' ', /^value: must not be empty/],
      ['user', '77', /^kind: must be one of: email, phone/],
      ['anonymous', 'cookie', /^kind: must be one of: email, phone/],
    ] as const) {
      const answer = await clerk.api('POST', `/v1/customers/${olga}/identifiers`, { kind, value })
      assert.equal(answer.status, 400, answer.text)
      const said = problem.parse(answer.body)
      assert.match(said.detail, sentence)
      assert.equal(said.place, sentence.source.slice(1, sentence.source.indexOf(':')))
      assert.ok(said.detail.length < 200)
    }
    const id = await idOf(olga, 'olga@example.com')
    const put = (body: unknown, at = id) => clerk.api('PUT', `/v1/customers/${olga}/identifiers/${at}`, body)
    for (const body of [{}, { verified: true }, { verified: 'she said so on the phone' }, { shared: 'yes' }]) assert.equal((await put(body)).status, 400)
    assert.equal((await put({ shared: true }, 'x')).status, 400)
    assert.equal((await put({ shared: true }, 'A'.repeat(22))).status, 404)
    assert.equal((await email(olga)).length, 1)
  })

  test('POST /v1/customers/:customer_id/identifiers: on the card and found at once; again is nothing new; another’s stays another’s', async () => {
    const made = await add('email', ' Olga.New@Example.com ')
    assert.deepEqual([made.changed, made.identifier?.shown, made.identifier?.verified, made.belongs], [true, 'olga.new@example.com', false, null])
    assert.equal((await add('phone', '8 912 555-00-01')).identifier?.shown, '+79125550001', 'a national number is one of the company’s country')
    assert.equal((await add('card', '4276 0001')).changed, true)
    for (const [q, who] of [
      ['olga.new', olga],
      ['5550001', olga],
    ] as const)
      assert.deepEqual(await found(q), [who], q)
    assert.deepEqual((await add('phone', '+7 (912) 555-00-01')).changed, false)

    const [was, hers] = [await email(nina), await email(olga)]
    const taken = await add('email', 'NINA@example.com')
    assert.deepEqual([taken.changed, taken.identifier, taken.belongs?.to.id, taken.belongs?.to.name?.full], [false, null, nina, 'Чужая'])
    assert.deepEqual([await email(nina), await email(olga)], [was, hers], 'nothing moved, nothing is shared')
    assert.equal((await card(olga)).joined, 0)
    const byKey = await product.api('POST', `/v1/customers/${olga}/identifiers`, { kind: 'telegram', value: '@olga' }, { key: await key(['read', 'change']) })
    assert.equal(byKey.status, 200, byKey.text)
    const looks = await ask(admin, console_.listLooks, { params: { customer_id: olga }, query: {} })
    assert.ok(looks.items.some((l) => l.operation === 'write' && l.fields.includes('phone') && l.actor.name === 'clerk' && l.decision === 'allow'))
    assert.ok(looks.items.some((l) => l.operation === 'write' && l.actor.kind === 'api'))
  })

  test('PUT /v1/customers/:customer_id/identifiers/:identifier_id: confirmed by evidence, shared, preferred; each taken back', async () => {
    const [neu, old] = [await idOf(olga, 'olga.new@example.com'), await idOf(olga, 'olga@example.com')]
    const mark = (identifier_id: string, body: object) => ask(clerk, console_.markIdentifier, { params: { customer_id: olga, identifier_id }, body })
    assert.equal((await mark(old, { preferred: true })).identifier.preferred, true)
    const said = await mark(neu, { verified: 'asked', preferred: true })
    assert.deepEqual([said.changed, said.identifier.verified, said.identifier.preferred], [true, true, true])
    assert.equal((await mark(neu, { verified: 'asked', preferred: true })).changed, false)
    assert.deepEqual(
      (await email(olga)).map((i) => [i.shown, i.preferred, i.verified]),
      [
        ['olga.new@example.com', true, true],
        ['olga@example.com', false, false],
      ],
      'one of a kind is preferred, and stands first',
    )
    assert.equal((await mark(old, { shared: true })).identifier.shared, true)
    assert.equal((await mark(neu, { verified: null })).identifier.verified, false)
    assert.equal((await mark(neu, { verified: 'document' })).identifier.verified, true)
  })

  test('DELETE /v1/customers/:customer_id/identifiers/:identifier_id: gone from card, search and reach; the yes stays; put back it is hers again', async () => {
    const consent = { customer_id: nina, purpose: 'marketing', channel: 'email', topic: null, state: 'given' as const, method: 'paper', evidence: 'Анкета' }
    await ask(admin, terms.enterConsents, { body: { consents: [consent] } })
    const byEmail = async () => (await card(nina)).reach.find((r) => r.channel === 'email')
    assert.equal((await byEmail())?.decision, 'allow')
    const params = { customer_id: nina, identifier_id: await idOf(nina, 'nina@example.com') }
    assert.deepEqual(await ask(clerk, console_.removeIdentifier, { params }), { changed: true })
    assert.deepEqual(await ask(clerk, console_.removeIdentifier, { params }), { changed: false })
    assert.deepEqual([await email(nina), await found('nina@example.com')], [[], []])
    assert.deepEqual([(await byEmail())?.decision, (await byEmail())?.reason], ['deny', 'no_address'])

    assert.equal((await add('email', 'nina@example.com', nina)).changed, true)
    assert.deepEqual([(await byEmail())?.decision, await found('nina@example.com')], ['allow', [nina]], 'her yes was never taken from her')
    await ask(clerk, console_.removeIdentifier, { params })
    assert.equal((await add('email', 'nina@example.com')).changed, true, 'who has it no more does not keep it from another')
    assert.deepEqual((await add('email', 'nina@example.com', nina)).belongs?.to.id, olga)
  })

  test('GET /v1/customers/:customer_id/identifiers/history: who, when, how it was known; what was removed stands there', async () => {
    const { items } = await ask(clerk, console_.readIdentifierHistory, { params: { customer_id: olga } })
    const of = (shown: string) => items.filter((i) => i.shown === shown).map((i) => [i.what, i.how, i.by?.name ?? i.by?.kind])
    assert.deepEqual(of('olga.new@example.com'), [
      ['verified', 'document', 'clerk'],
      ['unverified', null, 'clerk'],
      ['preferred', null, 'clerk'],
      ['verified', 'asked', 'clerk'],
      ['added', null, 'clerk'],
    ])
    assert.deepEqual(of('olga@example.com'), [
      ['shared', null, 'clerk'],
      ['unpreferred', null, 'clerk'],
      ['preferred', null, 'clerk'],
      ['added', null, 'service'],
    ])
    const ninas = await ask(clerk, console_.readIdentifierHistory, { params: { customer_id: nina }, query: {} })
    assert.deepEqual(
      ninas.items.map((i) => [i.what, i.shown, i.there]),
      [
        ['removed', 'nina@example.com', false],
        ['added', 'nina@example.com', false],
        ['removed', 'nina@example.com', false],
        ['added', 'nina@example.com', false],
      ],
    )
  })

  test('a link to one’s own page goes to no shared and no removed address, whichever of them was typed', async () => {
    const asked = (address: string) => product.api('POST', '/v1/session/link', { email: address })
    for (const address of ['olga@example.com', 'nobody@example.com', 'nina@example.com']) assert.equal((await asked(address)).status, 200)
    const links = z.object({ items: z.array(z.looseObject({ to: z.string() })) })
    const letters = async () => links.parse((await admin.api('GET', '/v1/mailbox')).body).items.map((m) => m.to)
    await until('both letters are there', async () => (await letters()).length === 2)
    for (const to of await letters()) assert.match(to, /olga\.new@example\.com/, 'hers, by the address that is preferred')
  })

  test('GET /v1/my/identifiers/history: she sees on her page what was done with hers, and by whom, but no names', async () => {
    const [letter] = await mailbox(admin)
    const { text } = await readLetter(admin, letter?.id ?? '')
    const [, token = ''] = /https?:\/\/\S+?([\w-]{40,})(?=\s|$)/.exec(text) ?? []
    const own = product.client()
    await ask(own, access.redeemLink, { body: { token } })
    const mine = await ask(own, portal.readMyPage)
    assert.deepEqual(
      mine.identifiers.filter((i) => i.kind === 'email').map((i) => [i.shown, i.verified, i.shared, i.preferred]),
      [
        ['olga.new@example.com', true, false, true],
        ['nina@example.com', false, false, false],
        ['olga@example.com', false, true, false],
      ],
    )
    const { items } = await ask(own, portal.listMyIdentifierHistory, { query: {} })
    const of = items.filter((i) => i.shown === 'olga.new@example.com')
    assert.deepEqual(
      of.map((i) => [i.what, i.how, i.by, i.there]),
      [
        ['verified', 'document', 'staff', true],
        ['unverified', null, 'staff', true],
        ['preferred', null, 'staff', true],
        ['verified', 'asked', 'staff', true],
        ['added', null, 'staff', true],
      ],
    )
    assert.ok(!JSON.stringify(items).includes('clerk'))
  })
})
