import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { before, describe, test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import { openCustomerSession } from '../../src/keep/access/index.ts'
import * as files from '../../src/keep/files/contract.ts'
import * as terms from '../../src/keep/terms/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as portal from '../../src/office/portal/contract.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { insideKeep, secretOf } from '../attack/inside.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { openOwnPage } from '../town/demo/customer.ts'
import { ask } from '../town/demo/visitor.ts'

// What customers tell a colleague of being contacted, on paper and by telephone: entered with what proves it, read by whoever may, and by
// the customer. The no before the yes.

describe('what customers tell us', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let anna: string
  let boris: string

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) } as never)
    admin = await product.setUp()
    const topics = [{ topic: 'china', title: { en: 'China', ru: 'Китай' } }]
    await ask(admin, terms.register, { body: { topics } })
    const enter = async (surname: string, email: string) =>
      (
        await ask(admin, console_.addCustomer, {
          body: { kind: 'person', fields: { surname }, identifiers: [{ kind: 'email', value: email }], language: 'ru' },
        })
      ).id
    anna = await enter('Белова', 'belova@mail.example')
    boris = await enter('Орлов', 'orlov@mail.example')
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  const colleague = async (role: string) => {
    const email = `${role}@shop.example`
    const password = 'a long password of a colleague'
    await ask(admin, access.addStaff, { body: { name: role, email, password, role } })
    const client = product.client()
    await client.api('POST', '/v1/session', { email, password })
    return client
  }
  const say = (of: string, said: object[], more: object = {}, who = admin) => who.api('POST', `/v1/customers/${of}/terms`, { road: 'phone', said, ...more })
  const email = (allowed: boolean, more: object = {}) => ({ term: { purpose: 'marketing', channel: 'email', topic: null, allowed, ...more } })
  const told = async (of = anna) => ask(admin, console_.readTerms, { params: { customer_id: of } })
  const stateOf = async (of = anna) => (await told(of)).items.find((t) => t.purpose === 'marketing' && t.channel === 'email' && t.topic === null)?.state
  const records = async (of = anna, who = admin) => (await ask(who, console_.listConsents, { params: { customer_id: of }, query: {} })).items

  test('POST /v1/customers/:customer_id/terms, GET /v1/customers/:customer_id/terms: who may not, and what is no answer', async () => {
    assert.equal((await say(anna, [email(false)], {}, product.client())).status, 401)
    const marketer = await colleague('marketer')
    assert.equal((await say(anna, [email(false)], {}, marketer)).status, 403)
    assert.equal((await say('c_AAAAAAAAAAAAAAAAAAAAAA', [email(false)])).status, 404)
    for (const [said, more, place] of [
      [[], {}, 'said'],
      [[email(true)], {}, 'words'],
      [[email(true)], { words: '   ' }, 'words'],
      [[email(true)], { words: 'да', at: '2999-01-01T00:00:00Z' }, 'at'],
      [[email(true)], { words: 'да', road: 'dream' }, 'road'],
      [[email(true, { notice: { version: 9, language: 'ru' } })], { words: 'да' }, 'notice'],
      [[{ rule: { kind: 'pause', until: '2020-01-01T00:00:00Z' } }], {}, 'until'],
      [[email(false)], { words: 'я'.repeat(2001) }, 'words'],
    ] as const) {
      const answer = await say(anna, [...said], more)
      assert.equal(answer.status, 400, answer.text)
      assert.match(answer.text, new RegExp(`"place":"${place}`), answer.text)
    }
    assert.equal((await say(anna, [{ unrule: anna }])).status, 404)
    assert.equal((await say(anna, [email(true)], { words: 'да', proof_id: anna })).status, 404)
    assert.equal((await say(anna, [email(false), { topic: { topic: 'mars', wanted: false } }])).status, 404)
    assert.equal(await stateOf(), 'missing', 'all of it or nothing')
  })

  test('a no needs nothing and is kept; a yes needs their words, and counts only when it is newer', async () => {
    assert.equal((await say(anna, [email(false)])).status, 200)
    assert.equal(await stateOf(), 'refused')
    const [no] = await records()
    assert.deepEqual([no?.state, no?.events.at(-1)?.method, no?.events.at(-1)?.by, no?.events.at(-1)?.said], ['ConsentRefused', 'phone', 'staff', null])
    assert.ok(no?.ask_again_at)
    const older = await say(anna, [email(true)], { words: 'Да, на ярмарке', at: '2026-01-05T10:00:00Z' })
    assert.equal(older.status, 409, older.text)
    assert.equal(await stateOf(), 'refused')
    assert.equal((await say(anna, [email(true)], { words: 'Да, присылайте.', road: 'in_person' })).status, 200)
    const [yes] = await records()
    assert.deepEqual([yes?.state, yes?.shown?.language, yes?.events.at(-1)?.said], ['ConsentGiven', 'ru', 'Да, присылайте.'])
    assert.ok(yes?.events.every((e) => e.holds))
    const paper = await say(boris, [email(true)], { words: 'Анкета 17', road: 'paper', at: '2026-01-05T10:00:00Z' })
    assert.equal(paper.status, 200, paper.text)
    assert.equal((await records(boris))[0]?.since, '2026-01-05T10:00:00.000Z')
  })

  test('POST /v1/consents/proofs/:customer_id, GET /v1/consents/proofs/:customer_id/:proof_id, GET /v1/my/proofs/:proof_id: a scan is kept with what it proves', async () => {
    const bytes = Buffer.from('%PDF-1.4 a signed form')
    const at = `${product.url}/v1/consents/proofs/${anna}`
    const headers = { cookie: admin.cookie(), origin: product.url, 'content-type': 'application/pdf' }
    const send = (body: Buffer, name = 'Бланк.pdf', to = at) =>
      fetch(`${to}?name=${encodeURIComponent(name)}`, { method: 'POST', headers, body: new Uint8Array(body) })
    assert.equal((await send(Buffer.alloc(0))).status, 400)
    assert.equal((await send(Buffer.alloc(10 * 1024 * 1024 + 1))).status, 413)
    assert.equal((await send(bytes, 'x.pdf', `${product.url}/v1/consents/proofs/c_nobody`)).status, 404)
    const kept = files.keepProof.output.parse(await (await send(bytes)).json())
    assert.deepEqual([kept.name, kept.size, kept.sha256], ['Бланк.pdf', bytes.length, createHash('sha256').update(bytes).digest('hex')])
    assert.equal((await say(boris, [email(true)], { words: 'x', proof_id: kept.id })).status, 400, 'another’s file proves nothing')
    assert.equal((await say(anna, [email(true), { rule: { kind: 'cap', contacts: 1, days: 30 } }], { road: 'paper', proof_id: kept.id })).status, 200)
    const [record] = await records()
    const last = record?.events.at(-1)
    assert.deepEqual([last?.said, last?.proofs], [`Бланк.pdf · SHA-256 ${kept.sha256}`, [kept]])
    const [rule] = (await told()).rules
    assert.deepEqual([rule?.kind, rule?.how, rule?.by, rule?.proofs], ['cap', 'paper', 'staff', [kept]])
    const got = await fetch(`${at}/${kept.id}`, { headers: { cookie: admin.cookie() } })
    assert.deepEqual([got.status, Buffer.from(await got.arrayBuffer()).equals(bytes)], [200, true])
    assert.equal((await fetch(`${product.url}/v1/consents/proofs/${boris}/${kept.id}`, { headers: { cookie: admin.cookie() } })).status, 404)
    const keep = await insideKeep({ after: (end: () => unknown) => ends.push(end) } as never, product, new Date())
    const sessionOf = async (shown: string, message?: number) => {
      const customer = opaque(secretOf(product, 'ids')).read('customer', shown) ?? 0
      const { token } = await openCustomerSession(keep, { customer, ...(message === undefined ? {} : { message }), device: 'test' }, new Date())
      return `rapport_customer=${token}`
    }
    const mine = (cookie: string) => fetch(`${product.url}/v1/my/proofs/${kept.id}`, { headers: { cookie } })
    assert.equal((await mine(await sessionOf(boris))).status, 404)
    assert.equal((await mine(await sessionOf(anna, 1))).status, 403, 'not by the link of a message')
    const own = await sessionOf(anna)
    assert.equal(await (await mine(own)).text(), bytes.toString())
    const page = portal.listMyConsents.output.parse((await product.api('GET', '/v1/my/consents', undefined, { cookie: own })).body)
    assert.deepEqual(page.items[0]?.events.at(-1)?.proofs, [kept])
    const proof = await ask(admin, console_.readConsentProof, { params: { customer_id: anna, record_id: record?.id ?? '' } })
    assert.deepEqual([proof.record, proof.receipts.length], [record, 3], 'GET /v1/customers/:customer_id/consents/:record_id/proof')
    assert.match(proof.receipts[0]?.leaf ?? '', /^[0-9a-f]{64}$/)
    const proofAt = (of: string, id: string) => admin.api('GET', `/v1/customers/${of}/consents/${id}/proof`)
    assert.equal((await proofAt(boris, record?.id ?? '')).status, 404, 'of another there is none')
    for (const id of ['x', '0'.repeat(32)]) assert.equal((await proofAt(anna, id)).status, 404)
    const clerk = await colleague('analyst')
    assert.ok([403, 404].includes((await clerk.api('GET', `/v1/consents/proofs/${anna}/${kept.id}`)).status))
    const looks = await admin.api('GET', `/v1/customers/${anna}/looks`)
    assert.match(looks.text, /"deed":"file"/, 'opened evidence is in the journal')
    assert.match(looks.text, /"deed":"consent"/, 'so is who wrote it down')
  })

  test('how often, not now, a topic, everything: a colleague enters it, and the newer word stands', async () => {
    const more = { words: '«Не больше раза в месяц»', road: 'reply' }
    const answer = await say(boris, [{ rule: { kind: 'cap', contacts: 1, days: 30 } }, { topic: { topic: 'china', wanted: false } }, { stop: true }], more)
    assert.equal(answer.status, 200, answer.text)
    const after = await told(boris)
    assert.deepEqual(after.stops.map((s) => [s.topic ?? 'all', s.how, s.by, s.said]).sort(), [
      ['all', 'reply', 'staff', more.words],
      ['china', 'reply', 'staff', more.words],
    ])
    assert.deepEqual(
      after.rules.map((r) => [r.kind, r.said]),
      [['cap', more.words]],
    )
    assert.equal((await say(boris, [{ stop: false }], { words: 'Можно снова', at: '2026-01-06T00:00:00Z' })).status, 409, 'a word older than the stop')
    const oftener = [{ rule: { kind: 'cap', contacts: 9, days: 30 } }]
    assert.equal((await say(boris, oftener, { words: 'Можно чаще', at: '2026-01-06T00:00:00Z' })).status, 409, 'older than the cap that stands')
    const bare = await say(boris, oftener)
    assert.deepEqual([bare.status, /"place":"words"/.test(bare.text)], [400, true], 'a looser rule is a yes, and needs their words')
    assert.equal((await say(boris, [{ rule: { kind: 'cap', contacts: 1, days: 60 } }])).status, 200, 'a narrower one is a no')
    assert.equal((await say(boris, [{ rule: { kind: 'cap', contacts: 1, days: 30 } }], { words: 'Раз в месяц можно' })).status, 200)
    assert.equal((await say(boris, [{ stop: false }])).status, 400, 'to lift it needs their words')
    assert.equal((await say(boris, [{ stop: false }, { unrule: after.rules[0]?.id ?? '' }], { words: 'Можно снова' })).status, 200)
    assert.equal((await told(boris)).stopped_at, null)
  })

  test('ask me each time, entered by a clerk: it needs no words, holds at once, is read by both sides, and is lifted by their words alone', async () => {
    const clerk = await colleague('clerk')
    const clara = (
      await ask(admin, console_.addCustomer, {
        body: { kind: 'person', fields: { surname: 'Зуева' }, identifiers: [{ kind: 'email', value: 'zueva@mail.example' }], language: 'ru' },
      })
    ).id
    const reach = async () =>
      (await ask(admin, console_.readCard, { params: { customer_id: clara }, query: {} })).reach
        .filter((r) => r.purpose === 'marketing' && ['email', 'sms'].includes(r.channel))
        .map((r) => [r.channel, r.decision, r.reason])
    const sms = { term: { purpose: 'marketing', channel: 'sms', topic: null, allowed: true } }
    assert.equal((await say(clara, [email(true), sms], { words: 'Можно' })).status, 200)
    const byMail = { rule: { kind: 'ask', channel: 'email', topic: null } }
    assert.equal((await say(clara, [{ rule: { kind: 'ask', channel: 'pigeon' } }], {}, clerk)).status, 400)
    const before = await reach()
    assert.deepEqual(before[0], ['email', 'allow', null])
    assert.equal((await say(clara, [byMail], {}, clerk)).status, 200, 'quieter: a no, which needs nothing')
    assert.deepEqual(await reach(), [['email', 'ask', 'ask_first'], ...before.slice(1)], 'by that channel alone')
    const herself = await openOwnPage(product.url, 'zueva@mail.example', admin)
    const rulesOf = async () => (await ask(herself, portal.readMyPage)).terms.rules.filter((r) => r.ended_at === null)
    const [rule] = await rulesOf()
    assert.deepEqual([rule?.kind, rule?.channel, rule?.how, rule?.by], ['ask', 'email', 'phone', 'staff'])
    const lift = [{ unrule: rule?.id ?? '' }]
    assert.equal((await say(clara, lift, {}, clerk)).status, 400, 'to be asked no more is a yes')
    assert.equal((await say(clara, lift, { words: 'Не спрашивайте больше' }, clerk)).status, 200)
    assert.deepEqual([await rulesOf(), await reach()], [[], before])
  })

  test('of somebody restricted only a no is taken, with words or without', async () => {
    const status = (value: string) =>
      withClient(product.databaseUrl('keep'), (client) =>
        client.query('update keep.customer set status = $1 where customer_id = $2', [value, opaque(secretOf(product, 'ids')).read('customer', boris)]),
      )
    assert.equal((await say(boris, [{ rule: { kind: 'cap', contacts: 2, days: 30 } }], { words: 'Раз в две недели' })).status, 200)
    await status('restricted')
    for (const said of [email(true), { rule: { kind: 'cap', contacts: 9, days: 30 } }, { stop: false }])
      assert.equal((await say(boris, [said], { words: 'Можно чаще' })).status, 403, JSON.stringify(said))
    for (const said of [{ rule: { kind: 'cap', contacts: 1, days: 30 } }, email(false), { stop: true }])
      assert.equal((await say(boris, [said])).status, 200, JSON.stringify(said))
    await status('known')
    assert.ok((await told(boris)).stopped_at)
  })
})
