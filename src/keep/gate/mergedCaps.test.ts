import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { agrees, by, consentingHome, type Home, house, settle } from '../../../test/consenting.ts'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { mergeCustomers, registerUnit, unmergeCustomer } from '../customers/index.ts'
import { registerTopic } from '../terms/index.ts'
import type { ContactAsk } from './choose.ts'
import { channelNumber, secondAt } from './contactMark.ts'
import { gatherFor } from './decideMany.ts'
import { factsFor } from './held.ts'
import { type Due, decideHandOver, mergeContacts, reserveMany, setCap, settleContacts, unmergeContacts, type Verdict } from './index.ts'
import { type Cap, counted } from './pressure.ts'

// Whatever was sent to which card, and however cards were joined and taken apart between: what counts for a person under each limit is exactly what was
// sent to them, no contact twice and none left out.

const start = new Date('2026-11-23T12:00:00Z')
const activity = { kind: 'campaign', id: 1 }
const units = ['atlas', 'compass']

type Sent = { card: number; key: string; channel: 'email' | 'sms'; topic: '*' | 'china'; unit: string | undefined; minute: number }
type Step = { what: 'send'; sent: Sent } | { what: 'join'; from: number; into: number } | { what: 'part'; card: number }

const cards = [0, 1, 2]
const card = fc.constantFrom(...cards)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({
        card,
        key: fc.constantFrom('x', 'y'),
        channel: fc.constantFrom<Sent['channel']>('email', 'sms'),
        topic: fc.constantFrom<Sent['topic']>('*', 'china'),
        unit: fc.constantFrom(undefined, ...units),
        minute: fc.integer({ min: 0, max: 2 }),
      })
      .map((sent) => ({ what: 'send' as const, sent })),
  },
  {
    weight: 2,
    arbitrary: fc.record({ from: card, into: card }).map((of) => ({ what: 'join' as const, ...of })),
  },
  { weight: 1, arbitrary: card.map((one) => ({ what: 'part' as const, card: one })) },
)

/** Limits so wide that none holds anything back, of every kind. */
const caps: readonly { cap: Cap; of: Pick<Sent, 'channel' | 'topic' | 'unit'> }[] = (['email', 'sms'] as const).flatMap((channel) =>
  (['*', 'china'] as const).flatMap((topic) =>
    units.flatMap((unit) =>
      (['all', 'channel', 'topic', 'unit'] as const).map((scope) => ({
        cap: { scope, key: null, contacts: 50, windowS: 600_000 },
        of: { channel, topic, unit },
      })),
    ),
  ),
)
const underCap = ({ cap, of }: (typeof caps)[number], sent: Sent) => {
  if (cap.scope === 'channel') return sent.channel === of.channel
  if (cap.scope === 'topic') return sent.topic === of.topic
  return cap.scope === 'all' || sent.unit === of.unit
}
const atMinute = (minute: number) => new Date(start.getTime() + minute * 60_000)

async function ready(t: Parameters<typeof consentingHome>[0]): Promise<Home> {
  const h = await consentingHome(t, start)
  await inTransaction(h.db, async (tx) => {
    await registerTopic(tx, { topic: 'china', title: { en: 'China', ru: 'Китай' } }, by(start))
    await setCap(tx, { cap: 'week', scope: 'all', key: null, contacts: 50, windowS: 7 * 86_400 }, by(start))
    for (const code of units) await registerUnit(tx, { code, title: { en: code, ru: code }, kind: 'brand' }, start)
  })
  return h
}

let last = 0
async function people(h: Home): Promise<number[]> {
  const ids = cards.map((_, i) => last + i + 1)
  last += cards.length
  for (const id of ids) {
    await settle(h, { id, name: 'Vera', email: `vera${id}@example.org` }, start)
    await agrees(h, id, start, { channel: '*' })
    await sql`insert into keep.identifier (kind, digest, customer_id, sealed, source, first_seen, last_seen)
      values ('phone', ${h.keyring.digest('phone', `+7901${id}`)}, ${id}, '\\x00', 'test', ${start}, ${start})`.execute(h.db)
  }
  return ids
}

const askFor = (customer: number, { key, channel, topic, unit }: Omit<Sent, 'card' | 'minute'>): ContactAsk => ({
  customer,
  purpose: 'marketing',
  categories: ['contact'],
  channels: [channel],
  topic,
  unit,
  contentKey: key,
})
const reserve = (h: Home, asks: ContactAsk[], now: Date) => inTransaction(h.db, (tx) => reserveMany(tx, asks, { actor: house, now, activity }))
const join = (h: Home, from: number, into: number, now = start) =>
  inTransaction(h.db, async (tx) => {
    const moved = await mergeCustomers(tx, { from, into, actor: house, why: 'same person', now })
    if (moved) await mergeContacts(tx, moved, now)
    return moved
  })
const part = (h: Home, customer: number, now = start) =>
  inTransaction(h.db, async (tx) => {
    const moved = await unmergeCustomer(tx, { customer, actor: house, now })
    await unmergeContacts(tx, { customer: moved.from, from: moved.into }, now)
  })

/** What each root knows was sent to its person. */
type Known = Map<number, Sent[]>
const alike = (a: Sent, b: Sent) => a.card === b.card && a.key === b.key
const merged = (a: readonly Sent[], b: readonly Sent[]) => [...a, ...b.filter((one) => !a.some((other) => alike(one, other)))]
async function rootsOf(h: Home, ids: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await sql<{ id: number; root: number }>`
    select customer_id as id, coalesce(merged_into, customer_id) as root from keep.customer where customer_id = any(${[...ids]}::bigint[])`.execute(h.db)
  return new Map(rows.map(({ id, root }) => [id, root]))
}

async function take(h: Home, one: Step, of: { ids: readonly number[]; known: Known; nth: number }): Promise<void> {
  const { ids, known, nth } = of
  const roots = await rootsOf(h, ids)
  const at = atMinute(nth)
  if (one.what === 'send') {
    const customer = ids[one.sent.card] ?? 0
    const root = roots.get(customer) ?? 0
    const had = known.get(root) ?? []
    const [verdict] = await reserve(h, [askFor(customer, one.sent)], atMinute(one.sent.minute))
    assert.equal(verdict?.chosen, !had.some(({ key }) => key === one.sent.key), 'the same content never reaches a person twice')
    if (verdict.chosen) known.set(root, [...had, one.sent])
    return
  }
  if (one.what === 'join') {
    const moved = one.from === one.into ? undefined : await join(h, ids[one.from] ?? 0, ids[one.into] ?? 0, at)
    if (moved) known.set(moved.into, merged(known.get(moved.into) ?? [], known.get(moved.from) ?? []))
    return
  }
  const customer = ids[one.card] ?? 0
  const root = roots.get(customer) ?? customer
  if (root === customer) return
  await part(h, customer, at)
  known.set(customer, known.get(root) ?? [])
}

async function countsAreExact(h: Home, ids: readonly number[], known: Known): Promise<void> {
  const roots = await rootsOf(h, ids)
  for (const id of ids) {
    const sent = known.get(roots.get(id) ?? 0) ?? []
    const requestOf = (of: (typeof caps)[number]['of']) => ({
      ...askFor(id, { ...of, key: 'new' }),
      contact: { ...of, unit: of.unit ?? '', contentKey: 'new' },
    })
    const held = await gatherFor(
      h.db,
      caps.map(({ of }) => requestOf(of)),
      atMinute(100),
    )
    for (const each of caps) {
      const request = requestOf(each.of)
      const facts = factsFor(held.rules, held.of(id), request)
      const topic = each.of.topic === '*' ? 0 : (held.rules.topics.get(each.of.topic) ?? 0)
      const seconds = counted(each.cap, facts.recent, channelNumber(each.of.channel), topic, { brand: facts.ofBrand })
      const expected = sent.filter((one) => underCap(each, one)).map((one) => secondAt(atMinute(one.minute)))
      assert.deepEqual(
        seconds,
        expected.sort((a, b) => a - b),
        JSON.stringify({ id, ...each, sent }),
      )
    }
  }
}

const send = (of: number, over: Partial<Sent> = {}): Step => ({
  what: 'send',
  sent: { card: of, key: 'x', channel: 'email', topic: 'china', unit: 'atlas', minute: 0, ...over },
})
/** What chance seldom finds: one campaign to both cards in the same second; joined, taken apart and joined again; one content in the name of two brands. */
const rare: [Step[]][] = [
  [[send(0), send(1), { what: 'join', from: 1, into: 0 }]],
  [[send(0), send(1, { unit: 'compass', minute: 1 }), { what: 'join', from: 1, into: 0 }, { what: 'part', card: 1 }, { what: 'join', from: 0, into: 1 }]],
  [
    [
      send(0),
      send(1),
      send(2),
      { what: 'join', from: 2, into: 1 },
      { what: 'join', from: 1, into: 0 },
      { what: 'part', card: 1 },
      send(1, { key: 'y' }),
      { what: 'join', from: 0, into: 1 },
    ],
  ],
]

test('after any joining and taking apart a person’s contacts count exactly, by channel, topic, brand and in all', { timeout: 120_000 }, async (t) => {
  const h = await ready(t)
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 9 }), async (steps) => {
      const ids = await people(h)
      const known: Known = new Map()
      for (const [nth, one] of steps.entries()) await take(h, one, { ids, known, nth })
      await countsAreExact(h, ids, known)
    }),
    { numRuns: 25, examples: rare },
  )
})

const dueOf = (ask: ContactAsk, verdict: Verdict | undefined, message: number): Due => {
  assert.ok(verdict?.chosen)
  return { ask, channel: verdict.channel, mark: verdict.mark, message }
}

test('one content on its way to two cards of one person goes once, and what does not go counts no more', async (t) => {
  const h = await ready(t)
  const [anna = 0, again = 0] = await people(h)
  const asks = [anna, again].map((id) => askFor(id, { key: 'x', channel: 'email', topic: 'china', unit: 'atlas' }))
  const verdicts = await reserve(h, asks, start)
  await join(h, again, anna)
  const dues = asks.map((ask, i) => dueOf(ask, verdicts[i], 70 + i))
  const handOver = (some: readonly Due[], now: Date) => inTransaction(h.db, (tx) => decideHandOver(tx, some, { actor: house, now, activity }))
  const count = async () =>
    (await sql<{ n: number }>`select cardinality(recent) as n from keep.person_state where customer_id = ${anna}`.execute(h.db)).rows[0]?.n
  assert.equal(await count(), 2, 'until one of them is dropped both may go')
  const [second] = await handOver(dues.slice(1), atMinute(1))
  assert.deepEqual(second && 'reason' in second && [second.verdict, second.reason], ['drop', 'already_sent'])
  assert.equal(await count(), 1)
  const [first] = await handOver(dues.slice(0, 1), atMinute(1))
  assert.equal(first?.verdict, 'go')
  await inTransaction(h.db, (tx) => settleContacts(tx, [{ ask: dues[0]?.ask ?? asks[0] ?? never(), mark: first.mark, made: true }], atMinute(2)))
  assert.equal(await count(), 1)

  // What became of a contact while they were one is what both know when they are two, and one again.
  await part(h, again)
  await join(h, again, anna)
  assert.equal(await count(), 1)
})

function never(): never {
  throw new Error('there are two')
}
