import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import * as terms from '../../src/keep/terms/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { ask, visitor } from '../town/demo/visitor.ts'

// What a record is kept for is what it is opened for, and a program made for one purpose does nothing for another. A clerk
// serves Вера Лосева; her complaint to the safety desk is kept for safety alone, her visit to the fair for marketing.

const at = (day: number) => new Date(Date.now() - day * 86_400_000).toISOString()
const vera = { identifiers: [{ kind: 'email', value: 'loseva@example.com' }], fields: { surname: 'Лосева', name: 'Вера' }, language: 'ru' }
const happened = (id: string, kind: string, day: number, more: object = {}) => ({ id, at: at(day), kind, channel: 'shop', customer: vera, ...more })

describe('purposes of kinds and of keys', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let id: string | undefined

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) } as never)
    admin = await product.setUp()
    const title = (en: string, ru: string) => ({ en, ru })
    const kinds = [
      { code: 'purchase', title: title('Purchase', 'Покупка'), purposes: ['service', 'analysis'] },
      { code: 'safety_report', title: title('Report to the safety desk', 'Обращение в службу безопасности'), purposes: ['security'] },
      { code: 'fair', title: title('Visit to the fair', 'Посещение ярмарки'), purposes: ['marketing'] },
      { code: 'examination', title: title('Examination', 'Осмотр'), purposes: ['security'], sensitive: true },
    ]
    await ask(admin, terms.register, { body: { kinds } })
    const events = [
      happened('1', 'purchase', 9, { amount: { minor: 700_00, currency: 'RUB' }, content: { text: 'Две книги' } }),
      happened('2', 'safety_report', 8, { outcome: 'confirmed', amount: { minor: 1, currency: 'RUB' }, content: { text: 'Звонили мошенники' } }),
      happened('3', 'fair', 7, { duration_s: 600 }),
      happened('4', 'examination', 6, { content: { text: 'Тайное' } }),
    ]
    const answer = await send(await keyFor([]), events)
    assert.equal(answer.status, 200, answer.text)
    // The index follows what was recorded within a moment.
    for (let tries = 0; id === undefined && tries < 300; tries++) {
      const { items } = await ask(admin, console_.search, { query: { q: 'loseva' } })
      id = items[0]?.id
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  const keyFor = async (purposes: string[], scopes: ('record' | 'read' | 'import')[] = ['record', 'read', 'import']) =>
    (await ask(admin, access.addKey, { body: { kind: 'secret', title: 'program', source: 'program', scopes, purposes } })).secret
  const send = (key: string, interactions: unknown[]) => product.api('POST', '/v1/interactions', { interactions }, { key })
  const byKey = (key: string) => {
    const who = visitor(product.url)
    return {
      ...who,
      fetch: (path: string, init: RequestInit = {}) => who.fetch(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${key}` } }),
    }
  }
  const timeline = async (who: Parameters<typeof ask>[0], purpose?: string) => {
    const { items } = await ask(who, console_.readTimeline, { params: { customer_id: id ?? '' }, query: purpose ? { purpose } : {} })
    return new Map(items.map((m) => [m.kind, m]))
  }

  test('a card for service shows what is kept for service; the rest is there, hidden, with the reason and what it is kept for', async () => {
    const seen = await timeline(admin)
    assert.deepEqual([seen.get('purchase')?.text, seen.get('purchase')?.hidden], ['Две книги', null])
    const report = seen.get('safety_report')
    assert.deepEqual([report?.text, report?.amount, report?.outcome], [null, null, null], 'neither words nor facts')
    assert.deepEqual(report?.hidden, { reason: 'kind_not_covered', purposes: ['security'] })
    assert.equal(report?.at.slice(0, 10), at(8).slice(0, 10), 'that it happened, and when, is no secret')
    const fair = seen.get('fair')
    assert.deepEqual([fair?.duration_s, fair?.hidden], [null, { reason: 'kind_not_covered', purposes: ['marketing'] }], 'also what has no words')
    assert.equal(seen.get('sealed')?.hidden?.reason, 'category_not_covered')
    const { hidden } = await ask(admin, console_.readCard, { params: { customer_id: id ?? '' }, query: {} })
    const counted = hidden.find((h) => h.reason === 'kind_not_covered')
    assert.deepEqual([counted?.section, counted?.count, counted?.purposes.map((p) => p.code).sort()], ['timeline', 2, ['marketing', 'security']])
  })

  test('a card for another purpose shows what is kept for that one', async () => {
    const seen = await timeline(admin, 'security')
    assert.equal(seen.get('safety_report')?.outcome, 'confirmed')
    assert.deepEqual(seen.get('purchase')?.hidden, { reason: 'kind_not_covered', purposes: ['service', 'analysis'] })
    const { purpose } = await ask(admin, console_.readCard, { params: { customer_id: id ?? '' }, query: { purpose: 'security' } })
    assert.equal(purpose.code, 'security')
    assert.equal((await admin.api('GET', `/v1/customers/${id}/card?purpose=curiosity`)).status, 404)
  })

  test('a key that may read reads for its purposes only', async () => {
    assert.equal((await product.api('GET', `/v1/customers/${id}/card`, undefined, { key: await keyFor([], ['record']) })).status, 401, 'not without the scope')
    const any = byKey(await keyFor([]))
    assert.equal((await ask(any, console_.readCard, { params: { customer_id: id ?? '' }, query: {} })).name?.full, 'Лосева Вера')
    const limited = byKey(await keyFor(['security']))
    const refused = await ask(limited, console_.readCard, { params: { customer_id: id ?? '' }, query: {} })
    assert.deepEqual([refused.name, refused.fields, refused.identifiers], [null, [], []])
    assert.equal(refused.hidden[0]?.reason, 'key_not_covered')
    assert.ok([...(await timeline(limited)).values()].every((m) => m.text === null))
    for (const path of ['/v1/search?q=loseva', '/v1/search?q=nobody', '/v1/search?q=loseva&purpose=marketing', '/v1/customers?search=loseva']) {
      const answer = await limited.fetch(path)
      assert.deepEqual([answer.status, /made for other purposes/.test(await answer.text())], [403, true], `${path}: not even whether there is somebody`)
    }
    const found = await ask(limited, console_.search, { query: { q: 'loseva', purpose: 'security' } })
    assert.deepEqual(
      found.items.map((i) => i.name?.full),
      ['Лосева Вера'],
    )
    const opened = await ask(limited, console_.readCard, { params: { customer_id: id ?? '' }, query: { purpose: 'security' } })
    assert.equal(opened.name?.full, 'Лосева Вера')
    assert.equal((await timeline(limited, 'security')).get('safety_report')?.text, null, 'safety needs no words: its purpose has no content')
    const journal = await ask(admin, console_.listLooks, { params: { customer_id: id ?? '' }, query: {} })
    assert.ok(journal.items.some((l) => l.actor.kind === 'api' && l.decision === 'deny' && l.reason === 'key_not_covered'))
  })

  test('a key with purposes records only what is kept for one of them; the rest of a call goes in', async () => {
    const key = await keyFor(['marketing'])
    const none = await send(key, [happened('5', 'purchase', 3)])
    assert.equal(none.status, 400)
    assert.match(none.text, /interactions\[0\]\.kind: this key records for marketing, and \\"purchase\\" is kept for service, analysis/)
    assert.equal((await send(key, [happened('6', 'nobody_declared_this', 3)])).status, 400)
    const mixed = await send(key, [happened('7', 'purchase', 3), happened('8', 'fair', 3)])
    assert.equal(mixed.status, 200)
    assert.match(mixed.text, /"recorded":1,"repeated":0,"refused":1/)
    const { items } = await ask(admin, console_.readTimeline, { params: { customer_id: id ?? '' }, query: {} })
    assert.deepEqual(
      items.map((m) => m.kind).sort(),
      ['examination', 'fair', 'fair', 'purchase', 'safety_report'].map((k) => (k === 'examination' ? 'sealed' : k)).sort(),
    )
    const file = await product.api('POST', '/v1/imports?name=people.csv&preset=contacts', 'email,name\na@example.com,Anna\n', {
      key,
      headers: { 'content-type': 'text/csv' },
    })
    assert.equal(file.status, 403)
  })
})
