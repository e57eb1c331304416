import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import * as audiences from '../../src/office/audiences/contract.ts'
import { rule as audienceRule } from '../../src/office/audiences/rule.ts'
import { listLooks } from '../../src/office/console/contract.ts'
import * as quality from '../../src/office/quality/contract.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'
import { until } from '../until.ts'

// How good what is known is: Anna is known to two systems that differ, Ben is said to be younger than his first purchase, of Eva there is little.

describe('the quality of what is known', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let key: string
  const made = async (source: string) =>
    (await ask(admin, access.addKey, { body: { kind: 'secret', title: source, source, scopes: ['record', 'read'] } })).secret
  const told = async (by: string, name: string, fields: object, at = '2026-11-01T10:00:00Z') => {
    const customer = { identifiers: [{ kind: 'email', value: `${name}@example.com` }], fields }
    const interactions = [{ id: `${name} ${at}`, at, kind: 'order', channel: 'shop', customer }]
    const answer = await product.api('POST', '/v1/interactions', { interactions }, { key: by })
    assert.equal(answer.status, 200, answer.text)
  }

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) } as never, { demo: true })
    admin = await product.setUp()
    key = await made('till')
    await told(key, 'anna', { name: 'Анна', address: 'Тверская 1' })
    await told(await made('shop'), 'anna', { name: 'Анна', address: 'Арбат 5' })
    await told(key, 'ben', {}, '2020-11-01T10:00:00Z')
    await told(key, 'ben', { name: 'Ben', birth_date: '2022-05-31' })
    await told(key, 'eva', {})
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  test('POST /v1/quality/gather looks everybody through, GET /v1/quality counts, GET /v1/quality/people names them with receipts', async () => {
    assert.equal((await ask(admin, quality.readQuality, {})).gathered_at, null, 'nobody has been looked through')
    assert.equal((await product.api('POST', '/v1/quality/gather', {}, { key })).status, 403, 'a key that reads has nobody looked through')
    await ask(admin, quality.gatherQuality, { body: {} })
    await until('everybody is looked through', async () => (await ask(admin, quality.readQuality, {})).gathered_at !== null)

    const figures = await product.api('GET', '/v1/quality', undefined, { key })
    assert.equal(figures.status, 200, figures.text)
    assert.ok(!/example\.com|Анна|Тверская|c_/.test(figures.text), 'figures only')
    const [people] = (await ask(admin, quality.readQuality, {})).kinds
    const of = (field: string) => people?.fields.find((one) => one.field === field)
    assert.deepEqual([people?.persons, people?.contradictory], [3, 2])
    assert.deepEqual([of('email')?.known, of('name')?.known, of('birth_date')?.known], [3, 2, 1])
    assert.deepEqual(of('address')?.against, [{ why: 'sources_differ', count: 1 }])
    assert.deepEqual(of('birth_date')?.against, [{ why: 'after_purchase', count: 1 }])
    assert.equal(
      Object.values(of('email')?.ages ?? {}).reduce((sum, n) => sum + n, 0),
      3,
      'each has its age',
    )

    const query = { kind: 'person', field: 'address', what: 'against' } as const
    const { items } = await ask(admin, quality.listQualityPeople, { query })
    assert.deepEqual(
      items.map(({ customer, against }) => [customer.name?.full, against]),
      [['Анна', ['sources_differ']]],
    )
    assert.equal((await ask(admin, quality.listQualityPeople, { query: { ...query, what: 'missing' } })).items.length, 2)
    const id = items[0]?.customer.id ?? ''
    const { items: uses } = await ask(admin, listLooks, { params: { customer_id: id }, query: {} })
    assert.ok(
      uses.some(({ deed }) => deed === 'list'),
      'who is named has a receipt',
    )
    const wrong = await admin.api('GET', '/v1/quality/people?kind=person&field=shoe&what=old')
    assert.equal(wrong.status, 400, wrong.text)
    assert.match(wrong.text, /there is no field \\"shoe\\"/)
  })

  test('GET /v1/audiences/:audience_id/quality counts those in it, POST /v1/audiences/:audience_id/doubts/open says whom it misses and what to ask them', async () => {
    await told(key, 'gus', { name: 'Gus', birth_date: '1980-05-31' })
    await told(await made('paper'), 'gus', { birth_date: '1981-05-31' })
    await ask(admin, quality.gatherQuality, { body: {} })
    await until('Gus is looked through', async () => (await ask(admin, quality.readQuality, {})).kinds[0]?.contradictory === 3)
    const add = (title: string, rule: unknown) => ask(admin, audiences.addAudience, { body: { title, rule: audienceRule.parse(rule) } })
    const all = await add('Older', { all: [{ about: { fact: 'since', is: 'within_days', value: 4_000 } }] })
    const aged = await add('Of an age', {
      all: [{ about: { fact: 'age_band', is: 'none_of', value: ['100+'] } }, { about: { fact: 'region', is: 'empty' } }],
      leave_out: ['not_known', 'contradictory'],
    })
    const everybody = await ask(admin, quality.readAudienceQuality, { params: { audience_id: all.id }, query: { purpose: 'service' } })
    assert.deepEqual([everybody.asks, everybody.kinds.map(({ persons }) => persons)], [[], [3]], 'Ben is a child, whom nobody counts')
    const params = { audience_id: aged.id }
    const of = await ask(admin, quality.readAudienceQuality, { params, query: { purpose: 'service' } })
    assert.deepEqual([of.asks, of.kinds], [['birth_date'], []], 'of Gus two systems say different days and the age of the others is not known: nobody is in it')

    assert.equal((await product.api('POST', `/v1/audiences/${aged.id}/doubts/open`, {}, { key })).status, 403, 'names are for people')
    const nobody = await ask(admin, quality.openAudienceDoubts, { params: { audience_id: all.id }, body: { purpose: 'service' } })
    assert.deepEqual(nobody.items, [], 'of whom nothing more is asked, nothing is to be asked')
    const { items, next_cursor } = await ask(admin, quality.openAudienceDoubts, { params, body: { purpose: 'service' } })
    assert.equal(next_cursor, null)
    const birth = { field: 'birth_date', title: null }
    const doubts = (name: string) => items.filter((one) => one.name?.full === name).map(({ not_known, contradictory }) => ({ not_known, contradictory }))
    assert.deepEqual(doubts('Gus'), [{ not_known: [], contradictory: [{ ...birth, why: 'sources_differ' }] }])
    assert.deepEqual(doubts('Анна'), [{ not_known: [birth], contradictory: [] }])
    assert.equal(items.length, 3, 'and Eva')
    const gus = items.find((one) => one.name?.full === 'Gus')?.id ?? ''
    const { items: uses } = await ask(admin, listLooks, { params: { customer_id: gus }, query: {} })
    assert.ok(uses.some(({ deed }) => deed === 'list'))
    for (const path of ['quality', 'doubts/open'])
      assert.equal((await admin.api(path === 'quality' ? 'GET' : 'POST', `/v1/audiences/u_none/${path}`, path === 'quality' ? undefined : {})).status, 404)
  })
})
