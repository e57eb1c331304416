import assert from 'node:assert/strict'
import { test } from 'node:test'
import { opaque } from '../../src/platform/ids/index.ts'
import { type Client, startProduct } from '../product.ts'
import { endpointsOfContracts } from '../tidy/contracts.ts'
import { until } from '../until.ts'
import { secretOf } from './inside.ts'

// Somebody who sees the customers of one unit tries every road to one of another. What they are told is what they are told of a number that
// nobody has: status and words alike; and nothing they try changes anything.

const password = 'a long password of everybody'
const rights = {
  title: { en: 'Shop', ru: 'Магазин' },
  abilities: [
    'customers.see',
    'customers.add',
    'customers.change',
    'addresses.change',
    'customers.tag',
    'customers.join',
    'work.see',
    'work.do',
    'leads.work',
    'needs.answer',
    'exports.run',
    'consents.enter',
  ],
  sees: ['contact', 'profile', 'content'],
  changes: ['contact', 'profile', 'content'],
  scope: 'all',
  customers: 'units',
  purposes: ['service'],
  from: 0,
}
const idOf = (body: unknown): string => String(Object(body)['id'])
const itemsOf = (body: unknown): Record<string, unknown>[] => Object(body)['items']

const decision = {
  number: '1',
  purpose: 'weighing',
  kind: 'price',
  outcome: 'unfavourable',
  made_by: 'program',
  what: 'Дороже',
  reasons: ['Так решили'],
  data: [{ kind: 'entries', name: 'weighed' }],
}
const heardNeed = { kind: 'want', words: 'x', road: 'phone', evidence: 'called' }

type Of = { customer: string; own: string; task: string; case: string; identifier: string; file: string; relation: string; tag: string; staff: string }
type Road = [method: string, path: string, body?: object]

/** Every endpoint with a customer in it, as somebody would ask it of this one. */
const roads = (of: Of): Road[] => [
  ['GET', `/v1/customers/${of.customer}/card`],
  ['GET', `/v1/customers/${of.customer}/card?purpose=analysis`],
  ['GET', `/v1/customers/${of.customer}/timeline`],
  ['GET', `/v1/customers/${of.customer}/insight`],
  ['GET', `/v1/customers/${of.customer}/looks`],
  ['GET', `/v1/customers/${of.customer}/joined`],
  ['GET', `/v1/customers/${of.customer}/comparison?into=${of.own}`],
  ['GET', `/v1/customers/${of.own}/comparison?into=${of.customer}`],
  ['GET', `/v1/customers/${of.customer}/personal`],
  ['POST', `/v1/customers/${of.customer}/personal`, { kind: 'interest', text: 'x' }],
  ['PUT', `/v1/customers/${of.customer}/personal/${of.task}`, { kind: 'interest', text: 'x' }],
  ['DELETE', `/v1/customers/${of.customer}/personal/${of.task}`],
  ['GET', `/v1/customers/${of.customer}/care/changes`],
  ['GET', `/v1/customers/${of.customer}/consents`],
  ['GET', `/v1/customers/${of.customer}/consents/${'0'.repeat(32)}/proof`],
  ['GET', `/v1/customers/${of.customer}/terms`],
  ['POST', `/v1/customers/${of.customer}/terms`, { road: 'phone', said: [{ stop: true }] }],
  ['POST', `/v1/consents/proofs/${of.customer}?name=a.txt`, { a: 1 }],
  ['GET', `/v1/consents/proofs/${of.customer}/${of.file}`],
  ['GET', `/v1/customers/${of.customer}/needs`],
  ['POST', `/v1/customers/${of.customer}/needs`, heardNeed],
  ['PUT', `/v1/customers/${of.customer}/units`, { units: ['north'] }],
  ['PUT', `/v1/customers/${of.customer}/owner`, { staff_id: of.staff }],
  ['PUT', `/v1/customers/${of.customer}/tags/${of.tag}`],
  ['DELETE', `/v1/customers/${of.customer}/tags/${of.tag}`],
  ['PUT', `/v1/customers/${of.customer}/fields/surname`, { value: 'Перова' }],
  ['GET', `/v1/customers/${of.customer}/fields/surname/history`],
  ['POST', `/v1/customers/${of.customer}/identifiers`, { kind: 'phone', value: '+79161234599' }],
  ['PUT', `/v1/customers/${of.customer}/identifiers/${of.identifier}`, { shared: true }],
  ['DELETE', `/v1/customers/${of.customer}/identifiers/${of.identifier}`],
  ['GET', `/v1/customers/${of.customer}/identifiers/history`],
  ['POST', `/v1/customers/${of.customer}/notes`, { text: 'x', kind: 'note', direction: 'none' }],
  ['PATCH', `/v1/customers/${of.customer}/notes/${of.task}`, { text: 'x' }],
  ['POST', `/v1/customers/${of.customer}/relations`, { other_id: of.own, kind: 'family', title: null }],
  ['POST', `/v1/customers/${of.own}/relations`, { other_id: of.customer, kind: 'family', title: null }],
  ['PATCH', `/v1/customers/${of.customer}/relations/${of.relation}`, { since: '2020-01-01' }],
  ['DELETE', `/v1/customers/${of.customer}/relations/${of.relation}`],
  ['GET', `/v1/customers/${of.customer}/relations/changes`],
  ['POST', `/v1/customers/${of.customer}/merge`, { into: of.own, why: 'entered_twice' }],
  ['POST', `/v1/customers/${of.own}/merge`, { into: of.customer, why: 'entered_twice' }],
  ['POST', `/v1/customers/${of.customer}/unmerge`, { why: 'mistake' }],
  ['DELETE', `/v1/customers/${of.customer}`],
  ['POST', `/v1/customers/${of.customer}/restore`, {}],
  ['POST', `/v1/rights/of/${of.customer}`, { right: 'access', road: 'phone', evidence: 'called' }],
  ['GET', `/v1/rights/of/${of.customer}`],
  ['GET', `/v1/rights/of/${of.customer}/now`],
  ['POST', `/v1/rights/of/${of.customer}/lift`, { purpose: null, road: 'phone', evidence: 'called', words: 'yes' }],
  ['POST', `/v1/rights/proofs/${of.customer}?name=a.txt`, { a: 1 }],
  ['GET', `/v1/rights/proofs/${of.customer}/${of.file}`],
  ['POST', `/v1/rights/mandates/${of.customer}/${of.file}/end`, {}],
  ['GET', `/v1/rights/mandates/${of.customer}`],
  ['POST', `/v1/rights/mandates/${of.customer}`, { holder: 'A thief', powers: ['access'], until: '2099-01-01', road: 'paper', evidence: 'none' }],
  ['POST', `/v1/rights/moving/${of.customer}/look`, { a: 1 }],
  ['POST', `/v1/rights/moving/${of.customer}`, { a: 1 }],
  ['GET', `/v1/rights/beside/${of.customer}`],
  ['GET', `/v1/decisions/of/${of.customer}`],
  ['POST', `/v1/decisions/of/${of.customer}`, decision],
  ['GET', `/v1/files/${of.customer}`],
  ['POST', `/v1/files/${of.customer}?name=a.txt`, { a: 1 }],
  ['GET', `/v1/files/${of.customer}/${of.file}`],
  ['DELETE', `/v1/files/${of.customer}/${of.file}`],
  ['POST', '/v1/tasks', { kind: 'task', what: 'x', customer_id: of.customer }],
  ['POST', '/v1/cases', { kind: 'question', subject: 'x', customer_id: of.customer }],
  ['POST', '/v1/tasks', { kind: 'task', what: 'x', customer_id: of.customer, unit: 'north', assignee_id: of.staff }],
  ['POST', '/v1/cases', { kind: 'question', subject: 'x', customer_id: of.customer, unit: 'north' }],
  ['GET', `/v1/colleagues?customer_id=${of.customer}`],
  ['GET', `/v1/tasks?customer_id=${of.customer}&unit=south`],
  ['GET', `/v1/cases?customer_id=${of.customer}&unit=south`],
  ['GET', `/v1/customers/${of.customer}/care/changes?what=units`],
  ['POST', '/v1/bulk/preview', { who: { ids: [of.customer] }, deed: { deed: 'assign', staff_id: of.staff } }],
  ['POST', '/v1/bulk/preview', { who: { ids: [of.customer] }, deed: { deed: 'add_task', kind: 'task', assignee_id: of.staff, unit: 'north' } }],
  ['POST', '/v1/bulk/preview', { who: { ids: [of.customer] }, deed: { deed: 'set_field', field: 'units', value: 'north' } }],
  ['GET', `/v1/tasks?customer_id=${of.customer}`],
  ['GET', `/v1/cases?customer_id=${of.customer}`],
  ['GET', `/v1/duplicates?customer_id=${of.customer}`],
  ['GET', `/v1/leads/${of.customer}`],
  ['GET', `/v1/leads/${of.customer}/changes`],
  ['PATCH', `/v1/leads/${of.customer}`, { unit: 'north' }],
  ['POST', `/v1/leads/${of.customer}/convert`, {}],
  ['POST', `/v1/leads/${of.customer}/disqualify`, { reason: 'spam' }],
  ['POST', `/v1/leads/${of.customer}/reopen`, {}],
  ['PATCH', `/v1/customers/${of.customer}`, { role: 'lead' }],
  ['GET', `/v1/presence/${of.customer}`],
  ['PUT', `/v1/presence/${of.customer}`, { page: 'aaaaaaaa', doing: 'looks' }],
  ['DELETE', `/v1/presence/${of.customer}?page=aaaaaaaa`],
  ['GET', `/v1/customers?ids=${of.customer}`],
  ['POST', '/v1/bulk/preview', { who: { ids: [of.customer] }, deed: { deed: 'trash' } }],
  ['POST', '/v1/exports/preview', { who: { ids: [of.customer] }, purpose: 'service', columns: ['name', 'units'], format: 'csv' }],
]

/** Endpoints with a customer in their path that need none here, each for a reason. */
const apart = new Map([
  ['PUT /v1/favourites/:customer_id', 'a mark of one’s own, taken of any number; who is not seen is in no list of it'],
  ['DELETE /v1/favourites/:customer_id', 'the same'],
  ['PUT /v1/recent/:customer_id', 'the same'],
  ['GET /v1/customers/:customer_id/erasure', 'the list of erasures reaches everybody: no role has it that sees some only'],
  ['POST /v1/customers/:customer_id/erasure', 'the same'],
])

test('a customer of another unit is nobody, by every road', async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const sure = async (who: Client, method: string, path: string, body?: object) => {
    const answer = await who.api(method, path, body)
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.text}`)
    return answer.body
  }
  const unit = (code: string, parent: string | null) => sure(admin, 'PUT', `/v1/units/${code}`, { title: { en: code, ru: code }, kind: 'shop', parent })
  await unit('north', null)
  await unit('till', 'north')
  await unit('south', null)
  await sure(admin, 'PUT', '/v1/roles/shop', rights)
  const clerk = async (name: string, units: string[], role = 'shop') => {
    const made = await sure(admin, 'POST', '/v1/staff', { name, email: `${name}@shop.example`, password, role, units })
    const client = product.client()
    await sure(client, 'POST', '/v1/session', { email: `${name}@shop.example`, password })
    return { client, id: idOf(made) }
  }
  const nora = await clerk('nora', ['north'])
  const enter = async (surname: string, email: string, units: string[], more: object = {}) =>
    idOf(
      await sure(admin, 'POST', '/v1/customers', {
        kind: 'person',
        fields: { surname, name: 'Анна' },
        identifiers: [{ kind: 'email', value: email }],
        units,
        ...more,
      }),
    )
  const weighing = { title: { en: 'Price', ru: 'Цена' }, description: { en: 'Price', ru: 'Цена' }, dpv: 'dpv:ServiceProvision', legal_basis: 'contract' }
  const held = { categories: ['contact', 'record'], fields: ['*'], retention: 'relationship', roles: ['shop', 'admin'], context: 'trade', weighs: true }
  await sure(admin, 'POST', '/v1/purposes', { code: 'weighing', ...weighing, ...held })
  await sure(admin, 'POST', '/v1/kinds', { code: 'weighed', title: { en: 'Weighed', ru: 'Взвешено' }, about: null, purposes: ['weighing'] })
  const own = await enter('Северная', 'north@example.com', ['till'])
  const hidden = await enter('Южная', 'south@example.com', ['south'])
  const beside = await enter('Южная', 'beside@example.com', ['south'])
  const homeless = await enter('Ничья', 'nobody@example.com', [])
  const lead = await enter('Лидова', 'lead@example.com', ['south'], { role: 'lead' })
  const tag = idOf(await sure(admin, 'POST', '/v1/tags', { title: 'VIP' }))
  await sure(admin, 'PUT', `/v1/customers/${hidden}/tags/${tag}`)
  const task = idOf(await sure(admin, 'POST', '/v1/tasks', { kind: 'task', what: 'Перезвонить', customer_id: hidden, assignee_id: nora.id }))
  const matter = idOf(await sure(admin, 'POST', '/v1/cases', { kind: 'question', subject: 'Где заказ', customer_id: hidden }))
  const relation = idOf(await sure(admin, 'POST', `/v1/customers/${hidden}/relations`, { other_id: own, kind: 'family', title: null }))
  const file = idOf(await sure(admin, 'POST', `/v1/files/${hidden}?name=a.txt`, { a: 1 }))
  const cardOf = async (who: Client, id: string) => Object(await sure(who, 'GET', `/v1/customers/${id}/card`))
  const need = idOf(await sure(admin, 'POST', `/v1/customers/${hidden}/needs`, heardNeed))
  const identifier = String((await cardOf(admin, hidden)).identifiers[0].id)
  await sure(admin, 'PUT', `/v1/favourites/${hidden}`)

  // A number of the same form that nobody has.
  const nobody = opaque(secretOf(product, 'ids')).show('customer', 987_654_321)
  const of = { own, task, case: matter, identifier, file, relation, tag, staff: nora.id }
  const figures = async (who: Client) => ({
    list: itemsOf(await sure(who, 'GET', '/v1/customers?limit=50')).map((one) => one['id']),
    bySpent: itemsOf(await sure(who, 'GET', '/v1/customers?limit=50&sort=-purchases')).map((one) => one['id']),
    count: Object(await sure(who, 'GET', '/v1/customers/count')).count,
    sums: Object(await sure(who, 'GET', '/v1/customers/sums?columns=open_tasks')).count,
    found: itemsOf(await sure(who, 'GET', `/v1/search?q=${encodeURIComponent('Анна')}`)).map((one) => one['id']),
    searched: Object(await sure(who, 'GET', `/v1/customers?search=${encodeURIComponent('Анна')}`)).items.length,
  })
  const known = async () =>
    JSON.stringify([await cardOf(admin, hidden), await sure(admin, 'GET', `/v1/tasks?customer_id=${hidden}`)]).replace(/"noted_at":"[^"]*"/, '')

  await t.test('who is entered before the figures have followed them is waited for', async () => {
    await until('the figures know all five', async () => (await figures(admin)).count === 5)
  })
  const before = await known()

  await t.test('every endpoint with a customer in it stands among the roads', async () => {
    const shapes = new Set(
      roads({ ...of, customer: hidden }).map(([method, path]) => `${method} ${path.split('?')[0]?.replace(/\/[A-Za-z0-9_-]{15,}/g, '/:')}`),
    )
    const missing = (await endpointsOfContracts())
      .filter(({ path }) => path.includes(':customer_id'))
      .map(({ method, path }) => `${method} ${path}`)
      .filter((name) => !apart.has(name) && ![...shapes].some((shape) => fits(shape, name)))
    assert.deepEqual(missing, [], 'write down how it is asked of a customer of another unit')
  })
  await t.test('lists, counts, sums and searches have one’s own units and those below, and nobody else', async () => {
    const seen = await figures(nora.client)
    assert.deepEqual(seen, { list: [own], bySpent: [own], count: 1, sums: 1, found: [own], searched: 1 })
    for (const word of ['Южная', 'south@example.com', 'Лидова', 'Ничья'])
      assert.deepEqual(itemsOf(await sure(nora.client, 'GET', `/v1/search?q=${encodeURIComponent(word)}`)), [], word)
  })
  for (const [i, [method, path, body]] of roads({ ...of, customer: hidden }).entries())
    await t.test(`as of a number that nobody has: ${method} ${path.replace(/[A-Za-z0-9_-]{15,}/g, ':id')}`, async () => {
      const [otherMethod, otherPath, otherBody] = roads({ ...of, customer: nobody })[i] ?? ['', '']
      const told = await nora.client.api(method, path, body)
      const same = await nora.client.api(otherMethod, otherPath, otherBody)
      const bare = (text: string) =>
        text
          .replaceAll(hidden, ':')
          .replaceAll(nobody, ':')
          .replace(/"id":"[^"]{8}"/, '')
      assert.deepEqual([told.status, bare(told.text)], [same.status, bare(same.text)])
      assert.ok(told.status === 404 || told.status === 200, told.text)
    })
  const byThing: Road[] = [
    ['PATCH', `/v1/tasks/${task}`, { kind: 'promise' }],
    ['PATCH', `/v1/tasks/${task}`, { unit: 'north' }],
    ['PATCH', `/v1/cases/${matter}`, { unit: null }],
    ['POST', `/v1/tasks/${task}/complete`, {}],
    ['POST', `/v1/tasks/${task}/drop`, {}],
    ['GET', `/v1/tasks/${task}/changes`],
    ['PATCH', `/v1/cases/${matter}`, { kind: 'request' }],
    ['POST', `/v1/cases/${matter}/solve`, { resolution: 'ok' }],
    ['GET', `/v1/cases/${matter}/changes`],
    ['POST', '/v1/tasks', { kind: 'task', what: 'x', case_id: matter }],
    ['GET', `/v1/needs/${need}`],
    ['POST', `/v1/needs/${need}/answers`, { words: 'x' }],
    ['GET', `/v1/leads/${lead}`],
    ['POST', `/v1/leads/${lead}/convert`, {}],
    ['PATCH', `/v1/leads/${lead}`, { unit: 'north' }],
  ]
  for (const [method, path, body] of byThing)
    await t.test(`work about them is none: ${method} ${path.replace(/[A-Za-z0-9_-]{15,}/g, ':id')}`, async () => {
      const answer = await nora.client.api(method, path, body)
      assert.equal(answer.status, 404, answer.text)
    })
  await t.test('a consent of theirs is entered as little as one of nobody: POST /v1/consents', async () => {
    const yes = { purpose: 'marketing', channel: 'email', topic: null, state: 'given', method: 'paper', evidence: 'x' }
    const answers = await Promise.all([hidden, nobody].map((customer_id) => nora.client.api('POST', '/v1/consents', { consents: [{ ...yes, customer_id }] })))
    for (const answer of answers) assert.deepEqual([answer.status, /there is no such customer/.test(answer.text)], [400, true], answer.text)
    assert.match((await admin.api('POST', '/v1/consents', { consents: [{ ...yes, customer_id: nobody }] })).text, /there is no such customer/)
  })
  await t.test('work about them is in no list and no count, though it was given to them', async () => {
    for (const path of ['/v1/tasks?whose=mine', '/v1/tasks', '/v1/tasks?unit=south', '/v1/cases', '/v1/cases?unit=south', '/v1/leads?view=all', '/v1/needs'])
      assert.deepEqual(itemsOf(await sure(nora.client, 'GET', path)), [], path)
    const day = Object(await sure(nora.client, 'GET', '/v1/my-day?whose=all&time_zone=Europe/Moscow'))
    assert.deepEqual([day.tasks.undated, day.cases], [0, 0])
    assert.equal(Object(await sure(nora.client, 'GET', '/v1/leads/counts')).open, 0)
    assert.deepEqual(itemsOf(await sure(nora.client, 'GET', '/v1/notices')), [])
    assert.equal(Object(await sure(nora.client, 'GET', '/v1/notices/count')).unread, 0)
  })
  await t.test('who of the colleagues does not see a customer is told of one’s own customers only', async () => {
    const marked = async (who: Client, customer: string) =>
      itemsOf(await sure(who, 'GET', `/v1/colleagues?customer_id=${customer}`)).flatMap(({ name, unseen }) => (unseen ? [[name, unseen]] : []))
    assert.deepEqual(await marked(admin, hidden), [['nora', { why: 'units', units: ['north'] }]])
    assert.deepEqual(await marked(nora.client, hidden), [])
    assert.deepEqual(await marked(admin, own), [])
    const [given] = itemsOf(await sure(admin, 'GET', `/v1/tasks?customer_id=${hidden}`))
    assert.deepEqual(given?.['unseen'], { why: 'units', units: ['north'] }, 'and the task says it')
  })
  await t.test('a relation to them is none; a tag counts whom one sees; a pair with them is none', async () => {
    const card = await cardOf(nora.client, own)
    assert.deepEqual([card.relations, card.units], [[], ['till']])
    assert.deepEqual(itemsOf(await sure(nora.client, 'GET', `/v1/customers/${own}/relations/changes`)), [])
    assert.equal(itemsOf(await sure(nora.client, 'GET', '/v1/tags'))[0]?.['customers'], 0)
    assert.deepEqual(Object(await sure(nora.client, 'GET', '/v1/duplicates')).items, [])
    assert.deepEqual(itemsOf(await sure(nora.client, 'GET', '/v1/trash')), [])
  })
  await t.test('how many there are in all is not told', async () => {
    const { customers } = Object(await sure(nora.client, 'GET', '/v1/health/details')).counts
    assert.equal(customers.count, 0)
    assert.equal(Object(await sure(admin, 'GET', '/v1/health/details')).counts.customers.count, 5)
  })
  await t.test('marks of one’s own of them are in no list', async () => {
    await sure(nora.client, 'PUT', `/v1/favourites/${hidden}`)
    await sure(nora.client, 'PUT', `/v1/recent/${hidden}`)
    assert.deepEqual([itemsOf(await sure(nora.client, 'GET', '/v1/favourites')), itemsOf(await sure(nora.client, 'GET', '/v1/recent'))], [[], []])
  })
  await t.test('everybody of a filter is everybody one sees, for many at once and for a file', async () => {
    for (const who of [{ filter: { column: 'units', is: 'has_any', value: ['south'] } }, { filter: { column: 'owner', is: 'empty' } }]) {
      const expected = 'value' in who.filter ? 0 : 1
      assert.equal(Object(await sure(nora.client, 'POST', '/v1/bulk/preview', { who, deed: { deed: 'trash' } })).matching, expected)
      const file = await sure(nora.client, 'POST', '/v1/exports/preview', { who, purpose: 'service', columns: ['name'], format: 'csv' })
      assert.equal(Object(file).matching, expected)
    }
  })
  await t.test('an address of theirs cannot be entered again, and nothing tells whose it is', async () => {
    const again = await nora.client.api('POST', '/v1/customers', {
      kind: 'person',
      fields: { surname: 'Иванова' },
      identifiers: [{ kind: 'email', value: 'south@example.com' }],
    })
    assert.equal(again.status, 409, again.text)
    assert.ok(!again.text.includes(hidden))
    const added = await nora.client.api('POST', `/v1/customers/${own}/identifiers`, { kind: 'email', value: 'south@example.com' })
    assert.equal(added.status, 409, added.text)
    assert.ok(!added.text.includes(hidden))
  })
  await t.test('whoever they enter is of their unit, and theirs to see', async () => {
    const made = idOf(await sure(nora.client, 'POST', '/v1/customers', { kind: 'person', fields: { surname: 'Новая' }, identifiers: [] }))
    assert.deepEqual((await cardOf(nora.client, made)).units, ['north'])
    await sure(admin, 'DELETE', `/v1/customers/${made}`)
    await until('the figures know that they were put aside', async () => (await figures(admin)).count === 5)
  })
  await t.test('nothing of all that changed anything', async () => assert.equal(await known(), before))

  await t.test('what one is responsible for one sees, whatever its unit; and only that, where the role says so', async () => {
    await sure(admin, 'PUT', `/v1/customers/${hidden}/owner`, { staff_id: nora.id })
    assert.equal((await nora.client.api('GET', `/v1/customers/${hidden}/card`)).status, 200)
    await sure(admin, 'PUT', '/v1/roles/shop', { ...rights, customers: 'own', from: 1 })
    assert.equal((await nora.client.api('GET', `/v1/customers/${own}/card`)).status, 404, 'a role that changed is in force with the next request')
    assert.equal((await nora.client.api('GET', `/v1/customers/${hidden}/card`)).status, 200)
    await sure(admin, 'PUT', `/v1/customers/${hidden}/owner`, { staff_id: null })
    assert.equal((await nora.client.api('GET', `/v1/customers/${hidden}/card`)).status, 404)
  })
  await t.test('customers of no unit are for all, and for a role that says so', async () => {
    await sure(admin, 'PUT', '/v1/roles/shop', { ...rights, from: 2 })
    assert.equal((await nora.client.api('GET', `/v1/customers/${homeless}/card`)).status, 404)
    await sure(admin, 'PUT', '/v1/roles/shop', { ...rights, customers: 'units_or_none', from: 3 })
    assert.equal((await nora.client.api('GET', `/v1/customers/${homeless}/card`)).status, 200)
    assert.deepEqual(new Set((await figures(nora.client)).list), new Set([own, homeless]))
    await sure(admin, 'PUT', '/v1/roles/shop', { ...rights, from: 4 })
  })
  await t.test('a colleague who is moved sees the customers of the new unit with the next request, of two units both, of a closed one still', async () => {
    await sure(admin, 'PATCH', `/v1/staff/${nora.id}`, { units: ['south'] })
    assert.deepEqual(new Set((await figures(nora.client)).list), new Set([hidden, beside, lead]))
    assert.equal((await nora.client.api('GET', `/v1/customers/${own}/card`)).status, 404)
    await sure(admin, 'PATCH', `/v1/staff/${nora.id}`, { units: ['south', 'till'] })
    assert.equal((await figures(nora.client)).count, 4)
    await sure(admin, 'POST', '/v1/units/till/retire', {})
    assert.equal((await figures(nora.client)).count, 4)
    await sure(admin, 'POST', '/v1/units/till/restore', {})
    await sure(admin, 'PATCH', `/v1/staff/${nora.id}`, { units: [] })
    assert.deepEqual((await figures(nora.client)).list, [], 'of no unit: nobody')
    await sure(admin, 'PATCH', `/v1/staff/${nora.id}`, { units: ['north'] })
  })
  await t.test('two cards made one have the units of both, and each its own when they are taken apart', async () => {
    await sure(admin, 'POST', `/v1/customers/${beside}/merge`, { into: own, why: 'entered_twice' })
    assert.deepEqual((await cardOf(nora.client, own)).units, ['south', 'till'])
    assert.equal((await nora.client.api('GET', `/v1/customers/${beside}/card`)).status, 200, 'by either of its ids')
    await sure(admin, 'POST', `/v1/customers/${beside}/unmerge`, { why: 'mistake' })
    assert.equal((await nora.client.api('GET', `/v1/customers/${beside}/card`)).status, 404)
    assert.deepEqual((await cardOf(admin, own)).units, ['till'])
  })
  await t.test('through their eyes an administrator sees as little', async () => {
    await sure(admin, 'POST', '/v1/session/seeing', { staff_id: nora.id })
    assert.deepEqual((await figures(admin)).list, [own])
    assert.equal((await admin.api('GET', `/v1/customers/${hidden}/card`)).status, 404)
    await sure(admin, 'DELETE', '/v1/session/seeing')
  })
  await t.test('GET /v1/customers/:customer_id/care/changes says what it was, what it became and who did it', async () => {
    const items = itemsOf(await sure(admin, 'GET', `/v1/customers/${hidden}/care/changes`))
    assert.deepEqual(
      items.map(({ what, was, became }) => [what, was, became]),
      [
        ['owner', ['nora'], []],
        ['owner', [], ['nora']],
      ],
    )
    await sure(admin, 'PUT', `/v1/customers/${homeless}/owner`, { staff_id: nora.id })
    assert.deepEqual((await cardOf(admin, homeless)).units, ['north'], 'who has no unit comes to the one of whoever is responsible now')
    const [unitsNow] = itemsOf(await sure(admin, 'GET', `/v1/customers/${homeless}/care/changes`))
    assert.deepEqual([unitsNow?.['what'], unitsNow?.['was'], unitsNow?.['became']], ['units', [], ['north']])
    const only = async (what: string) => itemsOf(await sure(admin, 'GET', `/v1/customers/${homeless}/care/changes?what=${what}`)).map((each) => each['what'])
    assert.deepEqual([await only('units'), await only('owner')], [['units'], ['owner']])
    const page = Object(await sure(admin, 'GET', `/v1/customers/${hidden}/care/changes?what=owner&limit=1`))
    const rest = `/v1/customers/${hidden}/care/changes?limit=1&cursor=${page.next_cursor}`
    assert.equal(Object(await sure(admin, 'GET', `${rest}&what=owner`)).next_cursor, null)
    assert.equal((await admin.api('GET', rest)).status, 400, 'a page of another list')
    assert.equal((await admin.api('PUT', `/v1/customers/${homeless}/units`, { units: ['nowhere'] })).status, 400)
  })
  await t.test('units and owners are given to many at once, and taken back where nobody changed them since', async () => {
    const cares = async () => {
      const cards = await Promise.all([hidden, beside, lead].map((id) => cardOf(admin, id)))
      return cards.map((card) => [card.units.join(), card.owner?.name ?? null])
    }
    const before = await cares()
    const ended = async (id: string, state: string) =>
      until(`the work is ${state}`, async () => Object(await sure(admin, 'GET', `/v1/bulk/${id}`)).state === state)
    const who = { filter: { column: 'units', is: 'has_any', value: ['south'] } }
    const inSouth = `/v1/customers/count?filter=${encodeURIComponent(JSON.stringify(who.filter))}`
    await until('the figures know who was taken apart', async () => Object(await sure(admin, 'GET', inSouth)).count === 3)
    const toNorth = idOf(await sure(admin, 'POST', '/v1/bulk', { who, deed: { deed: 'set_field', field: 'units', value: 'till,north' } }))
    await ended(toNorth, 'done')
    const toNora = idOf(await sure(admin, 'POST', '/v1/bulk', { who: { ids: [hidden, beside, lead] }, deed: { deed: 'assign', staff_id: nora.id } }))
    await ended(toNora, 'done')
    assert.deepEqual(await cares(), Array(3).fill(['north,till', 'nora']))
    await sure(admin, 'PUT', `/v1/customers/${beside}/units`, { units: ['till'] })
    for (const id of [toNora, toNorth]) {
      await sure(admin, 'POST', `/v1/bulk/${id}/undo`, {})
      await ended(id, 'undone')
    }
    assert.deepEqual(await cares(), [before[0], ['till', null], before[2]])
  })
  await t.test('a role that sees some cannot have what reaches all, nor give a colleague other units', async () => {
    for (const ability of ['imports.run', 'customers.erase']) {
      const refused = await admin.api('PUT', '/v1/roles/wide', { ...rights, abilities: ['customers.see', ability] })
      assert.equal(refused.status, 400)
      assert.ok(refused.text.includes(ability))
    }
    await sure(admin, 'PUT', '/v1/roles/head', { ...rights, abilities: [...rights.abilities, 'staff.manage'] })
    const head = await clerk('head', ['north'], 'head')
    const person = { name: 'Zoe', email: 'zoe@shop.example', password, role: 'shop' }
    assert.equal((await head.client.api('POST', '/v1/staff', { ...person, units: ['south'] })).status, 403)
    assert.equal(
      (await head.client.api('POST', '/v1/staff/invitations', { name: 'Zoe', email: 'zoe@shop.example', role: 'shop', units: ['south'], language: 'en' }))
        .status,
      403,
    )
  })
})

/** Whether an asked path is one of this endpoint's: what stands for a name in it is longer than any word of ours. */
function fits(shape: string, name: string): boolean {
  const [given, declared] = [shape.split('/'), name.split('/')]
  return given.length === declared.length && declared.every((part, i) => part.startsWith(':') || part === given[i])
}
