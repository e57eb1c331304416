import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Analytics } from '@segment/analytics-node'
import { openFields, openIdentifiers } from '../../src/keep/customers/index.ts'
import { listenFor, openStore } from '../../src/keep/interactions/testing.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { AppError } from '../../src/platform/errors.ts'

// The published library, unchanged, sending to us as it would to Segment.

test('analytics-node delivers every kind of call', async (t) => {
  const store = await openStore(t)
  const { url } = await listenFor(t, store, { clock: systemClock })
  const analytics = new Analytics({ writeKey: 'sk-shop', host: url, flushAt: 4, flushInterval: 100 })
  const failed: unknown[] = []
  analytics.on('error', (error) => failed.push(error))

  analytics.track({
    anonymousId: 'cookie-1',
    event: 'Product Viewed',
    properties: { sku: 'B-1', name: 'Painting of the Song era', price: 2400, currency: 'RUB' },
  })
  analytics.identify({
    userId: 'anna',
    anonymousId: 'cookie-1',
    traits: { email: 'Anna@Example.org', phone: '+7 912 345-67-89', firstName: 'Анна', lastName: 'Белова', birthday: '1984-05-31T00:00:00.000Z', plan: 'gold' },
    context: { locale: 'ru-RU', timezone: 'Asia/Yekaterinburg' },
  })
  analytics.track({
    userId: 'anna',
    event: 'Order Completed',
    timestamp: new Date('2026-11-20T10:00:00Z'),
    properties: {
      order_id: '5023',
      total: 2524.5,
      currency: 'RUB',
      coupon: 'hasbros',
      products: [
        { product_id: 'B-1', name: 'Painting of the Song era', price: 2400, quantity: 1 },
        { sku: 'B-2', name: 'Bookmark', price: 62.25, quantity: 2 },
      ],
    },
  })
  analytics.page({ userId: 'anna', name: 'Basket', properties: { url: 'https://shop.example.org/basket' } })
  analytics.screen({ userId: 'anna', name: 'Home' })
  analytics.group({ userId: 'anna', groupId: 'readers', traits: { name: 'Readers' } })
  analytics.alias({ userId: 'anna', previousId: 'cookie-2' })
  await analytics.closeAndFlush()
  assert.deepEqual(failed, [])

  const facts = await store.db.selectFrom('fact.interaction').select(['kind', 'channel', 'customer_id', 'amount', 'currency', 'attrs', 'at']).execute()
  assert.deepEqual(facts.map((f) => f.kind).sort(), ['alias', 'group', 'identify', 'order', 'page', 'product_viewed', 'screen'])
  const order = facts.find((f) => f.kind === 'order')
  assert.ok(order)
  assert.deepEqual({ amount: order.amount, currency: order.currency, at: order.at }, { amount: 252_450, currency: 'RUB', at: new Date('2026-11-20T10:00:00Z') })
  const lines = await store.db
    .selectFrom('fact.interaction_item')
    .select(['sku', 'quantity', 'price', 'amount'])
    .where('customer_id', '=', order.customer_id)
    .orderBy('line')
    .execute()
  assert.deepEqual(lines, [
    { sku: 'B-1', quantity: 1, price: 240_000, amount: 240_000 },
    { sku: 'B-2', quantity: 2, price: 6_225, amount: 12_450 },
  ])

  const anna = order.customer_id
  const fields = (await openFields(store, [anna], '*')).get(anna)
  assert.deepEqual(
    ['name', 'surname', 'birth_date'].map((f) => fields?.get(f)?.value),
    ['Анна', 'Белова', '1984-05-31'],
  )
  const points = (await openIdentifiers(store, [anna])).get(anna) ?? []
  assert.deepEqual(
    points
      .filter((p) => p.value !== null)
      .map((p) => `${p.kind} ${p.value}`)
      .sort(),
    ['email anna@example.org', 'phone +79123456789', 'user anna'],
  )
  const row = await store.db.selectFrom('keep.customer').selectAll().where('customer_id', '=', anna).executeTakeFirstOrThrow()
  assert.deepEqual([row.status, row.language, row.time_zone], ['known', 'ru-RU', 'Asia/Yekaterinburg'])
  const visitors = await store.db.selectFrom('keep.customer').select('merged_into').where('status', '=', 'anonymous').execute()
  assert.deepEqual(
    visitors.map((v) => v.merged_into),
    [anna, anna],
  )
})

test('analytics-node sends again what was answered 503, and it is stored once', async (t) => {
  const store = await openStore(t)
  const { url, queue } = await listenFor(t, store, { clock: systemClock })
  let refusals = 2
  const { join } = queue
  queue.join = (request) => {
    if (refusals-- > 0) throw new AppError('unavailable', 'Busy.', { retryAfterSeconds: 1 })
    return join(request)
  }
  const analytics = new Analytics({ writeKey: 'sk-shop', host: url, flushAt: 1, maxRetries: 5 })
  await new Promise<void>((resolve) => analytics.track({ userId: 'anna', event: 'Visited', messageId: 'm-1' }, () => resolve()))
  await analytics.closeAndFlush()
  const rows = await store.db.selectFrom('fact.interaction').select('kind').execute()
  assert.deepEqual(rows, [{ kind: 'visited' }])
})

test('one message at fault does not cost its neighbours: analytics-node delivers the rest', async (t) => {
  const store = await openStore(t)
  const { url } = await listenFor(t, store, { clock: systemClock })
  const analytics = new Analytics({ writeKey: 'sk-shop', host: url, flushAt: 3 })
  const delivered = [
    new Promise((resolve) => analytics.track({ userId: 'anna', event: 'One' }, resolve)),
    new Promise((resolve) => analytics.identify({ userId: 'anna', traits: { phone: 'letters' } }, resolve)),
    new Promise((resolve) => analytics.track({ userId: 'anna', event: 'Two' }, resolve)),
  ]
  await Promise.all(delivered)
  await analytics.closeAndFlush()
  const rows = await store.db.selectFrom('fact.interaction').select('kind').orderBy('kind').execute()
  assert.deepEqual(rows, [{ kind: 'one' }, { kind: 'two' }])
})
