import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '../../../platform/db/index.ts'
import { contentPlace, openFields, openIdentifiers } from '../../customers/index.ts'
import { unseal } from '../../keyring/index.ts'
import { interactionOf, openStore, today } from '../testing.ts'
import { recordBatch } from './record.ts'

const how = { now: today, source: 'shop', trust: 'secret' } as const

test('an order of a new customer: facts in the clear, lines, words sealed, the person found again', async (t) => {
  const { db, deps, keyring } = await openStore(t)
  const order = interactionOf({
    id: 'order-1',
    kind: 'order',
    customer: {
      identifiers: [
        { kind: 'user', value: 'U-1' },
        { kind: 'email', value: 'Anna@Example.org' },
      ],
      fields: { name: 'Анна', surname: 'Белова', birth_date: '1984-05-31' },
      language: 'ru',
    },
    amount: { minor: 240_000, currency: 'RUB' },
    facts: { lines: 2, method: 'card', mood: 'cheerful' },
    items: [
      { sku: 'B-1', title: 'Painting of the Song era', quantity: 1, price_minor: 216_000, amount_minor: 216_000 },
      { sku: 'B-2', title: 'Bookmark', quantity: 2, price_minor: 12_000, amount_minor: 24_000 },
    ],
    content: { note: 'Позвоните Анне Беловой' },
  })
  const [outcome] = await recordBatch(deps, [order], how)
  assert.ok(outcome?.status === 'recorded')
  assert.equal(outcome.moved, 1)

  const fact = await db.selectFrom('fact.interaction').selectAll().executeTakeFirstOrThrow()
  assert.deepEqual(
    { kind: fact.kind, amount: fact.amount, currency: fact.currency, attrs: fact.attrs, source: fact.source, at: fact.at },
    { kind: 'order', amount: 240_000, currency: 'RUB', attrs: { lines: 2, method: 'card' }, source: 'shop', at: new Date('2026-11-20T10:00:00Z') },
  )
  const items = await db.selectFrom('fact.interaction_item').select(['line', 'sku', 'quantity', 'amount']).orderBy('line').execute()
  assert.deepEqual(items, [
    { line: 1, sku: 'B-1', quantity: 1, amount: 216_000 },
    { line: 2, sku: 'B-2', quantity: 2, amount: 24_000 },
  ])
  assert.equal((await db.selectFrom('fact.product').select('title').where('sku', '=', 'B-1').executeTakeFirstOrThrow()).title, 'Painting of the Song era')

  const content = await db.selectFrom('keep.content').selectAll().executeTakeFirstOrThrow()
  const key = (await keyring.existingKeys([outcome.customer], 'content')).get(outcome.customer)
  assert.ok(key)
  assert.deepEqual(JSON.parse(unseal(key, contentPlace(outcome.customer, 'interaction', outcome.id), content.sealed)?.toString() ?? ''), {
    note: 'Позвоните Анне Беловой',
    mood: 'cheerful',
  })

  const fields = (await openFields({ db, keyring }, [outcome.customer], '*')).get(outcome.customer)
  assert.equal(fields?.get('surname')?.value, 'Белова')
  const points = (await openIdentifiers({ db, keyring }, [outcome.customer])).get(outcome.customer)
  assert.deepEqual(points?.map((p) => `${p.kind} ${p.value}`).sort(), ['email anna@example.org', 'user U-1'])
  const derived = await db.selectFrom('fact.derived').selectAll().executeTakeFirstOrThrow()
  assert.deepEqual(
    { status: derived.status, has_email: derived.has_email, age_band: derived.age_band, birth_month: derived.birth_month, language: derived.language },
    { status: 'known', has_email: true, age_band: '35-44', birth_month: 5, language: 'ru' },
  )
  const changes = await db.selectFrom('fact.change').select(['what', 'customers']).orderBy('batch').execute()
  assert.deepEqual(changes, [
    { what: ['interaction', 'interaction_item', 'product'], customers: [outcome.customer] },
    { what: ['derived', 'created'], customers: [outcome.customer] },
  ])
})

test('the same event twice is one row: in one batch, in the next, side by side, by another keep', async (t) => {
  const { db, deps, another } = await openStore(t)
  const second = await another()
  const event = () => interactionOf({ id: 'e-1', customer: { identifiers: [{ kind: 'user', value: 'U-1' }] } })
  const [a, b] = await recordBatch(deps, [event(), event()], how)
  const [c] = await recordBatch(second, [event()], how)
  assert.deepEqual([a?.status, b?.status, c?.status], ['recorded', 'repeated', 'repeated'])
  assert.ok(a?.status === 'recorded' && c?.status === 'repeated' && b?.status === 'repeated')
  assert.equal(c.id, a.id)
  assert.equal(b.id, a.id)

  const many = () => Array.from({ length: 50 }, (_, n) => interactionOf({ id: `m-${n}`, customer: { identifiers: [{ kind: 'user', value: `V-${n % 7}` }] } }))
  const all = await Promise.all([deps, second, deps, second].map((d) => recordBatch(d, many(), how)))
  assert.equal(all.flat().filter((o) => o.status === 'recorded').length, 50)
  assert.equal(all.flat().filter((o) => o.status === 'repeated').length, 150)
  const count = await sql<{ n: number }>`select count(*) as n from fact.interaction`.execute(db)
  assert.equal(count.rows[0]?.n, 51)
  const people = await sql<{ n: number }>`select count(*) as n from keep.customer`.execute(db)
  assert.equal(people.rows[0]?.n, 8)
})
