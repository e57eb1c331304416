import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { z } from 'zod'
import { figuresFollowed } from '../followed.ts'
import { startProduct } from '../product.ts'
import { openOwnPage } from '../town/demo/customer.ts'

// The guide's own requests, sent in its order; what it says of them is looked up afterwards.

type Example = { method: string; path: string; byKey: boolean; body: string }

function examplesOf(guide: string): Example[] {
  const text = readFileSync(new URL(`../../docs/${guide}`, import.meta.url), 'utf8')
  return [...text.matchAll(/```http\n(\w+) (\S+)\n(Authorization: Bearer KEY\n)?(.*)\n```/g)].map(([, method = '', path = '', key, body = '']) => ({
    method,
    path,
    byKey: key !== undefined,
    body,
  }))
}

test('the guide to shapes works as it is written, and the Russian one has the same requests', async (t) => {
  const examples = examplesOf('shapes.md')
  assert.ok(examples.length >= 8)
  assert.deepEqual(examplesOf('shapes.ru.md'), examples)
  const product = await startProduct(t)
  await product.setUp()
  const vera = product.client()
  let key = ''
  for (const { method, path, byKey, body } of examples) {
    const answer = await vera.api(method, path, body, byKey ? { key } : {})
    assert.equal(answer.status, 200, `${method} ${path}: ${answer.text}`)
    key = z.object({ secret: z.string() }).safeParse(answer.body).data?.secret ?? key
  }
  const found = z.object({ items: z.array(z.object({ id: z.string() })) })
  let ids: string[] = []
  for (let tries = 0; ids.length === 0 && tries < 300; tries++) {
    ids = found.parse((await vera.api('GET', '/v1/search?q=forget-me-not')).body).items.map((i) => i.id)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  assert.equal(ids.length, 1, 'found by the nickname')
  const card = z
    .object({ fields: z.array(z.object({ field: z.string(), value: z.string().nullable(), title: z.record(z.string(), z.string()).nullable() })) })
    .parse((await vera.api('GET', `/v1/customers/${ids[0]}/card`, undefined, { key })).body)
  const tier = card.fields.find((f) => f.field === 'x_loyalty_tier')
  assert.deepEqual([tier?.value, tier?.title?.['ru']], ['gold', 'Уровень лояльности'])

  const columns = z
    .object({ items: z.array(z.looseObject({ column: z.string(), filter: z.array(z.string()), sort: z.boolean() })) })
    .parse((await vera.api('GET', '/v1/customers/columns')).body)
  const column = columns.items.find((c) => c.column === 'x_loyalty_tier')
  assert.ok(column?.filter.includes('one_of'), 'a column of lists at once')
  await figuresFollowed(product.databaseUrl('owner'))
  const gold = encodeURIComponent(JSON.stringify({ column: 'x_loyalty_tier', is: 'one_of', value: ['gold'] }))
  const listed = z
    .object({ items: z.array(z.object({ id: z.string(), values: z.record(z.string(), z.unknown()) })) })
    .parse((await vera.api('GET', `/v1/customers?filter=${gold}&columns=x_loyalty_tier`)).body)
  assert.deepEqual(
    listed.items.map(({ id, values }) => [id, values['x_loyalty_tier']]),
    [[ids[0], 'gold']],
    'filtered by and shown',
  )
  assert.match((await vera.api('GET', `/v1/customers/${ids[0]}/timeline`)).text, /Дегустация/, 'the kind has its title in the history')

  const asked = z.looseObject({
    count: z.number(),
    not_chosen: z.array(z.object({ reason: z.string(), count: z.number() }).loose()),
    closed: z.array(z.looseObject({ place: z.string(), code: z.string() })),
  })
  const rule = {
    all: [{ own: { field: 'x_loyalty_tier', is: 'one_of', value: ['gold'] } }, { event: { kind: 'tasting', sum: { attribute: 'cups', at_least: 4 } } }],
  }
  const countFor = async (purpose: string) => asked.parse((await vera.api('POST', '/v1/audiences/count', { purpose, rule })).body)
  assert.deepEqual(await countFor('service'), { count: 1, not_chosen: [], closed: [] }, 'in audiences at once')
  const offers = await countFor('marketing')
  assert.deepEqual([offers.count, offers.closed.map((c) => [c.place, c.code])], [0, [['rule.all[1]', 'tasting']]])
  assert.deepEqual(
    offers.not_chosen.map(({ reason, count }) => [reason, count]),
    [['leave_missing', 1]],
    'she has not said yes to offers',
  )

  const sealed = columns.items.find((c) => c.column === 'x_nickname')
  assert.deepEqual([sealed?.['sealed'], sealed?.filter, sealed?.sort], [true, [], false], 'text is a column, by which nothing is sorted or filtered')
  const opened = z
    .object({ items: z.array(z.object({ id: z.string(), values: z.record(z.string(), z.unknown()) })) })
    .parse((await vera.api('GET', `/v1/customers?ids=${ids[0]}&columns=x_nickname`)).body)
  assert.equal(opened.items[0]?.values['x_nickname'], 'Forget-me-not')
  const looks = z
    .object({ items: z.array(z.looseObject({ fields: z.array(z.string()) })) })
    .parse((await vera.api('GET', `/v1/customers/${ids[0]}/looks`)).body)
  assert.ok(
    looks.items.some(({ fields }) => fields.includes('x_nickname')),
    'with a receipt that names it',
  )
  const asks = ['sort=x_nickname', `filter=${encodeURIComponent(JSON.stringify({ column: 'x_nickname', is: 'not_empty' }))}`]
  for (const ask of asks) assert.equal((await vera.api('GET', `/v1/customers?${ask}`)).status, 400, ask)
  assert.equal((await vera.api('GET', '/v1/customers/sums?columns=x_nickname')).status, 400)

  const upload = await vera.fetch('/v1/imports?name=tiers.csv', { method: 'POST', body: 'E-mail,Name,Уровень лояльности\nclara@example.com,Clara,silver\n' })
  const { mapping } = z.object({ mapping: z.object({ columns: z.record(z.string(), z.string().nullable()) }) }).parse(await upload.json())
  assert.equal(mapping.columns['Уровень лояльности'], 'x_loyalty_tier', 'a file’s column becomes it')

  const dora = { kind: 'person', fields: { name: 'Dora', x_loyalty_tier: 'silver' }, identifiers: [{ kind: 'email', value: 'dora@x.example' }] }
  assert.equal((await vera.api('POST', '/v1/customers', dora)).status, 200)
  const herself = await openOwnPage(product.url, 'dora@x.example', vera)
  const own = JSON.parse(await (await herself.fetch('/v1/my/page')).text())
  assert.match(JSON.stringify(own), /"field":"x_loyalty_tier","title":\{"en":"Loyalty tier"/, 'and the customer sees it, with what it is kept for')

  const audience = z.object({ id: z.string() }).parse((await vera.api('POST', '/v1/audiences', { title: 'Gold', rule })).body)
  const plan = { title: 'Thanks', purpose: 'marketing', topic: null, channel: 'email', template: 'thank_you', slots: { discount_percent: 10 } }
  const campaign = z.object({ id: z.string() }).parse((await vera.api('POST', '/v1/campaigns', { ...plan, audience_id: audience.id })).body)
  const previewed = asked.omit({ count: true }).extend({ audience_count: z.number() })
  const before = previewed.parse((await vera.api('POST', `/v1/campaigns/${campaign.id}/preview`, {})).body)
  assert.deepEqual(
    [before.audience_count, before.closed.map((c) => c.code), before.not_chosen.map(({ reason, count }) => [reason, count])],
    [0, ['tasting'], [['leave_missing', 1]]],
    'a campaign tells whom its rule leaves out, and by which part',
  )
  assert.equal((await vera.api('POST', '/v1/fields/x_loyalty_tier/retire', {})).status, 200)
  for (const what of ['preview', 'run']) {
    const gone = z.looseObject({ detail: z.string(), place: z.string() }).parse((await vera.api('POST', `/v1/campaigns/${campaign.id}/${what}`, {})).body)
    assert.equal(gone.place, 'rule.all[0].own.field', what)
    assert.match(gone.detail, /the field "x_loyalty_tier" was retired, so no audience is made by it any more/)
  }
})
