import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Check, checks, everyDay, type Purpose } from '../terms/index.ts'
import { channelNumber, contactMark, secondOf } from './contactMark.ts'
import { type Decision, decide, type GateFacts, type GateRequest } from './decide.ts'
import type { Cap } from './pressure.ts'
import { checkOf, type ReasonCode, reasonCodes, sentence, sentences } from './reasons.ts'

const now = new Date('2026-11-21T12:00:00Z')
const day = 86_400
const ago = (days: number, channel = 'email', topic = 1) => contactMark(new Date(now.getTime() - days * day * 1000), channelNumber(channel), topic)
const weekly: Cap = { scope: 'all', key: null, contacts: 2, windowS: 7 * day }

const purpose = (over: Partial<Purpose> = {}): Purpose => ({
  purpose: 'marketing',
  version: 1,
  number: 2,
  parent: null,
  above: [],
  dpv: { name: 'dpv:DirectMarketing', iri: 'https://w3id.org/dpv#DirectMarketing' },
  legalBasis: 'consent',
  categories: ['contact', 'profile'],
  fields: ['name', 'surname'],
  channels: ['email', 'sms', 'post'],
  checks: new Set(checks),
  roles: ['marketer'],
  retention: 'P1Y',
  notice: 'marketing',
  consentFor: null,
  askAgain: 'P180D',
  recipients: [],
  needs: [],
  context: null,
  weighs: false,
  title: {},
  explanation: {},
  registeredAt: now,
  ...over,
})
const yes = {
  customer: 1,
  category: 'contact',
  channel: '*',
  topic: '*',
  state: 'ConsentGiven',
  expiresAt: null,
  seq: 2,
  saidAt: now.getTime() - day * 1000,
} as const
const open: GateFacts = {
  person: 1,
  standing: 'active',
  agreement: 'fits',
  purpose: purpose(),
  keptUntil: undefined,
  consents: [yes],
  wider: [],
  stops: [],
  context: [],
  address: 'usable',
  topicNumber: 1,
  brand: undefined,
  ofBrand: [],
  ofHousehold: [],
  had: false,
  paused: null,
  hours: [],
  zones: ['UTC'],
  recent: [],
  caps: [weekly],
  child: undefined,
  inferred: { channel: false, hours: [] },
  asking: undefined,
}
const letter: GateRequest = {
  customer: 1,
  purpose: 'marketing',
  categories: ['contact'],
  fields: ['name'],
  contact: { channel: 'email', topic: 'china', contentKey: 'autumn' },
}
const later = new Date(now.getTime() + 3_600_000)
/** Opens in an hour: 13:00 by UTC. */
const shut = { name: 'from one', open: [{ days: everyDay, from: 13 * 60, to: 20 * 60 }] }

// For each reason: what makes it so, in order of the checks.
type Case = { reason: ReasonCode; facts?: Partial<GateFacts>; request?: Partial<GateRequest> }
const cases: Case[] = [
  { reason: 'unknown_customer', facts: { person: undefined } },
  { reason: 'erased', facts: { standing: 'erased' } },
  { reason: 'restricted', facts: { standing: 'restricted' } },
  { reason: 'trashed', facts: { standing: 'trashed' } },
  { reason: 'agreement_unfit', facts: { agreement: 'unfit' } },
  { reason: 'purpose_unknown', facts: { purpose: undefined } },
  { reason: 'category_not_covered', request: { categories: ['contact', 'sensitive'] } },
  { reason: 'field_not_covered', request: { fields: ['birth_date'] } },
  { reason: 'channel_not_covered', request: { contact: { channel: 'forum', topic: '*' } } },
  { reason: 'topic_unknown', facts: { topicNumber: undefined } },
  { reason: 'unit_unknown', request: { contact: { channel: 'email', topic: 'china', unit: 'atlas' } } },
  { reason: 'kept_no_longer', facts: { keptUntil: now } },
  { reason: 'stopped', facts: { stops: [{ purpose: '*', channel: '*', topic: '*' }] } },
  { reason: 'objected', facts: { stops: [{ purpose: 'marketing', channel: '*', topic: '*' }] } },
  { reason: 'child', facts: { child: { allowed: false } } },
  { reason: 'child', facts: { child: { allowed: true }, purpose: purpose({ weighs: true, context: 'lending' }) } },
  { reason: 'inferred_channel', facts: { inferred: { channel: true, hours: [] } } },
  { reason: 'consent_missing', facts: { consents: [] } },
  { reason: 'consent_asked', facts: { consents: [{ ...yes, state: 'ConsentRequested' }] } },
  { reason: 'consent_refused', facts: { consents: [{ ...yes, state: 'ConsentRefused' }] } },
  { reason: 'consent_withdrawn', facts: { consents: [{ ...yes, state: 'ConsentWithdrawn' }] } },
  { reason: 'consent_expired', facts: { consents: [{ ...yes, expiresAt: now.getTime() }] } },
  { reason: 'consent_revoked', facts: { consents: [{ ...yes, state: 'ConsentInvalidated' }] } },
  { reason: 'open_complaint', facts: { context: ['open_complaint'] } },
  { reason: 'channel_forbidden', facts: { context: ['channel_forbidden'] } },
  { reason: 'other_context', facts: { purpose: purpose({ weighs: true, context: 'lending' }) }, request: { contexts: ['lending', 'support'] } },
  { reason: 'channel_stopped', facts: { stops: ['email', 'post'].map((channel) => ({ purpose: '*', channel, topic: '*' })) } },
  { reason: 'no_address', facts: { address: 'none' } },
  { reason: 'address_suppressed', facts: { address: 'suppressed' } },
  { reason: 'topic_stopped', facts: { stops: [{ purpose: '*', channel: '*', topic: 'china' }] } },
  { reason: 'already_sent', facts: { had: true } },
  { reason: 'paused', facts: { paused: 'until they say' } },
  { reason: 'paused', facts: { paused: later } },
  { reason: 'quiet_hours', facts: { hours: [shut] } },
  { reason: 'inferred_hours', facts: { inferred: { channel: false, hours: [shut] } } },
  { reason: 'cap_all', facts: { recent: [ago(1), ago(2)] } },
  { reason: 'cap_channel', facts: { recent: [ago(1)], caps: [{ scope: 'channel', key: null, contacts: 1, windowS: 7 * day }] } },
  { reason: 'cap_topic', facts: { recent: [ago(1)], caps: [{ scope: 'topic', key: null, contacts: 1, windowS: 7 * day }] } },
  {
    reason: 'cap_unit',
    request: { contact: { channel: 'email', topic: 'china', unit: 'atlas' } },
    facts: {
      brand: 'atlas',
      ofBrand: [secondOf(ago(1))],
      caps: [{ scope: 'unit', key: 'atlas', contacts: 1, windowS: 7 * day }],
    },
  },
  {
    reason: 'cap_household',
    request: { contact: { channel: 'post', topic: 'china' } },
    facts: { ofHousehold: [secondOf(ago(1))], caps: [{ scope: 'household', key: null, contacts: 1, windowS: 7 * day }] },
  },
  { reason: 'cap_own', facts: { recent: [ago(1)], caps: [{ ...weekly, contacts: 1, own: true }] } },
  { reason: 'ask_first', facts: { asking: { yesUntil: undefined, noUntil: undefined } } },
  { reason: 'ask_refused', facts: { asking: { yesUntil: undefined, noUntil: later } } },
]
const withCase = (c: Case, facts: GateFacts = open, request: GateRequest = letter) => ({
  facts: { ...facts, ...c.facts, stops: [...facts.stops, ...(c.facts?.stops ?? [])] },
  request: { ...request, ...c.request },
})
const reasonOf = (d: Decision) => (d.decision === 'allow' ? 'allow' : d.reason)

test('nothing stands against it: it may go, and says by what consent', () => {
  assert.deepEqual(decide(open, letter, now), { decision: 'allow', basis: 'consent', consent: 'marketing.contact.*.*.2' })
})

test('each reason, alone', async (t) => {
  for (const c of cases) {
    const { facts, request } = withCase(c)
    await t.test(c.reason, () => assert.equal(reasonOf(decide(facts, request, now)), c.reason))
  }
  assert.deepEqual([...new Set(cases.map((c) => c.reason))].sort(), [...reasonCodes].sort(), 'a reason without a case')
})

test('of two reasons the earlier check speaks', async (t) => {
  for (const [i, first] of cases.entries()) {
    for (const second of cases.slice(i + 1)) {
      if (checkOf(first.reason) === checkOf(second.reason) || clash(first, second)) continue
      const one = withCase(second)
      const { facts, request } = withCase(first, one.facts, one.request)
      await t.test(`${first.reason} before ${second.reason}`, () => assert.equal(reasonOf(decide(facts, request, now)), first.reason))
    }
  }
})

// Two cases that set the same thing cannot both be so.
function clash(a: Case, b: Case): boolean {
  const keys = (c: Case) => [...Object.keys(c.facts ?? {}).filter((k) => k !== 'stops'), ...Object.keys(c.request ?? {})]
  return keys(a).some((k) => keys(b).includes(k))
}

test('any two checks changed about are caught by the cases', () => {
  for (let i = 0; i + 1 < checks.length; i++) {
    const order = [...checks]
    const [a, b] = [order[i], order[i + 1]]
    assert.ok(a && b)
    order.splice(i, 2, b, a)
    assert.ok(caught(order), `${a} and ${b} may be changed about unseen`)
  }
})

function caught(order: readonly Check[]): boolean {
  return cases.some((first, i) =>
    cases.slice(i + 1).some((second) => {
      if (checkOf(first.reason) === checkOf(second.reason) || clash(first, second)) return false
      const one = withCase(second)
      const { facts, request } = withCase(first, one.facts, one.request)
      return reasonOf(decide(facts, request, now, order)) !== first.reason
    }),
  )
}

test('an answer to the person’s own request goes round stops of topic, pauses and pressure, never round who they are', () => {
  const answer = purpose({
    purpose: 'service',
    legalBasis: 'contract',
    checks: new Set<Check>(['present', 'standing', 'agreement', 'purpose', 'retention', 'basis', 'context', 'channel', 'repeat']),
  })
  const skipped = new Set<Check>(['prohibition', 'topic', 'pause', 'hours', 'pressure', 'ask'])
  for (const c of cases) {
    if (c.reason.startsWith('consent_') || c.reason === 'purpose_unknown' || c.reason === 'other_context') continue
    const { facts, request } = withCase(c, { ...open, purpose: answer })
    const verdict = reasonOf(decide({ ...facts, purpose: answer }, { ...request, purpose: 'service' }, now))
    assert.equal(verdict, skipped.has(checkOf(c.reason)) ? 'allow' : c.reason)
  }
})

test('a purpose that weighs uses what it names, of its own context alone; one datum more never permits', () => {
  const facts = { ...open, purpose: purpose({ legalBasis: 'contract', weighs: true, context: 'lending' }) }
  const made = (contexts?: readonly (string | null)[]) =>
    reasonOf(decide(facts, { customer: 1, purpose: 'marketing', categories: ['contact'], ...(contexts ? { contexts } : {}) }, now))
  for (const no of [undefined, [], [null], ['support'], ['lending', null], ['support', 'lending']]) assert.equal(made(no), 'other_context')
  assert.equal(made(['lending', 'lending']), 'allow')
  assert.equal(reasonOf(decide(facts, letter, now)), 'allow', 'a letter that tells of it uses nothing')
  const any = fc.array(fc.option(fc.constantFrom('lending', 'support')), { maxLength: 4 })
  fc.assert(fc.property(any, any, (some, more) => made(some) === 'allow' || some.length === 0 || made([...some, ...more]) !== 'allow'))
})

test('later says the first moment at which every cap holds', () => {
  const facts = { ...open, recent: [ago(6), ago(1)], caps: [weekly, { scope: 'channel', key: channelNumber('email'), contacts: 1, windowS: 3 * day }] as const }
  const verdict = decide(facts, letter, now)
  assert.equal(verdict.decision, 'later')
  if (verdict.decision !== 'later') return
  assert.deepEqual(verdict.at, new Date(now.getTime() + 2 * day * 1000))
  assert.equal(decide(facts, letter, verdict.at).decision, 'allow')
  assert.equal(decide(facts, letter, new Date(verdict.at.getTime() - 1000)).decision, 'later')
  assert.deepEqual(decide({ ...open, caps: [{ ...weekly, contacts: 0 }] }, letter, now), { decision: 'deny', reason: 'cap_all' })
})

test('no later is promised where a further check says no for good', () => {
  const never = {
    ...open,
    hours: [
      { name: 'mornings', open: [{ days: everyDay, from: 480, to: 720 }] },
      { name: 'from one', open: [{ days: everyDay, from: 780, to: 1200 }] },
    ],
  }
  assert.deepEqual(decide(never, letter, now), { decision: 'deny', reason: 'quiet_hours' })
  assert.deepEqual(decide({ ...never, paused: later }, letter, now), { decision: 'deny', reason: 'quiet_hours' })
  assert.deepEqual(decide({ ...open, paused: later, caps: [{ ...weekly, contacts: 0 }] }, letter, now), { decision: 'deny', reason: 'cap_all' })
  assert.deepEqual(decide({ ...open, paused: later, asking: { yesUntil: undefined, noUntil: undefined } }, letter, now), {
    decision: 'later',
    reason: 'paused',
    at: later,
  })
})

// What can only ever take away.
const restrictions: [string, (f: GateFacts) => GateFacts][] = [
  ['restricted', (f) => ({ ...f, standing: 'restricted' })],
  ['trashed', (f) => ({ ...f, standing: f.standing === 'active' ? 'trashed' : f.standing })],
  ['retention', (f) => ({ ...f, keptUntil: now })],
  ['agreement', (f) => ({ ...f, agreement: 'unfit' })],
  ['stop', (f) => ({ ...f, stops: [...f.stops, { purpose: '*', channel: 'email', topic: '*' }] })],
  ['topic', (f) => ({ ...f, stops: [...f.stops, { purpose: '*', channel: '*', topic: 'china' }] })],
  ['withdrawn', (f) => ({ ...f, consents: [...f.consents, { ...yes, channel: 'email', topic: 'china', state: 'ConsentWithdrawn' as const }] })],
  ['no consent', (f) => ({ ...f, consents: f.consents.slice(1) })],
  ['pause', (f) => ({ ...f, paused: f.paused ?? later })],
  ['paused for good', (f) => ({ ...f, paused: 'until they say' })],
  ['hours', (f) => ({ ...f, hours: [...f.hours, shut] })],
  ['other hours', (f) => ({ ...f, hours: [...f.hours, { name: 'mornings', open: [{ days: 31, from: 480, to: 720 }] }] })],
  ['another zone', (f) => ({ ...f, zones: [...f.zones, 'Australia/Lord_Howe'] })],
  ['own cap', (f) => ({ ...f, caps: [...f.caps, { scope: 'channel', key: channelNumber('email'), contacts: 1, windowS: day, own: true }] })],
  ['cap', (f) => ({ ...f, caps: [...f.caps, { scope: 'all', key: null, contacts: 1, windowS: day }] })],
  ['contact', (f) => ({ ...f, recent: [...f.recent, ago(1)] })],
  ['planned', (f) => ({ ...f, recent: [...f.recent, ago(-1)] })],
  ['ask', (f) => ({ ...f, asking: f.asking ?? { yesUntil: undefined, noUntil: undefined } })],
  ['a child', (f) => ({ ...f, child: { allowed: false } })],
  ['inferred channel', (f) => ({ ...f, inferred: { ...f.inferred, channel: true } })],
  ['inferred hours', (f) => ({ ...f, inferred: { ...f.inferred, hours: [...f.inferred.hours, shut] } })],
  ['asked and refused', (f) => ({ ...f, asking: { yesUntil: undefined, noUntil: later } })],
  ['had', (f) => ({ ...f, had: true })],
  ['address', (f) => ({ ...f, address: 'suppressed' })],
  ['purpose', (f) => ({ ...f, purpose: undefined })],
  ['fields', (f) => ({ ...f, purpose: f.purpose && { ...f.purpose, fields: [] } })],
]
const anyFacts: fc.Arbitrary<GateFacts> = fc.array(fc.tuple(fc.nat(restrictions.length - 1), fc.boolean()), { maxLength: 3 }).chain((picked) =>
  fc
    .record({
      recent: fc.array(
        fc.double({ min: -8, max: 8, noNaN: true }).map((d) => ago(d)),
        { maxLength: 5 },
      ),
      contacts: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ recent, contacts }) =>
      picked.reduce<GateFacts>((f, [i, on]) => (on ? (restrictions[i]?.[1](f) ?? f) : f), { ...open, recent, caps: [{ ...weekly, contacts }] }),
    ),
)

test('a restriction added never permits more, nor sooner', () => {
  fc.assert(
    fc.property(anyFacts, fc.constantFrom(...restrictions), (facts, [, restrict]) => {
      const before = decide(facts, letter, now)
      const after = decide(restrict(facts), letter, now)
      if (before.decision !== 'allow') assert.notEqual(after.decision, 'allow')
      if (before.decision === 'deny') assert.equal(after.decision, 'deny')
      if (before.decision === 'later' && after.decision === 'later' && before.reason === after.reason) assert.ok(after.at >= before.at)
    }),
    { numRuns: 20_000 },
  )
})

test('what shows in behaviour never lets more through than without it, nor sooner', () => {
  const times = fc.record({ days: fc.integer({ min: 0, max: everyDay }), from: fc.integer({ min: 0, max: 1439 }), to: fc.integer({ min: 0, max: 1440 }) })
  const inferred = fc.record({
    channel: fc.boolean(),
    hours: fc.array(fc.record({ name: fc.constant('guessed'), open: fc.array(times, { minLength: 1, maxLength: 3 }) }), { maxLength: 2 }),
  })
  fc.assert(
    fc.property(anyFacts, inferred, (facts, guessed) => {
      const before = decide({ ...facts, inferred: { channel: false, hours: [] } }, letter, now)
      const after = decide({ ...facts, inferred: guessed }, letter, now)
      if (before.decision !== 'allow') assert.notEqual(after.decision, 'allow')
      if (before.decision === 'deny') assert.equal(after.decision, 'deny')
      if (before.decision === 'later' && after.decision === 'later') assert.ok(after.at >= before.at || after.reason !== before.reason)
    }),
    { numRuns: 10_000 },
  )
})

test('in whatever order restrictions came, the answer is one', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(restrictions, { maxLength: 6 }), (some) => {
      const facts = (list: typeof restrictions) => list.reduce<GateFacts>((f, [, restrict]) => restrict(f), open)
      assert.deepEqual(decide(facts(some), letter, now), decide(facts([...some].reverse()), letter, now))
    }),
    { numRuns: 10_000 },
  )
})

test('whatever was allowed one after the other keeps every rolling window', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 * day }), { maxLength: 40 }), fc.integer({ min: 1, max: 4 }), (times, contacts) => {
      const cap: Cap = { ...weekly, contacts }
      const recent: number[] = []
      for (const s of times) {
        const at = new Date(now.getTime() + s * 1000 + 400)
        if (decide({ ...open, recent: [...recent], caps: [cap] }, letter, at).decision === 'allow') recent.push(contactMark(at, channelNumber('email'), 1))
      }
      const seconds = recent.map((m) => Math.floor(m / 2 ** 21)).sort((a, b) => a - b)
      for (let i = 0; i + contacts < seconds.length; i++) assert.ok((seconds[i + contacts] ?? 0) - (seconds[i] ?? 0) >= cap.windowS)
    }),
  )
})

test('each reason has its sentence in both languages', () => {
  for (const reason of reasonCodes) {
    assert.match(sentence(reason, 'en'), /^[A-Z].*\.$/)
    assert.match(sentence(reason, 'ru-RU'), /^[А-ЯЁ].*\.$/)
  }
  assert.deepEqual(Object.keys(sentences()).sort(), [...reasonCodes].sort())
  assert.equal(sentence('cap_own', 'en', { at: later }), 'They asked for fewer messages. Possible from 21 Nov 2026, 13:00.')
  assert.match(sentence('cap_own', 'ru', { at: later, timeZone: 'Europe/Moscow' }), /Можно с 21 нояб.*16:00/)
})
