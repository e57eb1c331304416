import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import * as access from '../../src/keep/access/contract.ts'
import * as desk from '../../src/keep/desk/contract.ts'
import * as kept from '../../src/keep/exports/contract.ts'
import { recipientMark } from '../../src/keep/exports/recipient.ts'
import * as rights from '../../src/keep/rights/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as exports_ from '../../src/office/exports/contract.ts'
import * as portal from '../../src/office/portal/contract.ts'
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
  let herMila: Visitor
  let [nina, mila] = ['', '']
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
    ;[mila = ''] = await recordPeople(admin, keys.get('Warehouse') ?? '', [
      { user: 'mila', email: 'mila@told.example', fields: { surname: 'Милова', name: 'Мила' } },
    ])
    herself = await openOwnPage(product.url, 'nina@told.example', admin)
    herMila = await openOwnPage(product.url, 'mila@told.example', admin)
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })
  const mine = async () => (await ask(herself, rights.listMyTold)).items.map((one) => [one.recipient, one.what, one.state])
  type Given = NonNullable<z.input<NonNullable<typeof exports_.askExport.body>>['recipient']> | null
  const exportOf = (recipient: Given) => ({ who: { ids: [mila] }, purpose: 'service', columns: ['name'], format: 'csv' as const, why: 'Catalogues', recipient })
  /** The file when it is ready, as whoever asked for it fetches it. */
  async function file(id: string): Promise<string> {
    await until('the file', async () => (await ask(admin, kept.getExport, { params: { export_id: id } })).state === 'ready')
    return (await admin.fetch(`/v1/exports/${id}/file`)).text()
  }
  const heard = (type: string) => receiver.got.filter(({ body }) => body.includes(`"${type}"`))

  test('GET /v1/my/rights/told, GET /v1/rights/told, POST /v1/rights/told/:told_id, no: nobody, a program, another role, nobody to tell, a number that is none', async () => {
    for (const path of ['/v1/my/rights/told', '/v1/rights/told']) assert.equal((await product.api('GET', path)).status, 401)
    assert.equal((await product.api('GET', '/v1/rights/told', undefined, { key: keys.get('Warehouse') })).status, 401)
    await ask(admin, access.addStaff, { body: { name: 'clara', email: 'clara@shop.example', password, role: 'clerk' } })
    const clerk = product.client()
    await clerk.api('POST', '/v1/session', { email: 'clara@shop.example', password })
    assert.equal((await clerk.api('GET', '/v1/rights/told')).status, 403)
    assert.equal((await clerk.api('POST', '/v1/rights/told/none', {})).status, 403)
    assert.equal((await admin.api('POST', '/v1/rights/told/none', { changed_at: new Date().toISOString() })).status, 404)
    assert.deepEqual([await mine(), (await ask(admin, rights.listTold)).items], [[], []])
  })

  test('POST /v1/exports with a recipient, no: a name that is none, a webhook that there is not; none is named of a file that stays here', async () => {
    const wish = { who: { ids: [mila] }, purpose: 'service', columns: ['name'], format: 'csv', why: 'Catalogues for the autumn' }
    const no = async (recipient: object) => (await admin.api('POST', '/v1/exports', { ...wish, recipient })).text
    assert.match(await no({ name: 'x' }), /recipient\.name/)
    assert.match(await no({ name: 'Дом печати', webhook_id: 'wh_none' }), /recipient\.webhook_id: there is no such webhook/)
    const { id } = await ask(admin, exports_.askExport, { body: { ...exportOf(null), why: wish.why } })
    await file(id)
    const used = (await ask(herMila, portal.listMyUses)).items.filter(({ deed }) => deed === 'export')
    assert.deepEqual(
      used.map(({ recipients }) => recipients),
      [[]],
    )
    assert.deepEqual((await ask(herMila, rights.listMyRecipients)).items, [])
  })

  test('GET /v1/my/rights/recipients: a file that is given away bears the name of whoever gets it, its people read the name and the log is bound to it', async () => {
    const { id } = await ask(admin, exports_.askExport, { body: exportOf({ name: 'ООО «Дом печати»', reach: 'data@print.example', webhook_id: null }) })
    const csv = await file(id)
    assert.match(csv, /Given to, and to nobody else: ООО «Дом печати»/)
    assert.ok(csv.includes(mila), 'the number by which whose row is meant can be said later')
    assert.deepEqual((await ask(admin, kept.getExport, { params: { export_id: id } })).recipient, { name: 'ООО «Дом печати»', reach: 'data@print.example' })
    const [got, ...others] = (await ask(herMila, rights.listMyRecipients)).items
    assert.deepEqual([got?.kind, got?.name, got?.purposes[0]?.code, others.length], ['file', 'ООО «Дом печати»', 'service', 0])
    assert.ok(got?.categories.includes('contact'))
    const used = (await ask(herMila, portal.listMyUses)).items.find(({ recipients }) => recipients.length > 0)
    assert.deepEqual([used?.deed, used?.recipients], ['export', ['ООО «Дом печати»']])
    const mark = recipientMark('ООО «Дом печати»')
    assert.match(mark, /^to\.[a-p]{32}$/)
    const { receipt } = await ask(herMila, portal.readMyProof, {
      params: { receipt_id: used?.each[0]?.receipt_id ?? '' },
      query: { at: used?.each[0]?.at ?? '' },
    })
    assert.ok(receipt.includes(mark) && !receipt.includes('печати'))
    // Whoever holds the database cannot put another in their place, and a name that the receipt does not bear is not told.
    const owner = (query: string) => withClient(product.databaseUrl('owner'), (client) => client.query(query))
    const other = `update keep.export set sealed_recipient = null where sealed_recipient is not null`
    await assert.rejects(
      withClient(product.databaseUrl('keep'), (client) => client.query(other)),
      /given to whom it was made for/,
    )
    await assert.rejects(owner(other), /given to whom it was made for/)
    // One that went through a program's webhook, and one that was destroyed before anybody had it.
    const hook = z.object({ items: z.array(withId) }).parse((await admin.api('GET', '/v1/webhooks')).body).items[0]?.id ?? ''
    await file((await ask(admin, exports_.askExport, { body: exportOf({ name: 'Склад на Лесной', reach: null, webhook_id: hook }) })).id)
    const never = await ask(admin, exports_.askExport, { body: exportOf({ name: 'Никто', reach: null, webhook_id: null }) })
    await until('it is made', async () => (await ask(admin, kept.getExport, { params: { export_id: never.id } })).state === 'ready')
    await ask(admin, kept.cancelExport, { params: { export_id: never.id }, body: {} })
    assert.deepEqual((await ask(herMila, rights.listMyRecipients)).items.map(({ name }) => name).sort(), ['ООО «Дом печати»', 'Склад на Лесной'])
    const register = (await ask(admin, desk.readRegister)).activities.find(({ purpose }) => purpose === 'service')?.recipients ?? []
    assert.ok(register.some((one) => one.kind === 'file' && one.name === 'ООО «Дом печати»') && register.every((one) => !one.name.startsWith('to.')))
  })

  test('a correction by telephone: entered by a clerk with what shows it, answered by an officer, and everybody who had the old value is told', async () => {
    const customer_id = mila
    const counter = product.client()
    await counter.api('POST', '/v1/session', { email: 'clara@shop.example', password })
    const scan = await counter.fetch(`/v1/rights/proofs/${mila}?name=call.ogg`, { method: 'POST', body: 'OggS', headers: { 'content-type': 'audio/ogg' } })
    const proof_id = rights.keepRightProof.output.parse(await scan.json()).id
    const said = { right: 'rectify', road: 'phone', about: { kind: 'field', name: 'surname' }, words: 'Я снова на девичьей фамилии.' } as const
    const enters = (over: object) => counter.api('POST', `/v1/rights/of/${mila}`, { ...said, value: 'Орлова', evidence: 'Звонок 11:20', proof_id, ...over })
    assert.match((await enters({ evidence: '' })).text, /evidence/)
    assert.match((await enters({ about: { kind: 'field', name: 'x_nothing' } })).text, /not_found|no such/i)
    assert.match((await enters({ about: { kind: 'field', name: 'birth_date' }, value: 'вчера' })).text, /value:/)
    assert.equal((await counter.api('POST', '/v1/rights/of/c_AAAAAAAAAAAAAAAAAAAAAA', { ...said, evidence: 'x y z' })).status, 404)
    const { id } = await ask(counter, rights.enterRight, { params: { customer_id }, body: { ...said, value: 'Орлова', evidence: 'Звонок 11:20', proof_id } })
    const surname = async () => (await ask(admin, console_.readCard, { params: { customer_id } })).fields.find(({ field }) => field === 'surname')
    assert.equal((await surname())?.value, 'Милова', 'nothing is changed before somebody answered')
    assert.equal((await ask(counter, rights.listBeside, { params: { customer_id } })).items[0]?.words, said.words)
    assert.equal((await counter.api('POST', `/v1/rights/${id}/answer`, { outcome: 'granted' })).status, 403)
    const answered = await ask(admin, rights.answerRight, { params: { case_id: id }, body: { outcome: 'granted', words: 'Исправили.' } })
    assert.deepEqual(
      [answered.now, answered.road, answered.proofs[0]?.name, answered.events.map(({ by }) => by.role)],
      ['Орлова', 'phone', 'call.ogg', ['clerk', 'admin']],
    )
    assert.deepEqual([(await surname())?.value, (await surname())?.source], ['Орлова', 'customer'])
    const history = (await ask(admin, console_.readFieldHistory, { params: { customer_id, field: 'surname' } })).items
    assert.deepEqual(
      history.map(({ value, source }) => [value, source]),
      [
        ['Орлова', 'customer'],
        ['Милова', 'shop'],
      ],
    )
    const hers = (await ask(herMila, portal.listMyEarlierValues)).items.find(({ field }) => field === 'surname')
    assert.equal(hers?.value, 'Милова')
    const [mine] = (await ask(herMila, rights.listMyRights)).items
    assert.deepEqual([mine?.entered_by, mine?.evidence, mine?.answer], ['clerk', 'Звонок 11:20', 'Исправили.'])

    await until('their program heard of it', async () => heard('data.corrected').length === 1)
    assert.equal(toldBody.parse(JSON.parse(heard('data.corrected')[0]?.body ?? '')).data.customer_id, mila)
    const told = async () => (await ask(herMila, rights.listMyTold)).items.map((one) => [one.recipient, one.kind, one.what, one.state]).sort()
    await until('it is confirmed', async () => (await told()).some(([, , , state]) => state === 'confirmed'))
    assert.deepEqual(await told(), [
      ['ООО «Дом печати»', 'file', 'corrected', 'nobody'],
      ['Склад на Лесной', 'file', 'corrected', 'confirmed'],
    ])
    const [waits] = (await ask(admin, rights.listTold)).items
    assert.deepEqual([waits?.recipient, waits?.file?.reach, waits?.file?.row, waits?.overdue], ['ООО «Дом печати»', 'data@print.example', mila, false])
    await ask(admin, rights.tellByHand, { params: { told_id: waits?.id ?? '' }, body: { changed_at: waits?.changed_at ?? '' } })
    assert.deepEqual((await ask(admin, rights.listTold)).items, [])

    const other = await ask(counter, rights.enterRight, { params: { customer_id }, body: { ...said, road: 'mail', value: 'Царёва', evidence: 'Письмо 14' } })
    await ask(admin, rights.answerRight, { params: { case_id: other.id }, body: { outcome: 'refused', ground: 'unproven', words: 'Пришлите свидетельство.' } })
    assert.equal((await surname())?.value, 'Орлова')
    assert.deepEqual((await ask(admin, rights.listTold)).items, [], 'nobody is told of what was not changed')
  })

  test('what a colleague corrects on the card unasked is told to everybody who was given a file, and what they add is not', async () => {
    const counter = product.client()
    await counter.api('POST', '/v1/session', { email: 'clara@shop.example', password })
    const writes = async (field: string, value: string) =>
      assert.equal((await counter.api('PUT', `/v1/customers/${mila}/fields/${field}`, { value })).status, 200)
    const [before, told] = [heard('data.corrected').length, async () => (await ask(admin, rights.listTold)).items]
    await writes('address', 'Тула, Садовая, 3')
    assert.deepEqual(await told(), [], 'nobody had an address of hers')
    await writes('surname', 'Ким')
    await writes('surname', 'Кимова')
    await until('their program heard of it', async () => heard('data.corrected').length > before)
    await until('it is confirmed', async () => (await told()).every(({ kind, state }) => kind === 'file' && state === 'nobody'))
    const [waits, ...others] = await told()
    assert.deepEqual([waits?.recipient, waits?.what, waits?.file?.row, others.length], ['ООО «Дом печати»', 'corrected', mila, 0], 'one letter for both')
    assert.ok((await ask(herMila, rights.listMyTold)).items.some(({ id, state }) => id === waits?.id && state === 'nobody'))
    await ask(admin, rights.tellByHand, { params: { told_id: waits?.id ?? '' }, body: { changed_at: waits?.changed_at ?? '' } })
    const { identifiers } = await ask(counter, console_.readCard, { params: { customer_id: mila } })
    const email = identifiers.find(({ kind }) => kind === 'email')?.id ?? ''
    await ask(counter, console_.addIdentifier, { params: { customer_id: mila }, body: { kind: 'email', value: 'mila2@told.example' } })
    assert.deepEqual(await told(), [], 'a second address corrects nothing')
    await ask(counter, console_.removeIdentifier, { params: { customer_id: mila, identifier_id: email } })
    await until('it is confirmed again', async () => (await told()).every(({ kind, state }) => kind === 'file' && state === 'nobody'))
    assert.deepEqual(
      (await told()).map(({ recipient }) => recipient),
      ['ООО «Дом печати»'],
    )
    const [again] = await told()
    await ask(admin, rights.tellByHand, { params: { told_id: again?.id ?? '' }, body: { changed_at: again?.changed_at ?? '' } })
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
    await ask(admin, rights.tellByHand, { params: { told_id: waits.id }, body: { changed_at: waits.changed_at } })
    assert.equal((await admin.api('POST', `/v1/rights/told/${waits.id}`, { changed_at: waits.changed_at })).status, 409, 'once')
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
