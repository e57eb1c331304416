import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { by, consentingHome, type Home, house, settle } from '../../../test/consenting.ts'
import { type AnyDb, type Db, inTransaction, openDb, sql } from '../../platform/db/index.ts'
import { mergeCustomers, unmergeCustomer } from '../customers/index.ts'
import { everyDay, giveConsent, refuseConsent, registerTopic, type SaidRule, sayRule, stop, withdrawConsent } from '../terms/index.ts'
import { channelNumber, contactMark } from './contactMark.ts'
import { type Decision, decideMany, type GateRequest, mergeContacts, type ReasonCode, setCap, setContactHours, unmergeContacts } from './index.ts'

// Two or three cards turn out to be one person. Whatever any of them had refused stays refused, whichever card stays and in whatever order they
// are joined; taken apart again, each stands as before.

const now = new Date('2026-11-23T12:00:00Z')
const dayMs = 86_400_000
const before = (hours: number) => new Date(now.getTime() - hours * 3_600_000)

/** What somebody said, or what was done to them: not that nothing was ever said, and not what the company lacks. */
const refusals: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'erased',
  'restricted',
  'trashed',
  'agreement_unfit',
  'stopped',
  'objected',
  'consent_refused',
  'consent_withdrawn',
  'consent_expired',
  'open_complaint',
  'channel_stopped',
  'topic_stopped',
  'already_sent',
  'paused',
  'quiet_hours',
  'cap_all',
  'cap_channel',
  'cap_topic',
  'cap_own',
  'ask_first',
])

type Consent = { what: 'give' | 'give for a while' | 'refuse' | 'withdraw'; channel: string; topic: string }
type Stopped = { purpose: string; channel: string; topic: string }
type Contact = { key: string; channel: 'email' | 'sms'; topic: '*' | 'china'; hoursAgo: number }
type Card = {
  standing: 'active' | 'restricted' | 'trashed'
  consents: Consent[]
  stops: Stopped[]
  rules: SaidRule[]
  uses: string[] | undefined
  gpc: boolean
  complains: boolean
  place: { zone: string | null; country: string | null }
  contacts: Contact[]
}

const channel = fc.constantFrom('*', 'email', 'sms')
const topic = fc.constantFrom('*', 'china')
const rule: fc.Arbitrary<SaidRule> = fc.oneof(
  fc
    .record({
      contacts: fc.integer({ min: 0, max: 2 }),
      days: fc.integer({ min: 1, max: 20 }),
      of: fc.constantFrom(['*', '*'], ['email', '*'], ['*', 'china']),
    })
    .map(({ contacts, days, of: [c = '*', t = '*'] }) => ({ kind: 'cap' as const, channel: c, topic: t, contacts, windowS: days * 86_400 })),
  fc
    .record({ channel, topic, days: fc.option(fc.integer({ min: 1, max: 20 })) })
    .map(({ days, ...of }) => ({ ...of, kind: 'pause' as const, until: days === null ? null : new Date(now.getTime() + days * dayMs) })),
  fc
    .record({ channel, topic, from: fc.integer({ min: 0, max: 20 }), hours: fc.integer({ min: 1, max: 14 }) })
    .map(({ from, hours, ...of }) => ({ ...of, kind: 'hours' as const, open: [{ days: everyDay, from: from * 60, to: ((from + hours) % 24) * 60 }] })),
  fc.record({ channel, topic, kind: fc.constant('ask' as const) }),
)
const card: fc.Arbitrary<Card> = fc.record({
  standing: fc.constantFrom<Card['standing']>('active', 'active', 'active', 'active', 'active', 'restricted', 'trashed'),
  consents: fc.array(fc.record({ what: fc.constantFrom<Consent['what']>('give', 'give', 'give for a while', 'refuse', 'withdraw'), channel, topic }), {
    maxLength: 4,
  }),
  stops: fc.array(fc.record({ purpose: fc.constantFrom('*', 'marketing', 'analysis'), channel, topic }), { maxLength: 1 }),
  rules: fc.uniqueArray(rule, { maxLength: 2, selector: (r) => `${r.kind} ${r.channel} ${r.topic}` }),
  uses: fc.option(fc.subarray(['analytics', 'tracking', 'profiling', 'sharing']), { nil: undefined, freq: 3 }),
  gpc: fc.constantFrom(false, false, true),
  complains: fc.constantFrom(false, false, false, true),
  place: fc.constantFrom(
    { zone: 'Europe/Moscow', country: 'RU' },
    { zone: 'Asia/Kathmandu', country: 'NP' },
    { zone: 'Asia/Kamchatka', country: 'RU' },
    { zone: null, country: 'NP' },
    { zone: null, country: 'GB' },
  ),
  contacts: fc.uniqueArray(
    fc.record({
      key: fc.constantFrom('x', 'y', 'z'),
      channel: fc.constantFrom<'email' | 'sms'>('email', 'sms'),
      topic: fc.constantFrom<'*' | 'china'>('*', 'china'),
      hoursAgo: fc.integer({ min: 1, max: 240 }),
    }),
    { maxLength: 2, selector: (c) => c.key },
  ),
})

async function registers(h: Home): Promise<void> {
  await inTransaction(h.db, async (tx) => {
    await registerTopic(tx, { topic: 'china', title: { en: 'China', ru: 'Китай' } }, by(now))
    await setCap(tx, { cap: 'all', scope: 'all', key: null, contacts: 2, windowS: 7 * 86_400 }, by(now))
    await setCap(tx, { cap: 'sms', scope: 'channel', key: 'sms', contacts: 1, windowS: 9 * 86_400 }, by(now))
    await setCap(tx, { cap: 'topics', scope: 'topic', key: null, contacts: 1, windowS: 5 * 86_400 }, by(now))
    const open = [{ days: everyDay, from: 6 * 60, to: 23 * 60 }]
    await setContactHours(
      tx,
      { hours: 'house', basis: 'company', country: null, dpv: null, channels: null, open, source: null, sourceUrl: null, validFrom: null },
      by(now),
    )
  })
  // Purposes that need what an agreement may not give.
  for (const [purpose, need] of Object.entries({ marketing: 'profiling', analysis: 'analytics' }))
    await sql`insert into keep.purpose select (p).* from (select jsonb_populate_record(p, jsonb_build_object('version', p.version + 1, 'needs', jsonb_build_array(${need}::text))) as p
      from keep.purpose p where purpose = ${purpose} order by version desc limit 1) x`.execute(h.db)
}

let last = 0
async function made(h: Home, owner: Db<object>, { consents, stops, rules, ...rest }: Card): Promise<number> {
  last += 1
  const n = last
  const id = await settle(h, { id: n, name: `P${n}`, email: `p${n}@example.org` }, before(2_000))
  await sql`insert into keep.identifier (kind, digest, customer_id, sealed, source, first_seen, last_seen)
    values ('phone', ${h.keyring.digest('phone', `+7900${n}`)}, ${id}, '\\x00', 'test', ${now}, ${now})`.execute(h.db)
  await inTransaction(h.db, async (tx) => {
    for (const { what, ...of } of consents) {
      const said = {
        ...of,
        customer: id,
        purpose: 'marketing',
        category: 'contact',
        method: 'form',
        language: 'en',
        evidence: { kind: 'confirmed', said: 'box' },
      } as const
      const notice = { notice: 'marketing', version: 1 } as const
      const at = by(before(1_000))
      if (what === 'refuse') await refuseConsent(h, tx, said, at)
      else if (what === 'withdraw') await withdrawConsent(h, tx, said, at)
      else await giveConsent(h, tx, { ...said, notice }, at)
    }
    for (const each of stops) await stop(h, tx, { customer: id, ...each }, { ...by(before(500)), method: 'portal' })
    for (const each of rules) await sayRule(h, tx, { customer: id, rule: each }, { ...by(before(500)), method: 'portal' })
    await stands(tx, id, rest)
  })
  for (const { what, channel: by_, topic: on } of consents)
    if (what === 'give for a while')
      await sql`update keep.consent_state set expires_at = ${before(1)} where customer_id = ${id} and channel = ${by_} and topic = ${on} and state like '%Given'`.execute(
        owner,
      )
  if (rest.complains)
    await sql`insert into office.work_case (customer_id, case_id, number, kind, made_by, opened_at) values (${id}, ${id}, ${`n${id}`}, 'complaint', 7, ${now})`.execute(
      owner,
    )
  return id
}

type Stands = Omit<Card, 'consents' | 'stops' | 'rules'>

async function stands(tx: AnyDb, id: number, { standing, uses, gpc, place, contacts }: Stands): Promise<void> {
  await sql`update keep.customer set time_zone = ${place.zone}, country = ${place.country}, status = ${standing === 'restricted' ? 'restricted' : 'known'},
    trashed_at = ${standing === 'trashed' ? now : null} where customer_id = ${id}`.execute(tx)
  if (uses)
    await sql`insert into keep.agreement (customer_id, since, agreement, sha256, uses, portability, offers, method, document, company_signature)
      values (${id}, ${before(50)}, 'SD-BASE', ${Buffer.alloc(32)}, ${uses}, false, '{SD-BASE}', 'portal', '{}', 'x')`.execute(tx)
  if (gpc) await sql`insert into keep.signal (customer_id, since, method) values (${id}, ${before(50)}, 'browser')`.execute(tx)
  const marks = contacts.map((c) => ({ ...c, mark: contactMark(before(c.hoursAgo), channelNumber(c.channel), c.topic === '*' ? 0 : 1) }))
  for (const { key, mark, channel: by_, topic: on, hoursAgo } of marks)
    await sql`insert into keep.contact (customer_id, content_key, addressed_id, purpose, channel, topic, state, mark, at)
      values (${id}, ${key}, ${id}, 'marketing', ${by_}, ${on}, 'made', ${mark}, ${before(hoursAgo)})`.execute(tx)
  await sql`insert into keep.person_state (customer_id, recent) values (${id}, ${marks.map((m) => m.mark).sort((a, b) => a - b)}::bigint[])
    on conflict (customer_id) do update set recent = excluded.recent`.execute(tx)
}

/** Everything the gate could be asked of somebody, at some moments of the next weeks. */
const moments = [0, 6, 9, 14, 60, 170, 400].map((hours) => before(-hours))
const requests = (customer: number): GateRequest[] => [
  { customer, purpose: 'analysis', categories: ['pseudonym'] },
  ...['marketing', 'service'].flatMap((purpose) =>
    ['email', 'sms'].flatMap((by_) =>
      ['*', 'china'].flatMap((on) =>
        ['x', 'new'].map((contentKey) => ({ customer, purpose, categories: ['contact'], contact: { channel: by_, topic: on, contentKey } })),
      ),
    ),
  ),
]

/** For each request at each moment, in order. */
async function verdicts(h: Home, customer: number): Promise<Decision[]> {
  const out: Decision[] = []
  for (const at of moments) out.push(...(await decideMany(h.db, requests(customer), at)))
  return out
}

const refused = (d: Decision) => d.decision !== 'allow' && refusals.has(d.reason)

const joins = (h: Home, from: number, into: number) =>
  inTransaction(h.db, async (tx) => {
    const moved = await mergeCustomers(tx, { from, into, actor: house, why: 'same person', now })
    if (moved) await mergeContacts(tx, moved, now)
  })
const parts = (h: Home, customer: number) =>
  inTransaction(h.db, async (tx) => {
    const moved = await unmergeCustomer(tx, { customer, actor: house, now })
    await unmergeContacts(tx, { customer: moved.from, from: moved.into }, now)
  })

/** What somebody said and how they stand, row by row. */
async function termsIn(h: Home, customer: number): Promise<unknown> {
  const tables = ['keep.customer', 'keep.consent_state', 'keep.consent_event', 'keep.stop', 'keep.rule', 'keep.agreement', 'keep.signal', 'keep.identifier']
  const { rows } = await sql<{ said: string }>`${sql.join(
    tables.map((table) => sql`select to_jsonb(t)::text as said from ${sql.raw(table)} t where customer_id = ${customer}`),
    sql` union all `,
  )} order by 1`.execute(h.db)
  return rows.map((row) => row.said)
}

const agreeing: Card = {
  standing: 'active',
  consents: [{ what: 'give', channel: '*', topic: '*' }],
  stops: [],
  rules: [],
  uses: undefined,
  gpc: false,
  complains: false,
  place: { zone: 'Europe/Moscow', country: 'RU' },
  contacts: [],
}
/** What chance seldom finds: the same content had by both, by different channels; one place known by its zone, another by its country. */
const rare: [Card[]][] = [
  [
    [
      { ...agreeing, contacts: [{ key: 'z', channel: 'sms', topic: 'china', hoursAgo: 30 }] },
      { ...agreeing, contacts: [{ key: 'z', channel: 'email', topic: '*', hoursAgo: 2 }] },
    ],
  ],
  [[agreeing, { ...agreeing, place: { zone: null, country: 'NP' } }]],
  [[agreeing, agreeing, { ...agreeing, stops: [{ purpose: '*', channel: '*', topic: '*' }] }]],
]

/** What was refused to any card is refused to the person, and a no for good stays one. Gives how many refusals were looked at. */
function permitsNoMore(together: readonly Decision[], apart: readonly (readonly Decision[])[]): number {
  let looked = 0
  for (const [i, is] of together.entries())
    for (const [card_, alone] of apart.entries()) {
      const was = alone[i]
      if (!was || !refused(was)) continue
      looked += 1
      const asked = JSON.stringify([card_, moments[Math.floor(i / asks)], requests(0)[i % asks], was, is])
      assert.notEqual(is.decision, 'allow', asked)
      if (was.decision === 'deny') assert.equal(is.decision, 'deny', asked)
    }
  return looked
}
const asks = requests(0).length

test('a merge permits nothing that either refused, in whatever order; undone, each stands as before', { timeout: 300_000 }, async (t) => {
  const h = await consentingHome(t, now)
  await sql`insert into keep.company (one_row, name, country, currency, time_zone, language, mail_from, changed_at)
    values (true, 'Shop', 'GB', 'GBP', 'Europe/London', 'en', 'shop@shop.example', ${now})`.execute(h.db)
  await registers(h)
  const owner = openDb<object>({ url: h.store.url.owner, max: 2 })
  t.after(() => owner.destroy())
  let looked = 0
  await fc.assert(
    fc.asyncProperty(fc.array(card, { minLength: 2, maxLength: 3 }), async (cards) => {
      const people = await Promise.all(cards.map((each) => made(h, owner, each)))
      const [a = 0, b = 0, c] = people
      const apart = await Promise.all(people.map((each) => verdicts(h, each)))
      const said = await Promise.all(people.map((each) => termsIn(h, each)))
      await joins(h, b, a)
      if (c !== undefined) await joins(h, c, b)
      const one = await verdicts(h, a)
      looked += permitsNoMore(one, apart)
      for (const other of people.slice(1)) assert.deepEqual(await verdicts(h, other), one, 'whichever of their cards is asked of')

      const [x = 0, y = 0, z] = await Promise.all(cards.map((each) => made(h, owner, each)))
      if (z !== undefined) await joins(h, y, z)
      await joins(h, x, z ?? y)
      assert.deepEqual((await verdicts(h, x)).map(plain), one.map(plain), 'the order does not matter')

      if (c !== undefined) await parts(h, c)
      await parts(h, b)
      assert.deepEqual(await Promise.all(people.map((each) => termsIn(h, each))), said, 'what was said stands as before')
      const again = await Promise.all(people.map((each) => verdicts(h, each)))
      for (const [who, each] of again.entries()) permitsNoMore(each, apart.slice(who, who + 1))
      // Contacts were made to one person, and count for each of the two.
      if (cards.every((each) => each.contacts.length === 0)) assert.deepEqual(again, apart)
    }),
    { numRuns: 25, examples: rare },
  )
  assert.ok(looked > 1_000, `${looked} refusals were looked at`)
})

/** What it says, without the record of whichever card it was read from. */
const plain = (d: Decision) => (d.decision === 'later' ? [d.decision, d.at] : [d.decision])
