import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type ConsentRow, type ConsentState, consentFor, consentStates, permits, stepsTo, type Wish } from './index.ts'

const now = Date.UTC(2026, 3, 1)
const row = (channel: string, topic: string, state: ConsentState, more: Partial<ConsentRow> = {}): ConsentRow => ({
  customer: 1,
  category: 'contact',
  channel,
  topic,
  state,
  expiresAt: null,
  ...more,
})
const china = { category: 'contact', channel: 'email', topic: 'china' }

const cases: [string, ConsentRow[], string][] = [
  ['nobody asked', [], 'missing'],
  ['a yes to another channel', [row('sms', '*', 'ConsentGiven')], 'missing'],
  ['a yes to all', [row('*', '*', 'ConsentGiven')], 'given'],
  ['a yes to the channel, a no to the topic on it', [row('email', '*', 'ConsentGiven'), row('email', 'china', 'ConsentRefused')], 'refused'],
  ['a no to the channel, later a yes to the topic on it', [row('email', '*', 'ConsentWithdrawn'), row('email', 'china', 'ConsentGiven')], 'given'],
  ['a yes to the channel and a no to the topic anywhere', [row('email', '*', 'ConsentGiven'), row('*', 'china', 'ConsentWithdrawn')], 'withdrawn'],
  ['asked again, no answer yet', [row('*', '*', 'ConsentGiven'), row('email', 'china', 'ConsentRequested')], 'asked'],
  ['a yes that ran out', [row('email', '*', 'ConsentGiven', { expiresAt: now })], 'expired'],
  ['a yes that runs out later', [row('email', '*', 'RenewedConsentGiven', { expiresAt: now + 1 })], 'given'],
  ['revoked by the company', [row('email', '*', 'ConsentRevoked')], 'revoked'],
  ['another category', [row('email', '*', 'ConsentGiven', { category: 'profile' })], 'missing'],
  [
    'a merged person: one identity said yes, the other was never asked',
    [row('email', '*', 'ConsentGiven'), row('sms', '*', 'ConsentGiven', { customer: 2 })],
    'given',
  ],
  [
    'a merged person: one identity said yes, the other no',
    [row('email', '*', 'ConsentGiven'), row('email', '*', 'ConsentWithdrawn', { customer: 2 })],
    'withdrawn',
  ],
  ['a no to everything, a question about one thing not answered yet', [row('*', '*', 'ConsentRefused'), row('email', '*', 'ConsentRequested')], 'refused'],
  [
    'a merged person: one identity said yes, the other no to everything and was asked about one thing',
    [row('email', '*', 'ConsentGiven'), row('*', '*', 'ConsentRefused', { customer: 2 }), row('email', '*', 'ConsentRequested', { customer: 2 })],
    'refused',
  ],
]

test('which record decides', async (t) => {
  for (const [name, rows, verdict] of cases) await t.test(name, () => assert.equal(consentFor(rows, china, now), verdict))
})

const anyRow = fc.record({
  customer: fc.integer({ min: 1, max: 2 }),
  category: fc.constantFrom('contact', 'profile'),
  channel: fc.constantFrom('*', 'email', 'sms'),
  topic: fc.constantFrom('*', 'china', 'spain'),
  state: fc.constantFrom(...consentStates),
  expiresAt: fc.constantFrom(null, now - 1, now + 1),
})

/** A yes that ran out is none. */
const inForce = (r: ConsentRow) => permits(r.state) && (r.expiresAt === null || r.expiresAt > now)

test('turning a yes into anything else, or adding a record that is no yes, never permits more', () => {
  fc.assert(
    fc.property(
      fc.array(anyRow, { maxLength: 6 }),
      fc.nat(),
      fc.constantFrom(...consentStates.filter((s) => !permits(s))),
      anyRow,
      (rows, pick, state, extra) => {
        const before = consentFor(rows, china, now)
        const i = rows.length > 0 ? pick % rows.length : -1
        const turned = rows.map((r, k) => (k === i && inForce(r) ? { ...r, state } : r))
        const added = permits(extra.state) ? rows : [...rows, extra]
        if (before !== 'given') {
          assert.notEqual(consentFor(turned, china, now), 'given')
          assert.notEqual(consentFor(added, china, now), 'given')
        }
      },
    ),
    { numRuns: 20_000 },
  )
})

test('the order of records does not matter', () => {
  fc.assert(fc.property(fc.array(anyRow, { maxLength: 6 }), (rows) => assert.equal(consentFor(rows, china, now), consentFor([...rows].reverse(), china, now))))
})

const moves = new Set([
  'ConsentUnknown ConsentUnknown',
  'ConsentUnknown ConsentRequested',
  'ConsentRequested ConsentGiven',
  'ConsentRequested ConsentRefused',
  'ConsentRequested ConsentRequestDeferred',
  ...['ConsentGiven', 'RenewedConsentGiven'].flatMap((from) =>
    ['RenewedConsentGiven', 'ConsentWithdrawn', 'ConsentRevoked', 'ConsentExpired', 'ConsentInvalidated'].map((to) => `${from} ${to}`),
  ),
  'ConsentWithdrawn ConsentRequested',
])
const wishes = ['unknown', 'request', 'defer', 'give', 'refuse', 'withdraw', 'revoke', 'expire', 'invalidate'] as const satisfies readonly Wish[]

test('every way to a wish is made of allowed moves, and no wish but giving ends in a yes', () => {
  for (const start of [undefined, ...consentStates]) {
    for (const wish of wishes) {
      let at = start
      for (const step of stepsTo(start, wish)) {
        assert.ok(moves.has(`${step.from} ${step.to}`), `${start} ${wish}: ${step.from} → ${step.to}`)
        assert.equal(step.replaces ?? step.from, at ?? 'ConsentUnknown')
        at = step.to
      }
      if (wish === 'give') assert.ok(at && permits(at))
      else if (!(start && permits(start) && ['request', 'unknown', 'defer'].includes(wish))) assert.ok(!at || !permits(at), `${start} ${wish}`)
    }
  }
})
