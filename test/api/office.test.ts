import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { z } from 'zod'
import { type Client, type Product, startProduct } from '../product.ts'
import { until } from '../until.ts'

// The office's endpoints, called as any client calls them. Each test is named by the endpoints it walks.

const shown = z.looseObject({ id: z.string() })
const page = z.looseObject({ items: z.array(z.looseObject({ id: z.string().optional() })), next_cursor: z.string().nullable().optional() })

describe('the office', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let anna: string

  before(async (t) => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) } as never)
    admin = await product.setUp()
    const key = z
      .object({ secret: z.string() })
      .parse((await admin.api('POST', '/v1/api-keys', { kind: 'secret', title: 'shop', source: 'shop', scopes: ['record'] })).body).secret
    const answer = await product.api('POST', '/v1/interactions', { interactions: orders }, { key })
    assert.equal(answer.status, 200, answer.text)
    void t
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  test('GET /v1/about, GET /v1/openapi.json, GET /health, GET /metrics, GET /v1/health/details', async () => {
    assert.equal((await product.api('GET', '/v1/about')).status, 200)
    const printed = z.object({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) }).parse((await product.api('GET', '/v1/openapi.json')).body)
    assert.equal(printed.openapi, '3.1.0')
    assert.ok(printed.paths['/v1/customers/{customer_id}/card'])
    assert.equal((await product.api('GET', '/health')).status, 200)
    assert.equal((await product.api('GET', '/metrics')).status, 401, 'nobody has set a token')
    assert.equal((await product.api('GET', '/v1/health/details')).status, 401)
    assert.equal((await admin.api('GET', '/v1/health/details')).status, 200)
  })

  test('GET /v1/search finds by part of a name and number, and its names are noted', async () => {
    assert.equal((await product.api('GET', '/v1/search?q=белова')).status, 401)
    await eventually(async () => {
      const found = page.parse((await admin.api('GET', `/v1/search?q=${encodeURIComponent('бело 4567')}`)).body)
      assert.equal(found.items.length, 1)
      anna = found.items[0]?.id ?? ''
      const hit = z.object({ matched: z.string(), shown: z.string() }).parse(found.items[0])
      assert.deepEqual(hit, { matched: 'phone', shown: '…4567' }, 'the end of her phone tells her from a namesake')
    })
    assert.equal((await admin.api('GET', '/v1/search?q=')).status, 400)
    await admin.api('GET', `/v1/customers?search=${encodeURIComponent('бело 4567')}`)
    const looks = z
      .looseObject({ items: z.array(z.looseObject({ fields: z.array(z.string()) })) })
      .parse((await admin.api('GET', `/v1/customers/${anna}/looks`)).body)
    const noted = looks.items.map((l) => l.fields.toSorted().join(' '))
    assert.ok(noted.includes('identifiers name'), 'who searched saw the end of her phone, and the receipt says so')
    assert.ok(noted.includes('name'), 'a list that shows no number opens none')
  })

  test('GET /v1/customers by name, by words, by class, by ids; POST /v1/customers', async () => {
    const list = page.parse((await admin.api('GET', '/v1/customers?limit=1')).body)
    assert.equal(list.items.length, 1)
    const next = page.parse((await admin.api('GET', `/v1/customers?limit=1&cursor=${list.next_cursor}`)).body)
    assert.notEqual(next.items[0]?.id, list.items[0]?.id)
    assert.equal(page.parse((await admin.api('GET', `/v1/customers?search=${encodeURIComponent('смирнов')}`)).body).items.length, 1)
    assert.equal(page.parse((await admin.api('GET', `/v1/customers?ids=${anna}`)).body).items.length, 1)
    assert.equal((await admin.api('GET', '/v1/customers?cursor=nonsense')).status, 400)
    const letters = await admin.api('POST', '/v1/customers', { kind: 'person', fields: { name: 'Пётр' }, identifiers: [{ kind: 'phone', value: 'позвоните' }] })
    assert.equal(letters.status, 400)
    assert.match(letters.text, /identifiers\[0\]\.value/)
    const made = z.object({ id: z.string(), existed: z.boolean() }).parse(
      (
        await admin.api('POST', '/v1/customers', {
          kind: 'person',
          fields: { name: 'Пётр', surname: 'Новый' },
          identifiers: [{ kind: 'email', value: 'petr@example.com' }],
        })
      ).body,
    )
    assert.equal(made.existed, false)
    const again = z
      .object({ id: z.string(), existed: z.boolean(), belongs: z.unknown().optional() })
      .omit({ belongs: true })
      .parse((await admin.api('POST', '/v1/customers', { kind: 'person', fields: {}, identifiers: [{ kind: 'email', value: 'PETR@example.com' }] })).body)
    assert.deepEqual(again, { id: made.id, existed: true })
  })

  test('GET /v1/customers/:customer_id/card and GET /v1/customers/:customer_id/timeline', async () => {
    const card = z
      .looseObject({
        name: z.looseObject({ full: z.string(), formal: z.string() }),
        purchases: z.int(),
        spent: z.array(z.object({ minor: z.int(), currency: z.string() })),
        hidden: z.array(z.looseObject({ reason: z.string() })),
      })
      .parse((await admin.api('GET', `/v1/customers/${anna}/card`)).body)
    assert.equal(card.name.full, 'Белова Анна Сергеевна')
    assert.equal(card.name.formal, 'Уважаемая Анна Сергеевна!')
    assert.equal(card.purchases, 2)
    assert.deepEqual(card.spent, [{ minor: 300_00, currency: 'RUB' }])
    const timeline = z
      .looseObject({ items: z.array(z.looseObject({ kind: z.string(), text: z.string().nullable() })) })
      .parse((await admin.api('GET', `/v1/customers/${anna}/timeline`)).body)
    assert.deepEqual(
      timeline.items.map((m) => m.kind),
      ['message', 'order', 'order'],
    )
    assert.equal(timeline.items[0]?.text, 'Когда привезут?')
    const orders_ = page.parse((await admin.api('GET', `/v1/customers/${anna}/timeline?kinds=order&limit=1`)).body)
    assert.equal(orders_.items.length, 1)
    assert.ok(orders_.next_cursor)
    assert.equal((await admin.api('GET', '/v1/customers/c_AAAAAAAAAAAAAAAAAAAAAA/card')).status, 404)
    assert.equal((await admin.api('GET', '/v1/customers/nobody/timeline')).status, 404)
  })

  test('POST /v1/customers/:customer_id/notes, PUT /v1/customers/:customer_id/fields/:field, GET /v1/customers/:customer_id/fields/:field/history', async () => {
    const note = await admin.api('POST', `/v1/customers/${anna}/notes`, { text: 'Просила перезвонить', kind: 'call', direction: 'in' })
    assert.equal(note.status, 200, note.text)
    assert.equal((await admin.api('PUT', `/v1/customers/${anna}/fields/colour`, { value: 'red' })).status, 400)
    assert.equal((await admin.api('PUT', `/v1/customers/${anna}/fields/job_title`, { value: 'бухгалтер' })).status, 200)
    assert.equal((await admin.api('PUT', `/v1/customers/${anna}/fields/job_title`, { value: 'главный бухгалтер' })).status, 200)
    const history = z
      .object({ items: z.array(z.looseObject({ value: z.string().nullable(), source: z.string() })) })
      .parse((await admin.api('GET', `/v1/customers/${anna}/fields/job_title/history`)).body)
    assert.deepEqual(
      history.items.map((v) => v.value),
      ['главный бухгалтер', 'бухгалтер'],
    )
  })

  test('GET /v1/customers/:customer_id/looks says who looked', async () => {
    const looks = z
      .object({ items: z.array(z.looseObject({ actor: z.looseObject({ name: z.string().nullable() }), operation: z.string() })) })
      .parse((await admin.api('GET', `/v1/customers/${anna}/looks`)).body)
    assert.ok(looks.items.some((l) => l.operation === 'read' && l.actor.name === 'Vera Glavnaya'))
  })

  test('PUT /v1/favourites/:customer_id, GET /v1/favourites, DELETE /v1/favourites/:customer_id', async () => {
    const list = z.object({ items: z.array(z.object({ customer_id: z.string() })) })
    assert.equal((await admin.api('PUT', `/v1/favourites/${anna}`, {})).status, 200)
    assert.deepEqual(list.parse((await admin.api('GET', '/v1/favourites')).body).items, [{ customer_id: anna }])
    assert.equal((await admin.api('DELETE', `/v1/favourites/${anna}`)).status, 200)
    assert.deepEqual(list.parse((await admin.api('GET', '/v1/favourites')).body).items, [])
  })

  test('POST /v1/tasks, GET /v1/tasks, POST /v1/tasks/:task_id/complete, POST /v1/tasks/:task_id/reopen, GET /v1/colleagues', async () => {
    const task = shown.parse(
      (await admin.api('POST', '/v1/tasks', { kind: 'promise', what: 'Перезвонить', customer_id: anna, due_at: '2026-11-25T12:00:00Z' })).body,
    )
    const nobodys = shown.parse((await admin.api('POST', '/v1/tasks', { kind: 'task', what: 'Полить цветы' })).body)
    assert.equal(page.parse((await admin.api('GET', `/v1/tasks?customer_id=${anna}`)).body).items.length, 1)
    assert.equal(page.parse((await admin.api('GET', '/v1/tasks?whose=mine')).body).items.length, 2)
    const done = z.looseObject({ state: z.string(), what: z.string() }).parse((await admin.api('POST', `/v1/tasks/${task.id}/complete`, {})).body)
    assert.deepEqual([done.state, done.what], ['done', 'Перезвонить'])
    assert.equal(z.looseObject({ state: z.string() }).parse((await admin.api('POST', `/v1/tasks/${task.id}/reopen`, {})).body).state, 'open')
    assert.equal((await admin.api('POST', `/v1/tasks/${anna}/complete`, {})).status, 404)
    assert.ok(nobodys.id !== task.id)
    assert.equal(page.parse((await admin.api('GET', '/v1/colleagues')).body).items.length, 1)
  })

  test('POST /v1/cases, GET /v1/cases, POST /v1/cases/:case_id/solve, POST /v1/cases/:case_id/reopen', async () => {
    const opened = shown.parse((await admin.api('POST', '/v1/cases', { kind: 'complaint', subject: 'Книга порвана', customer_id: anna })).body)
    assert.equal(page.parse((await admin.api('GET', '/v1/cases?state=open')).body).items.length, 1)
    const solved = z
      .looseObject({ state: z.string(), subject: z.string(), resolution: z.string().nullable() })
      .parse((await admin.api('POST', `/v1/cases/${opened.id}/solve`, { resolution: 'Заменили' })).body)
    assert.deepEqual([solved.state, solved.subject, solved.resolution], ['solved', 'Книга порвана', 'Заменили'])
    assert.equal(z.looseObject({ state: z.string() }).parse((await admin.api('POST', `/v1/cases/${opened.id}/reopen`, {})).body).state, 'open')
    await admin.api('POST', `/v1/cases/${opened.id}/solve`, { resolution: 'Заменили' })
  })

  test('GET /v1/purposes, POST /v1/value-classes/compute, GET /v1/value-classes', async () => {
    const purposes = z
      .object({ items: z.array(z.looseObject({ code: z.string(), dpv: z.object({ iri: z.string() }) })) })
      .parse((await admin.api('GET', '/v1/purposes')).body)
    assert.ok(purposes.items.some((p) => p.code === 'service' && p.dpv.iri === 'https://w3id.org/dpv#ServiceProvision'))
    const classes = z.object({ first: z.int(), second: z.int(), third: z.int() }).parse((await admin.api('POST', '/v1/value-classes/compute', {})).body)
    assert.equal(classes.first + classes.second + classes.third, 2)
    assert.equal((await admin.api('GET', '/v1/value-classes')).status, 200)
  })

  test('POST /v1/audiences, GET /v1/audiences, POST /v1/audiences/count, GET /v1/audiences/conditions', async () => {
    const rule = { all: [{ spent: { within_days: 365, at_least_minor: 200_00, currency: 'RUB' } }] }
    assert.deepEqual((await admin.api('POST', '/v1/audiences/count', { rule })).body, { count: 1, not_chosen: [], closed: [] })
    assert.equal((await admin.api('POST', '/v1/audiences', { title: 'x', rule: { all: [{ name: 'Anna' }] } })).status, 400)
    const broken = await admin.api('POST', '/v1/audiences', { title: 'x', rule: { any: [{ own: { field: 'x_never', is: 'true' } }] } })
    assert.deepEqual([broken.status, broken.text.includes('there is no field \\"x_never\\"')], [400, true], broken.text)
    const { kinds } = z
      .object({ kinds: z.array(z.looseObject({ kind: z.string(), kept: z.boolean() })) })
      .parse((await admin.api('GET', '/v1/audiences/conditions?purpose=analysis')).body)
    assert.equal(kinds.find(({ kind }) => kind === 'order')?.kept, true)
    const made = shown.parse((await admin.api('POST', '/v1/audiences', { title: 'Spent', rule })).body)
    assert.deepEqual(
      page.parse((await admin.api('GET', '/v1/audiences')).body).items.map(({ id, made_by, campaigns }) => [id, Object(made_by)['role'], campaigns]),
      [[made.id, 'admin', []]],
    )
  })

  test('POST /v1/traits, GET /v1/traits, POST /v1/traits/preview, GET /v1/traits/:trait, PATCH /v1/traits/:trait, DELETE /v1/traits/:trait', async () => {
    const definition = { of: { bought: {} }, take: 'sum', what: 'amount', currency: 'RUB', within_days: 365 }
    const title = { en: 'Spent in a year', ru: 'Потрачено за год' }
    const lacking = await admin.api('POST', '/v1/traits/preview', { definition: { of: { bought: {} }, take: 'sum', what: 'amount' } })
    assert.deepEqual([lacking.status, lacking.text.includes('say which')], [400, true], lacking.text)
    const preview = z.looseObject({ type: z.string(), have: z.int().nullable(), groups: z.array(z.unknown()) })
    const small = preview.parse((await admin.api('POST', '/v1/traits/preview', { definition })).body)
    assert.deepEqual([small.type, small.have, small.groups], ['money', null, []], 'two people are not told')
    assert.equal((await admin.api('POST', '/v1/traits', { trait: 'Spent', title, definition })).status, 400)
    const one = z.looseObject({
      trait: z.string(),
      version: z.int(),
      waiting: z.int(),
      title: z.looseObject({ en: z.string() }),
      used_by: z.array(z.unknown()),
      before: z.array(z.unknown()),
    })
    const made = one.parse((await admin.api('POST', '/v1/traits', { trait: 'spent_year', title, definition })).body)
    assert.deepEqual([made.trait, made.version, made.used_by, made.before], ['spent_year', 1, [], []])
    assert.equal((await admin.api('POST', '/v1/traits', { trait: 'spent_year', title, definition })).status, 409, 'a name means one thing')
    const listed = z.object({ items: z.array(one.omit({ used_by: true, before: true })) }).parse((await admin.api('GET', '/v1/traits')).body)
    assert.deepEqual(
      listed.items.map(({ trait }) => trait),
      ['spent_year'],
    )
    const rule = { all: [{ trait: { trait: 'spent_year', is: 'more', value: 200_00 } }] }
    assert.deepEqual((await admin.api('POST', '/v1/audiences/count', { rule })).body, { count: 1, not_chosen: [], closed: [] })
    const audience = shown.parse((await admin.api('POST', '/v1/audiences', { title: 'By a trait', rule })).body)
    const counted = async () => one.parse((await admin.api('GET', '/v1/traits/spent_year')).body)
    await until('everybody is counted', async () => (await counted()).waiting === 0)
    const stored = await admin.api('GET', '/v1/traits/none')
    assert.equal(stored.status, 404)
    const stale = await admin.api('PATCH', '/v1/traits/spent_year', { definition: { ...definition, within_days: 30 }, version: 7 })
    assert.deepEqual([stale.status, stale.text.includes('meanwhile')], [409, true])
    const changed = one.parse(
      (
        await admin.api('PATCH', '/v1/traits/spent_year', {
          title: { en: 'Spent', ru: 'Потрачено' },
          definition: { ...definition, within_days: 30 },
          version: 1,
        })
      ).body,
    )
    assert.deepEqual([changed.version, changed.title.en, changed.before.length, changed.used_by.length], [2, 'Spent', 1, 1])
    const used = await admin.api('DELETE', '/v1/traits/spent_year')
    assert.deepEqual([used.status, used.text.includes('By a trait')], [409, true])
    assert.equal((await admin.api('DELETE', `/v1/audiences/${audience.id}`)).status, 200)
    assert.equal((await admin.api('DELETE', '/v1/traits/spent_year')).status, 200)
    assert.equal((await admin.api('GET', '/v1/traits/spent_year')).status, 404)
    assert.equal((await admin.api('POST', '/v1/audiences/count', { rule })).status, 400, 'and no rule asks it any more')
    assert.equal((await admin.api('POST', '/v1/traits', { trait: 'spent_year', title, definition })).status, 409, 'nor does its name mean another')
  })

  test('PATCH /v1/audiences/:audience_id, GET /v1/audiences/:audience_id, GET /v1/audiences/:audience_id/members, POST /v1/audiences/:audience_id/members/open, POST /v1/audiences/:audience_id/compare, GET /v1/audiences/:audience_id/sizes, POST /v1/audiences/overlap, DELETE /v1/audiences/:audience_id', async () => {
    const rule = { all: [{ spent: { within_days: 365, at_least_minor: 200_00, currency: 'RUB' } }] }
    const { id } = shown.parse((await admin.api('POST', '/v1/audiences', { title: 'Lives', rule })).body)
    const path = `/v1/audiences/${id}`
    const lives = z.looseObject({
      title: z.string(),
      live: z.object({ complete_at: z.string().nullable(), size: z.int(), purpose: z.string() }).loose().nullable(),
    })
    const members = z.object({ items: z.array(z.object({ customer_id: z.string(), since: z.string().nullable() })) })
    const asked = members.parse((await admin.api('GET', `${path}/members`)).body)
    assert.deepEqual(
      asked.items.map(({ since }) => since),
      [null],
      'one that is not kept up is asked now',
    )
    assert.equal((await admin.api('PATCH', path, { live: { purpose: 'never' } })).status, 400)
    const made = await admin.api('POST', '/v1/api-keys', { kind: 'secret', title: 'help desk', source: 'desk', scopes: ['read'], purposes: ['service'] })
    const key = z.object({ secret: z.string() }).parse(made.body).secret
    const byKey = async (query: string) => (await admin.api('GET', `${path}/members${query}`, undefined, { key })).status
    assert.deepEqual(
      [await byKey(''), await byKey('?purpose=marketing'), await byKey('?purpose=service')],
      [403, 403, 200],
      'a key sees members for its purposes',
    )
    assert.equal((await admin.api('PATCH', '/v1/audiences/none', { title: 'x' })).status, 404)
    const begun = lives.parse((await admin.api('PATCH', path, { title: 'Kept up', live: {} })).body)
    assert.deepEqual([begun.title, begun.live?.purpose], ['Kept up', 'marketing'])
    await until('everybody was gone through', async () => lives.parse((await admin.api('GET', path)).body).live?.complete_at !== null)
    const kept = members.parse((await admin.api('GET', `${path}/members`)).body)
    assert.deepEqual(
      [kept.items.map(({ customer_id }) => customer_id), kept.items.every(({ since }) => since !== null)],
      [asked.items.map((m) => m.customer_id), true],
    )
    const { items: sizes } = z.object({ items: z.array(z.object({ day: z.string(), count: z.int() })) }).parse((await admin.api('GET', `${path}/sizes`)).body)
    assert.deepEqual(
      sizes.map(({ count }) => count),
      [1],
      'of one that lives, as it is now',
    )
    const named = z.object({ items: z.array(z.looseObject({ id: z.string(), name: z.unknown(), since: z.string().nullable() })) })
    const { items: open } = named.parse((await admin.api('POST', `${path}/members/open`, { purpose: 'service' })).body)
    assert.deepEqual([open.map(({ id }) => id), open.every(({ name }) => name !== null)], [asked.items.map((m) => m.customer_id), true])
    const naming = shown.parse((await admin.api('POST', '/v1/audiences', { title: 'Names it', rule: { all: [{ audience: id }] } })).body)
    const round = await admin.api('PATCH', path, { rule: { all: [{ audience: naming.id }] } })
    assert.deepEqual([round.status, round.text.includes('names itself')], [400, true], round.text)
    const nobody = { all: [{ role: ['supplier'] }] }
    assert.deepEqual((await admin.api('POST', `${path}/compare`, { rule: nobody })).body, { stay: 0, come: 0, go: 1 })
    const inUse = z.looseObject({
      version: z.int(),
      changed_at: z.string().nullable(),
      used_by: z.object({ audiences: z.array(z.object({ title: z.string() })) }).loose(),
    })
    const before = inUse.parse((await admin.api('GET', path)).body)
    assert.deepEqual([before.version, before.changed_at, before.used_by.audiences.map(({ title }) => title)], [1, null, ['Names it']])
    assert.equal((await admin.api('PATCH', path, { rule: nobody, version: 2 })).status, 409, 'who looked at another rule changes nothing')
    assert.deepEqual(inUse.parse((await admin.api('PATCH', path, { rule: nobody, version: 1 })).body).version, 2)
    await until('the new rule is asked of everybody', async () => lives.parse((await admin.api('GET', path)).body).live?.size === 0)
    const same = await admin.api('PATCH', path, { rule: nobody })
    assert.deepEqual(inUse.parse(same.body).version, 2, 'the same rule is no change')
    const wide = shown.parse((await admin.api('POST', '/v1/audiences', { title: 'Wide', rule: { all: [] } })).body)
    const overlap = await admin.api('POST', '/v1/audiences/overlap', { audience_ids: [id, wide.id] })
    assert.deepEqual(Object(overlap.body)['parts'], [{ in: [wide.id], count: null }], 'fewer than twenty')
    assert.equal((await admin.api('POST', '/v1/audiences/overlap', { audience_ids: [id, id] })).status, 400)
    const refused = await admin.api('DELETE', path)
    assert.deepEqual([refused.status, refused.text.includes('The audience \\"Names it\\" goes by this one')], [409, true], refused.text)
    assert.equal((await admin.api('DELETE', `/v1/audiences/${naming.id}`)).status, 200)
    const plan = {
      title: 'Thanks',
      audience_id: id,
      purpose: 'marketing',
      topic: null,
      channel: 'email',
      template: 'thank_you',
      slots: { discount_percent: 10 },
    }
    const campaign = shown.parse((await admin.api('POST', '/v1/campaigns', plan)).body)
    assert.match((await admin.api('DELETE', path)).text, /The campaign \\"Thanks\\" goes by this audience/)
    assert.equal((await admin.api('POST', `/v1/campaigns/${campaign.id}/stop`, {})).status, 200)
    assert.equal((await admin.api('DELETE', path)).status, 200)
    assert.deepEqual([(await admin.api('GET', path)).status, (await admin.api('POST', '/v1/campaigns', plan)).status], [404, 404])
    assert.ok(!(await admin.api('GET', '/v1/audiences')).text.includes('Kept up'))
  })
})

const today = Date.UTC(2026, 10, 20)
const day = 86_400_000
const iso = (daysAgo: number) => new Date(today - daysAgo * day).toISOString()

const belova = {
  identifiers: [
    { kind: 'phone', value: '+79123454567' },
    { kind: 'email', value: 'belova@example.com' },
  ],
  fields: { surname: 'Белова', name: 'Анна', patronymic: 'Сергеевна' },
  language: 'ru',
}
const smirnov = { identifiers: [{ kind: 'user', value: '17' }], fields: { surname: 'Смирнов', name: 'Олег' } }
const order = (id: string, daysAgo: number, customer: object, minor: number) => ({
  id,
  at: iso(daysAgo),
  kind: 'order',
  channel: 'shop',
  customer,
  amount: { minor, currency: 'RUB' },
  items: [{ sku: 'b1', title: 'Книга', quantity: 1, price_minor: minor, amount_minor: minor }],
})

const orders = [
  order('1', 30, belova, 100_00),
  order('2', 20, belova, 200_00),
  order('3', 10, smirnov, 50_00),
  { id: '4', at: iso(5), kind: 'message', channel: 'email', customer: belova, content: { subject: 'Доставка', text: 'Когда привезут?' } },
]

/** The search index follows what was recorded within a moment. */
async function eventually(check: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await check()
    } catch (error) {
      if (tries > 300) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
