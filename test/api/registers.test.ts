import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import * as access from '../../src/keep/access/contract.ts'
import * as gate from '../../src/keep/gate/contract.ts'
import * as receipts from '../../src/keep/receipts/contract.ts'
import { witnessKey } from '../../src/keep/receipts/witness/watch.ts'
import * as terms from '../../src/keep/terms/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { openOwnPage } from '../town/demo/customer.ts'
import { ask } from '../town/demo/visitor.ts'
import { until } from '../until.ts'

// The registers: what data is used for, what is recorded, and which fields a company has of its own. Each is changed by a
// new version, and retired; what was kept under it stays readable.

const words = (en: string, ru: string) => ({ en, ru })

describe('the registers', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let key: string
  let anna: string

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) } as never, { demo: true })
    admin = await product.setUp()
    key = (await ask(admin, access.addKey, { body: { kind: 'secret', title: 'shop', source: 'shop', scopes: ['record', 'read', 'import'] } })).secret
    const customer = { identifiers: [{ kind: 'email', value: 'anna@example.com' }], fields: { surname: 'Белова', name: 'Анна' }, language: 'ru' }
    await record([{ id: '1', at: '2026-11-01T10:00:00Z', kind: 'order', channel: 'shop', customer }])
    anna = (await found('Белова'))[0] ?? ''
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  const record = (interactions: unknown[]) => product.api('POST', '/v1/interactions', { interactions }, { key })
  const said = (id: string, fields: Record<string, string>) => ({
    id,
    at: '2026-11-02T10:00:00Z',
    kind: 'order',
    channel: 'shop',
    customer: { identifiers: [{ kind: 'email', value: 'anna@example.com' }], fields },
  })
  async function found(q: string, wanted = 1, tries = 300): Promise<string[]> {
    const { items } = await ask(admin, console_.search, { query: { q } })
    if (items.length === wanted || tries === 0) return items.map((i) => i.id)
    await new Promise((resolve) => setTimeout(resolve, 100))
    return found(q, wanted, tries - 1)
  }
  const fieldsOf = async (customer_id: string) => (await ask(admin, console_.readCard, { params: { customer_id }, query: {} })).fields
  const write = (field: string, value: string | null) => admin.api('PUT', `/v1/customers/${anna}/fields/${field}`, { value })
  const clerk = async () => {
    const password = 'a long password of the clerk'
    await admin.api('POST', '/v1/staff', { name: 'Clerk', email: 'clerk@shop.example', password, role: 'clerk' })
    const client = product.client()
    await client.api('POST', '/v1/session', { email: 'clerk@shop.example', password })
    return client
  }

  const loyalty: z.input<typeof terms.newPurpose> = {
    code: 'loyalty',
    title: words('Loyalty card', 'Карта лояльности'),
    description: words('To count your points and to tell you how many there are.', 'Чтобы считать баллы и говорить, сколько их.'),
    dpv: 'dpv:PersonalisedBenefits',
    legal_basis: 'consent',
    channels: ['email'],
    categories: ['contact', 'profile'],
    fields: ['surname', 'name'],
    retention: 'consent|P1Y',
    roles: ['admin', 'marketer'],
  }

  test('POST /v1/fields about what is delicate: for purposes that name such data, sealed whatever its type, and nothing is made by it', async () => {
    const field = { code: 'x_allergy', type: 'boolean', title: words('Allergy', 'Аллергия'), about: 'health', purposes: ['service'] }
    const refused = await admin.api('POST', '/v1/fields', field)
    assert.deepEqual([refused.status, refused.text.includes('\\"service\\" does not name delicate data')], [400, true], refused.text)
    const care = {
      code: 'care',
      title: words('Care', 'Забота'),
      description: words('To serve you safely.', 'Чтобы обслуживать вас безопасно.'),
      dpv: 'dpv:ServiceProvision',
    }
    const covers = {
      legal_basis: 'contract',
      categories: ['contact', 'sensitive'],
      fields: ['*'],
      checks: ['standing', 'purpose', 'repeat'],
      retention: 'relationship',
      roles: ['admin'],
    }
    const registered = await admin.api('POST', '/v1/purposes', { ...care, ...covers })
    assert.equal(registered.status, 200, registered.text)
    assert.equal((await admin.api('POST', '/v1/fields', { ...field, purposes: ['care'] })).status, 200)
    const listed = (await ask(admin, terms.listFields, { query: {} })).items.find((f) => f.code === 'x_allergy')
    assert.deepEqual([listed?.category, listed?.dpv], ['sensitive', 'https://w3id.org/dpv/pd#MedicalHealth'])
    assert.equal((await admin.api('POST', '/v1/fields', { ...field, purposes: ['care'], about: 'mark' })).status, 400, 'and it stays so')
    assert.equal(
      (
        await admin.api('POST', '/v1/fields', {
          code: 'x_pain',
          type: 'text',
          searched: true,
          title: words('Pain', 'Боль'),
          about: 'health',
          purposes: ['care'],
        })
      ).status,
      400,
    )

    assert.equal((await record([said('allergy', { x_allergy: 'true' })])).status, 200)
    const kept = await withClient(product.databaseUrl('owner'), async (db) => ({
      vault: (await db.query(`select category from keep.vault where field = 'x_allergy'`)).rows,
      facts: (await db.query(`select 1 from fact.field where field = 'x_allergy'`)).rows,
    }))
    assert.deepEqual(kept, { vault: [{ category: 'sensitive' }], facts: [] }, 'under its own key, and nowhere in the clear')
    assert.ok(!(await fieldsOf(anna)).some((f) => f.field === 'x_allergy'), 'not on the card for service')
    const cared = await ask(admin, console_.readCard, { params: { customer_id: anna }, query: { purpose: 'care' } })
    const shown = cared.fields.find((f) => f.field === 'x_allergy')
    assert.deepEqual([shown?.value, shown?.own?.about], ['true', 'health'])
    assert.equal((await write('x_allergy', 'false')).status, 403, 'nor changed for service')
    assert.ok(!(await admin.api('GET', '/v1/customers/columns')).text.includes('x_allergy'))
    const rule = { all: [{ own: { field: 'x_allergy', is: 'true' } }] }
    const audience = await admin.api('POST', '/v1/audiences/count', { rule, purpose: 'care' })
    assert.deepEqual([audience.status, audience.text.includes('says something delicate')], [400, true])
  })

  test('who may not, and what does not go together, is refused in one sentence', async () => {
    const other = await clerk()
    for (const path of ['/v1/purposes', '/v1/kinds', '/v1/fields']) {
      assert.equal((await product.api('POST', path, {})).status, 401, path)
      assert.equal((await other.api('POST', path, {})).status, 403, path)
      assert.equal((await other.api('GET', path)).status, 200, 'everybody on the staff may read them')
      assert.equal((await product.api('POST', path, {}, { key })).status, 403, 'no program whose key lacks the scope')
    }
    const wrong: [object, RegExp][] = [
      [{ code: 'Loyalty!' }, /code: must be a code/],
      [{ title: { en: 'Loyalty' } }, /title: must have a title in en and in ru/],
      [{ dpv: 'dpv:Fun' }, /dpv: must be a purpose of the Data Privacy Vocabulary/],
      [{ legal_basis: 'habit' }, /legal_basis/],
      [{ retention: 'for ever' }, /retention: must be like/],
      [{ fields: ['shoe'] }, /fields: there is no field .*shoe/],
      [{ parent: 'nothing' }, /parent: there is no purpose .*nothing/],
      [{ checks: ['standing', 'purpose', 'repeat'] }, /consent needs the checks basis, prohibition and channel/],
      [{ checks: ['basis', 'prohibition', 'channel', 'purpose', 'repeat'] }, /cannot do without the check .*standing/],
      [{ categories: ['sensitive'], legal_basis: 'legitimate_interest' }, /sensitive data cannot rest on a legitimate interest/],
    ]
    for (const [change, sentence] of wrong) {
      const answer = await admin.api('POST', '/v1/purposes', { ...loyalty, ...change })
      assert.equal(answer.status, 400, JSON.stringify(change))
      assert.match(answer.text, sentence)
    }
    assert.equal((await admin.api('GET', '/v1/purposes/loyalty')).status, 404)
  })

  test('POST /v1/purposes, GET /v1/purposes, GET /v1/purposes/:purpose: in force at once, changed by a version', async () => {
    const made = await ask(admin, terms.registerPurpose, { body: loyalty })
    assert.deepEqual([made.version, made.changed, made.dpv.iri], [1, true, 'https://w3id.org/dpv#PersonalisedBenefits'])
    assert.equal((await ask(admin, terms.registerPurpose, { body: loyalty })).changed, false)
    const second = await ask(admin, terms.registerPurpose, { body: { ...loyalty, channels: ['email', 'sms'] } })
    assert.deepEqual([second.version, second.changed], [2, true])
    const { versions } = await ask(admin, terms.readPurpose, { params: { purpose: 'loyalty' } })
    assert.deepEqual(
      versions.map((v) => [v.version, v.channels.length]),
      [
        [2, 2],
        [1, 1],
      ],
    )
    const { items } = await ask(admin, terms.listPurposes, { query: {} })
    assert.ok(items.some((p) => p.code === 'loyalty' && p.version === 2))
    assert.equal((await admin.api('POST', '/v1/purposes', { ...loyalty, parent: 'loyalty' })).status, 400, 'under itself')
  })

  test('purposes are a tree: no way round back to itself, and none is retired from above its parts', async () => {
    const points = { ...loyalty, code: 'points', title: words('Points by mail', 'Баллы письмом'), parent: 'loyalty' }
    assert.deepEqual((await ask(admin, terms.registerPurpose, { body: points })).above, ['loyalty'])
    const round = await admin.api('POST', '/v1/purposes', { ...loyalty, parent: 'points' })
    assert.equal(round.status, 400)
    assert.match(round.text, /parent: a purpose cannot stand under itself/)
    const retired = await admin.api('POST', '/v1/purposes/loyalty/retire')
    assert.equal(retired.status, 409)
    assert.match(retired.text, /is part of this one\. Put it elsewhere or retire it first\./)
    await ask(admin, terms.retirePurpose, { params: { purpose: 'points' } })
  })

  test('the customer’s page speaks of the register: the new purpose in both languages, asked before it is allowed', async () => {
    const page = await openOwnPage(product.url, 'anna@example.com', admin)
    const read = async () => {
      const answer = await page.fetch('/v1/my/page')
      return { status: answer.status, text: await answer.text() }
    }
    const mine = await read()
    assert.equal(mine.status, 200, mine.text)
    assert.match(mine.text, /Карта лояльности/)
    assert.match(mine.text, /Loyalty card/)
    await ask(admin, terms.retirePurpose, { params: { purpose: 'loyalty' } })
    assert.doesNotMatch((await read()).text, /Карта лояльности/, 'what is not used any more is not asked for')
  })

  test('whom the office may count on for it is taken back when it is retired, and again counted when it is brought back', async () => {
    const counted = async () =>
      withClient(product.databaseUrl('office'), async (client) => {
        const { rows } = await client.query<{ channel: string }>(`select channel from fact.reach where purpose = 'loyalty' and reach`)
        return rows.map((row) => row.channel)
      })
    const becomes = async (wanted: string[], tries = 300): Promise<void> => {
      const now = await counted()
      if (tries > 0 && now.join() !== wanted.join()) return sleep(100).then(() => becomes(wanted, tries - 1))
      assert.deepEqual(now, wanted)
    }
    await ask(admin, terms.registerPurpose, { body: loyalty })
    const yes = { customer_id: anna, purpose: 'loyalty', channel: 'email', topic: null, state: 'given' as const, method: 'paper', evidence: 'Sheet 12' }
    await ask(admin, terms.enterConsents, { body: { consents: [yes] } })
    assert.deepEqual(await counted(), ['email'])
    const written = (await ask(admin, console_.listLooks, { params: { customer_id: anna }, query: {} })).items.filter(({ deed }) => deed === 'consent')
    assert.deepEqual(
      written.map(({ purpose, actor }) => [purpose?.code, actor.kind]),
      [['loyalty', 'staff']],
      'who wrote it down stands in the journal',
    )
    await ask(admin, terms.retirePurpose, { params: { purpose: 'loyalty' } })
    await becomes([])
    await ask(admin, terms.registerPurpose, { body: loyalty })
    await becomes(['email'])
    await ask(admin, terms.retirePurpose, { params: { purpose: 'loyalty' } })
    await becomes([])
  })

  test('GET /v1/consent-texts, GET /v1/consent-texts/:notice, PUT /v1/consent-texts/:notice, GET /v1/consent-texts/:notice/:version, GET /v1/customers/:customer_id/consents: written anew, read by anybody, and told of each', async () => {
    await ask(admin, terms.registerPurpose, { body: { ...loyalty, code: 'gifts', consent_for: 'P1Y' } })
    const [own] = (await ask(admin, terms.listConsentTexts, { query: {} })).items.filter((text) => text.notice === 'gifts')
    assert.deepEqual([own?.version, own?.purposes, own?.texts['en']], [1, ['gifts'], 'Loyalty card. To count your points and to tell you how many there are.'])
    const yes = { customer_id: anna, purpose: 'gifts', channel: 'email', topic: null, state: 'given' as const, method: 'paper', evidence: 'Sheet 13' }
    const enter = (more: object) => admin.api('POST', '/v1/consents', { consents: [{ ...yes, ...more }] })
    assert.match((await enter({ method: 'form' })).text, /a tick in a form is a question/)
    assert.match((await enter({ shown: { version: 9, language: 'ru' } })).text, /no such text in this language/)
    assert.equal((await enter({ shown: { version: 1, language: 'ru' } })).status, 200)
    const heldBy = async () =>
      (await ask(admin, terms.readConsentText, { params: { notice: 'gifts' }, query: {} })).items.map((v) => [v.version, v.yeses.count])
    assert.deepEqual(await heldBy(), [[1, 1]])

    const told = async (who: Client) =>
      (await ask(who, console_.listConsents, { params: { customer_id: anna }, query: {} })).items.find((r) => r.purpose.code === 'gifts')
    const record = await told(admin)
    assert.deepEqual([record?.state, record?.channel, record?.shown?.text, record?.shown?.version], ['ConsentGiven', 'email', own?.texts['ru'], 1])
    assert.deepEqual(
      record?.events.map((e) => [e.state, e.method, e.evidence, e.said, e.holds]),
      [
        ['ConsentRequested', 'paper', null, null, true],
        ['ConsentGiven', 'paper', 'paper', 'Sheet 13', true],
      ],
    )
    assert.equal(record?.expires_at, new Date(new Date(record?.since ?? '').setUTCFullYear(new Date(record?.since ?? '').getUTCFullYear() + 1)).toISOString())
    const document = z.looseObject({
      record_id: z.string(),
      privacy_notice: z.looseObject({ sha256: z.string() }),
      events: z.array(z.looseObject({ event_state: z.string() })),
    })
    const written = document.parse(record?.document)
    assert.deepEqual(
      [written.record_id, written.privacy_notice.sha256, written.events.at(-1)?.event_state],
      [record?.id, own?.sha256['ru'], 'https://w3id.org/dpv#ConsentGiven'],
    )
    assert.equal((await admin.api('GET', '/v1/customers/c_nobody/consents')).status, 404)
    const stranger = product.client()
    assert.equal((await stranger.api('GET', `/v1/customers/${anna}/consents`)).status, 401)
    const texts = { en: 'I agree to get gifts by e-mail.', ru: 'Я согласна получать подарки по почте.' }
    const save = (body: object) => admin.api('PUT', '/v1/consent-texts/gifts', { texts, upon: 1, asks_more: false, ...body })
    assert.equal((await save({ texts: { en: texts.en } })).status, 400, 'in both languages')
    assert.equal((await save({ texts: { ...texts, ru: 'Да.' } })).status, 400, 'a word is no text')
    assert.equal((await admin.api('PUT', '/v1/consent-texts/nothing', { texts, upon: 1, asks_more: false })).status, 404)
    assert.equal((await (await clerk()).api('PUT', '/v1/consent-texts/gifts', { texts, upon: 1, asks_more: false })).status, 403)
    const saved = await ask(admin, terms.saveConsentText, { params: { notice: 'gifts' }, body: { texts, upon: 1, asks_more: false } })
    assert.deepEqual([saved.version, saved.changed], [2, true])
    assert.equal((await save({})).status, 412, 'upon a version that is in force no more')
    assert.equal((await ask(admin, terms.saveConsentText, { params: { notice: 'gifts' }, body: { texts, upon: 2, asks_more: false } })).changed, false)
    const first = await ask(stranger, terms.showConsentText, { params: { notice: 'gifts', version: 1 } })
    assert.equal(
      first.sha256['en'],
      createHash('sha256')
        .update(own?.texts['en'] ?? '')
        .digest('hex'),
    )
    assert.equal((await stranger.api('GET', '/v1/consent-texts/gifts/9')).status, 404)
    assert.deepEqual(
      await heldBy(),
      [
        [2, 0],
        [1, 1],
      ],
      'other words ask for nothing more: the yes stands',
    )

    const more = { en: 'I agree to get gifts by e-mail and by post.', ru: 'Я согласна получать подарки по почте и посылкой.' }
    await ask(admin, terms.saveConsentText, { params: { notice: 'gifts' }, body: { texts: more, upon: 2, asks_more: true } })
    await until('whoever agreed to less is held no more', async () => (await heldBy()).every(([, people]) => people === 0))

    const versions = (await ask(admin, terms.readConsentText, { params: { notice: 'gifts' }, query: {} })).items
    assert.deepEqual(
      versions.map((v) => [v.version, v.asks_more, v.valid, v.by.kind]),
      [
        [3, true, true, 'staff'],
        [2, false, false, 'staff'],
        [1, false, false, 'staff'],
      ],
    )
    assert.ok(
      versions.every((v) => v.by.name === versions[0]?.by.name && v.by.name),
      'with the name of whoever wrote it',
    )
    for (const version of [1, 2]) {
      const late = await enter({ shown: { version, language: 'ru' } })
      assert.equal(late.status, 409)
      assert.match(late.text, new RegExp(`a yes to version ${version} of the text. From version 3 on the text asks for more`))
      assert.match(late.text, /consents\[0\]\.shown/)
    }
    assert.equal((await enter({ at: versions[1]?.since })).status, 409, 'nor without saying which, when it was said while an earlier one stood')
    assert.deepEqual((await heldBy())[0], [3, 0], 'nothing of it was written')
    assert.equal((await enter({ shown: { version: 3, language: 'ru' } })).status, 200)
    assert.deepEqual((await heldBy())[0], [3, 1])
    const byClerk = await admin.api('POST', `/v1/customers/${anna}/terms`, {
      road: 'paper',
      words: 'Sheet 14',
      said: [{ term: { purpose: 'gifts', channel: 'email', topic: null, allowed: true, notice: { version: 1 } } }],
    })
    assert.equal(byClerk.status, 409, 'nor by a colleague on the page')
    assert.match(byClerk.text, /a yes to version 1 of the text/)
    await ask(admin, terms.retirePurpose, { params: { purpose: 'gifts' } })
  })

  test('POST /v1/purposes/:purpose/retire: permits nothing any more, stays readable, and a start does not bring it back', async () => {
    assert.deepEqual(await ask(admin, terms.retirePurpose, { params: { purpose: 'loyalty' } }), { changed: false })
    assert.equal((await admin.api('POST', '/v1/purposes/nothing/retire', {})).status, 404)
    for (const needed of ['service', 'own_view']) assert.equal((await admin.api('POST', `/v1/purposes/${needed}/retire`, {})).status, 409, needed)
    assert.equal((await admin.api('GET', `/v1/customers/${anna}/card?purpose=loyalty`)).status, 404)
    assert.ok(!(await ask(admin, terms.listPurposes, { query: {} })).items.some((p) => p.code === 'loyalty'))
    assert.ok((await ask(admin, terms.listPurposes, { query: { retired: 'true' } })).items.some((p) => p.code === 'loyalty' && p.retired))
    assert.equal((await ask(admin, terms.readPurpose, { params: { purpose: 'loyalty' } })).versions.length, 7)
    await ask(admin, terms.retirePurpose, { params: { purpose: 'security' } })
    await product.stop()
    await product.startAgain()
    const { items } = await ask(admin, terms.listPurposes, { query: {} })
    assert.ok(!items.some((p) => p.code === 'security'), 'retired by the company, whatever it began with')
    assert.equal((await ask(admin, terms.registerPurpose, { body: loyalty })).version, 8, 'registered again, it is in use again')
  })

  test('GET /v1/witnesses, POST /v1/witnesses, DELETE /v1/witnesses/:witness: who watches the log', async () => {
    const key = witnessKey({ name: 'witness.example/w1', seed: Buffer.alloc(32, 5).toString('base64') })
    for (const bad of ['', 'w+00000000+AA', (await admin.api('GET', '/log/key')).text.trim()])
      assert.equal((await admin.api('POST', '/v1/witnesses', { key: bad })).status, 400, bad)
    const { items } = await ask(admin, receipts.registerWitness, { body: { key: ` ${key} ` } })
    assert.deepEqual(
      items.map(({ name, key: shown, last }) => [name, shown, last]),
      [['witness.example/w1', key, null]],
    )
    assert.equal((await admin.api('POST', '/v1/witnesses', { key })).status, 409)
    assert.equal((await admin.api('GET', '/log/witnesses')).text, `${key}\n`)
    assert.deepEqual((await ask(admin, receipts.listWitnesses)).items, items)
    assert.equal((await admin.api('DELETE', '/v1/witnesses/00000000')).status, 404)
    assert.deepEqual((await ask(admin, receipts.dropWitness, { params: { witness: items[0]?.witness ?? '' } })).items, [])
  })

  test('GET /v1/contact-limits, PUT /v1/contact-limits/caps/:cap, DELETE /v1/contact-limits/caps/:cap, PUT /v1/contact-limits/hours/:hours, DELETE /v1/contact-limits/hours/:hours: the company’s own, the law’s stay', async () => {
    const refused: [string, object, number][] = [
      ['caps/x', { scope: 'all', key: 'email', contacts: 1, days: 7 }, 400],
      ['caps/x', { scope: 'channel', key: 'pigeon', contacts: 1, days: 7 }, 400],
      ['caps/x', { scope: 'topic', key: 'mars', contacts: 1, days: 7 }, 400],
      ['caps/x', { scope: 'household', key: 'post', contacts: 1, days: 7 }, 400],
      ['caps/X', { scope: 'all', contacts: 1, days: 7 }, 400],
      ['hours/x', { open: [] }, 400],
      ['hours/x', { open: [{ days: [1], from: '24:00', to: '10:00' }] }, 400],
      ['hours/x', { channels: ['pigeon'], open: [{ days: [1], from: '09:00', to: '10:00' }] }, 400],
      ['hours/us-calls', { open: [{ days: [1], from: '00:00', to: '24:00' }] }, 409],
    ]
    for (const [path, body, status] of refused) assert.equal((await admin.api('PUT', `/v1/contact-limits/${path}`, body)).status, status, path)
    for (const path of ['caps/none', 'hours/none']) assert.equal((await admin.api('DELETE', `/v1/contact-limits/${path}`)).status, 404, path)
    assert.equal((await admin.api('DELETE', '/v1/contact-limits/hours/us-calls')).status, 409)
    const start = await ask(admin, gate.readLimits)
    assert.deepEqual(start.caps, [{ cap: 'week', version: 1, scope: 'all', key: null, contacts: 2, days: 7 }])
    assert.ok(start.hours.every((h) => h.basis === 'law' && h.source && h.valid_from))
    const monthly = { scope: 'channel', key: 'sms', contacts: 1, days: 30 } as const
    const open = [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '20:00' }]
    assert.equal((await ask(admin, gate.saveCap, { params: { cap: 'sms' }, body: monthly })).caps.length, 2)
    await ask(admin, gate.saveCap, { params: { cap: 'sms' }, body: monthly })
    const said = await ask(admin, gate.saveHours, { params: { hours: 'daytime' }, body: { channels: ['sms', 'phone'], open } })
    assert.deepEqual(said.caps.find((c) => c.cap === 'sms')?.version, 1, 'said twice is said once')
    assert.deepEqual(said.hours.find((h) => h.hours === 'daytime')?.open, open)
    const house = await ask(admin, gate.saveCap, { params: { cap: 'house' }, body: { scope: 'household', contacts: 1, days: 30 } })
    assert.deepEqual(
      house.caps.find((c) => c.cap === 'house'),
      { cap: 'house', version: 1, scope: 'household', key: null, contacts: 1, days: 30 },
    )
    await ask(admin, gate.removeCap, { params: { cap: 'house' } })
    await ask(admin, gate.removeHours, { params: { hours: 'daytime' } })
    const left = await ask(admin, gate.removeCap, { params: { cap: 'sms' } })
    assert.deepEqual([left.caps.length, left.hours.length], [1, start.hours.length])
  })

  test('POST /v1/kinds, GET /v1/kinds, POST /v1/kinds/:kind/retire: declared facts are facts; a retired kind is not recorded, its history stays', async () => {
    const tasting = { code: 'tasting', title: words('Tasting', 'Дегустация'), attributes: { cups: { type: 'number' as const } }, purposes: ['service'] }
    assert.match((await admin.api('POST', '/v1/kinds', { ...tasting, purposes: ['fun'] })).text, /there is no purpose .*fun/)
    assert.equal((await ask(admin, terms.registerKind, { body: tasting })).version, 1)
    assert.equal((await ask(admin, terms.registerKind, { body: { ...tasting, title: words('Tea tasting', 'Дегустация чая') } })).version, 2)
    const event = (id: string) => ({ ...said(id, {}), kind: 'tasting', facts: { cups: 3 } })
    assert.match((await record([event('t1')])).text, /"recorded":1/)
    assert.deepEqual(await ask(admin, terms.retireKind, { params: { kind: 'tasting' } }), { changed: true })
    assert.deepEqual(await ask(admin, terms.retireKind, { params: { kind: 'tasting' } }), { changed: false })
    assert.equal((await admin.api('POST', '/v1/kinds/nothing/retire', {})).status, 404)
    const refused = await record([event('t2')])
    assert.deepEqual([refused.status, /interactions\[0\]\.kind: .*tasting.* is not recorded any more/.test(refused.text)], [400, true])
    const seen = await ask(admin, console_.readTimeline, { params: { customer_id: anna }, query: { kinds: 'tasting' } })
    assert.deepEqual(
      seen.items.map((m) => m.title?.['ru']),
      ['Дегустация чая'],
    )
    assert.ok((await ask(admin, terms.listKinds)).items.some((k) => k.code === 'tasting' && k.retired && k.version === 2))
    assert.equal((await ask(admin, terms.registerKind, { body: tasting })).version, 3)
    assert.match((await record([event('t2')])).text, /"recorded":1/, 'brought back')
  })

  test('POST /v1/fields, GET /v1/fields: a value fits its type, or the answer says what it must be', async () => {
    assert.equal((await write('x_shoe_size', 'как у слона')).status, 200, 'nobody declared it: any text')
    const declared: [string, z.input<typeof terms.newField>['type'], string[] | null][] = [
      ['x_points', 'number', null],
      ['x_member_until', 'time', null],
      ['x_wholesale', 'boolean', null],
      ['x_tier', 'code', ['silver', 'gold']],
      ['x_nickname', 'text', null],
    ]
    for (const [code, type, codes] of declared)
      await ask(admin, terms.registerField, {
        body: { code, type, codes, title: words(`The ${code}`, `Поле ${code}`), purposes: ['service'], searched: type === 'text' },
      })
    const bad: [string, string, RegExp][] = [
      ['x_points', 'много', /x_points: must be a number like 12 or 3.5/],
      ['x_member_until', 'скоро', /x_member_until: must be a day like/],
      ['x_wholesale', 'может быть', /x_wholesale: must be true or false/],
      ['x_tier', 'bronze', /x_tier: must be one of: silver, gold/],
    ]
    for (const [field, value, sentence] of bad) {
      const answer = await write(field, value)
      assert.equal(answer.status, 400, field)
      assert.match(answer.text, sentence)
      const event = await record([said(`bad-${field}`, { [field]: value })])
      assert.equal(event.status, 400)
      assert.match(event.text, new RegExp(`interactions\\[0\\]\\.customer\\.fields\\.${sentence.source}`))
    }
    for (const [field, value] of [
      ['x_points', '12,50'],
      ['x_wholesale', 'да'],
      ['x_tier', 'gold'],
    ] as const)
      assert.equal((await write(field, value)).status, 200, field)
    assert.match((await record([said('f1', { x_member_until: '2027-01-31', x_nickname: 'Незабудка' })])).text, /"recorded":1/)
    const shown = new Map((await fieldsOf(anna)).map((f) => [f.field, f]))
    assert.deepEqual(
      declared.map(([code]) => [shown.get(code)?.value, shown.get(code)?.title?.['ru']]),
      [
        ['12.5', 'Поле x_points'],
        ['2027-01-31', 'Поле x_member_until'],
        ['true', 'Поле x_wholesale'],
        ['gold', 'Поле x_tier'],
        ['Незабудка', 'Поле x_nickname'],
      ],
    )
    assert.deepEqual(await found('незабудка'), [anna], 'the search finds by a text that is marked')
  })

  test('a field keeps its type, changes its words by a version, and is for the purposes it names', async () => {
    const points = { code: 'x_points', type: 'number' as const, title: words('Points', 'Баллы'), purposes: ['service'] }
    assert.deepEqual(await ask(admin, terms.registerField, { body: points }), { version: 2, changed: true })
    assert.deepEqual(await ask(admin, terms.registerField, { body: points }), { version: 2, changed: false })
    assert.match((await admin.api('POST', '/v1/fields', { ...points, type: 'text' })).text, /a field keeps its type/)
    assert.match((await admin.api('POST', '/v1/fields', { ...points, code: 'points' })).text, /code: must be x_/)
    assert.match((await admin.api('POST', '/v1/fields', { ...points, code: 'x_new', type: 'code' })).text, /codes: a field of type code needs its list/)
    assert.match((await admin.api('POST', '/v1/fields', { ...points, code: 'x_new', searched: true })).text, /searched: only text is searched/)
    assert.match((await admin.api('POST', '/v1/fields', { ...points, code: 'x_new', purposes: ['fun'] })).text, /there is no purpose .*fun/)
    await ask(admin, terms.registerField, { body: { ...points, purposes: ['marketing'] } })
    assert.ok(!(await fieldsOf(anna)).some((f) => f.field === 'x_points'), 'kept for marketing, not shown for service')
    const { hidden } = await ask(admin, console_.readCard, { params: { customer_id: anna }, query: {} })
    assert.ok(hidden.some((h) => h.section === 'fields' && h.reason === 'field_not_covered' && h.purposes.some((p) => p.code === 'marketing')))
    assert.equal((await admin.api('GET', `/v1/customers/${anna}/fields/x_points/history`)).status, 404)
    await ask(admin, terms.registerField, { body: points })
    assert.equal((await fieldsOf(anna)).find((f) => f.field === 'x_points')?.value, '12.5')
  })

  test('traits of identify and columns of an import land in the fields', async () => {
    const identify = { messageId: 'i1', userId: '77', traits: { email: 'boris@example.com', points: 40, tier: 'silver', x_own: 'any', loyaltyNote: 'content' } }
    const answer = await product.api('POST', '/v1/identify', identify, { key })
    assert.equal(answer.status, 200, answer.text)
    const bad = await product.api('POST', '/v1/identify', { ...identify, messageId: 'i2', traits: { tier: 'bronze' } }, { key })
    assert.match(bad.text, /must be one of: silver, gold/)
    const boris = (await found('boris@example.com'))[0] ?? ''
    const shown = new Map((await fieldsOf(boris)).map((f) => [f.field, f.value]))
    assert.deepEqual([shown.get('x_points'), shown.get('x_tier'), shown.get('x_own'), shown.has('x_loyalty_note')], ['40', 'silver', 'any', false])
  })

  test('POST /v1/fields/:field/retire: takes no more values and is found by no more; what is there stays', async () => {
    assert.deepEqual(await ask(admin, terms.retireField, { params: { field: 'x_nickname' } }), { changed: true })
    assert.deepEqual(await ask(admin, terms.retireField, { params: { field: 'x_nickname' } }), { changed: false })
    assert.equal((await admin.api('POST', '/v1/fields/x_nothing/retire', {})).status, 404)
    assert.match((await write('x_nickname', 'Ромашка')).text, /x_nickname: takes no values any more/)
    const kept = (await fieldsOf(anna)).find((f) => f.field === 'x_nickname')
    assert.deepEqual([kept?.value, kept?.title?.['en']], ['Незабудка', 'The x_nickname'])
    assert.equal((await write('x_nickname', null)).status, 200, 'a value may still be taken away')
    assert.ok((await ask(admin, terms.listFields)).items.some((f) => f.code === 'x_nickname' && f.retired))
    assert.deepEqual(await found('незабудка', 0), [])
  })
})
