import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTransaction } from '../../../platform/db/index.ts'
import { contentPlace } from '../../customers/index.ts'
import { unseal } from '../../keyring/index.ts'
import { recordBatch } from '../record/record.ts'
import { interactionOf, type Opened, openStore, today } from '../testing.ts'
import { registerKind } from './registry.ts'

const how = { now: today, source: 'clinic', trust: 'secret' } as const
const patient = { identifiers: [{ kind: 'user' as const, value: 'vera' }] }

async function contentOf(at: Opened, category: 'content' | 'sensitive') {
  const row = await at.db.selectFrom('keep.content').selectAll().where('category', '=', category).executeTakeFirstOrThrow()
  const key = (await at.keyring.existingKeys([row.customer_id], category)).get(row.customer_id)
  return JSON.parse((key && unseal(key, contentPlace(row.customer_id, 'interaction', row.id), row.sealed)?.toString()) ?? 'null')
}

test('a sensitive kind leaves only its time and channel in the clear', async (t) => {
  const at = await openStore(t)
  await inTransaction(at.db, (tx) =>
    registerKind(tx, {
      code: 'examination',
      title: { en: 'Examination' },
      sensitive: true,
      attributes: { pressure: { type: 'number' } },
      purposes: ['service'],
    }),
  )
  await at.deps.registry.reread(today)
  const event = interactionOf({
    kind: 'examination',
    channel: 'meeting',
    direction: 'in',
    customer: patient,
    outcome: 'hypertension',
    duration_s: 900,
    amount: { minor: 1000, currency: 'RUB' },
    facts: { pressure: 150 },
    items: [{ sku: 'ecg', quantity: 1, price_minor: 1000, amount_minor: 1000 }],
    content: { text: 'Headache again' },
  })
  await recordBatch(at.deps, [event], how)
  const fact = await at.db.selectFrom('fact.interaction').selectAll().executeTakeFirstOrThrow()
  const { customer_id, id, batch, ...rest } = fact
  assert.ok(customer_id && id && batch)
  assert.deepEqual(rest, {
    at: new Date('2026-11-20T10:00:00Z'),
    kind: 'sealed',
    channel: 'meeting',
    direction: 'none',
    source: 'sealed',
    unit_id: null,
    amount: null,
    currency: null,
    duration_s: null,
    outcome: null,
    attrs: null,
    sealed: true,
    import_id: null,
  })
  assert.equal((await at.db.selectFrom('fact.interaction_item').selectAll().execute()).length, 0)
  assert.equal((await at.db.selectFrom('fact.product').selectAll().execute()).length, 0)
  const content = await contentOf(at, 'sensitive')
  assert.equal(content.text, 'Headache again')
  assert.deepEqual([content.sealed.kind, content.sealed.outcome, content.sealed.facts.pressure], ['examination', 'hypertension', 150])
})

test('a code without a list takes 200 values; what comes after is content, and counted', async (t) => {
  const at = await openStore(t)
  const events = Array.from({ length: 205 }, (_, n) => interactionOf({ id: `${n}`, kind: 'complaint', customer: patient, facts: { topic: `topic ${n}` } }))
  const outcomes = await recordBatch(at.deps, events, how)
  assert.deepEqual(
    outcomes.flatMap((o, n) => (o.status !== 'refused' && o.moved > 0 ? [n] : [])),
    [200, 201, 202, 203, 204],
  )
  const another = await at.another()
  const [known, late] = await recordBatch(
    another,
    [
      interactionOf({ kind: 'complaint', customer: patient, facts: { topic: 'topic 7' } }),
      interactionOf({ kind: 'complaint', customer: patient, facts: { topic: 'topic 300' } }),
    ],
    how,
  )
  assert.ok(known?.status === 'recorded' && late?.status === 'recorded')
  assert.deepEqual([known.moved, late.moved], [0, 1])
})

test('an address never becomes a fact, a kind or an outcome, whoever sends it', async (t) => {
  const at = await openStore(t)
  const mail = 'anna@example.org'
  await recordBatch(
    at.deps,
    [
      interactionOf({ kind: 'complaint', customer: patient, facts: { topic: mail } }),
      interactionOf({ kind: 'call_89123456789', outcome: 'tel-8912-345-6789', customer: patient }),
    ],
    how,
  )
  const facts = JSON.stringify(await at.db.selectFrom('fact.interaction').selectAll().execute())
  assert.doesNotMatch(facts, /@|\d{3}.?\d{2}.?\d{2}-6789|89123456789/)
  assert.deepEqual(
    (await at.db.selectFrom('fact.interaction').select('kind').orderBy('kind').execute()).map((r) => r.kind),
    ['complaint', 'track'],
  )
})

test('kinds that nobody declared appear by themselves, but not without end, and a page makes fewer than the company', async (t) => {
  const at = await openStore(t)
  const sent = (trust: 'public' | 'secret') =>
    Array.from({ length: 400 }, (_, n) => interactionOf({ kind: `${trust}.kind.${n}`, customer: { identifiers: [{ kind: 'anonymous', value: 'c' }] } }, trust))
  await recordBatch(at.deps, sent('public'), { ...how, trust: 'public' })
  const count = async () => (await at.db.selectFrom('keep.event_type').select('code').execute()).length
  assert.equal(await count(), 150)
  await recordBatch(at.deps, sent('secret'), how)
  assert.equal(await count(), 300)
  const tracks = await at.db.selectFrom('fact.interaction').select('kind').where('kind', '=', 'track').execute()
  assert.ok(tracks.length > 400)
})
