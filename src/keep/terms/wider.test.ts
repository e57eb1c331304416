import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type ConsentState, consentStates, consentWithin, type DatedConsent, refusedWider } from './index.ts'

const now = 1000
const wanted = { category: 'contact', channel: 'email', topic: 'china' }
const row = (saidAt: number, state: ConsentState, more: Partial<DatedConsent> = {}): DatedConsent => ({
  customer: 1,
  category: 'contact',
  channel: 'email',
  topic: '*',
  state,
  expiresAt: null,
  saidAt,
  ...more,
})
const yes = (at: number, more: Partial<DatedConsent> = {}) => row(at, 'ConsentGiven', more)
const no = (at: number, more: Partial<DatedConsent> = {}) => row(at, 'ConsentWithdrawn', more)

const cases: [string, DatedConsent[], DatedConsent[][], string][] = [
  ['no yes of its own, a yes to the wider one', [], [[yes(1)]], 'missing'],
  ['a yes, and then a no to the wider one', [yes(1)], [[no(2)]], 'withdrawn'],
  ['a yes, and then a no to the one above the wider', [yes(1)], [[yes(3)], [no(2)]], 'withdrawn'],
  ['a yes, and then the wider refused', [yes(1)], [[row(2, 'ConsentRefused')]], 'refused'],
  ['a no to the wider one, and then a yes', [yes(3)], [[no(2)]], 'given'],
  ['both at once: the yes that is about this very thing', [yes(2)], [[no(2)]], 'given'],
  ['a no to the wider one by another channel', [yes(1)], [[no(2, { channel: 'sms' })]], 'given'],
  ['a no to the wider one on all channels', [yes(1)], [[no(2, { channel: '*' })]], 'withdrawn'],
  ['a no to the wider one on this topic', [yes(1)], [[yes(1), no(2, { topic: 'china' })]], 'withdrawn'],
  ['a no to the wider one, and then a yes to it on this topic', [yes(1)], [[no(2), yes(3, { topic: 'china' })]], 'given'],
  ['the wider one ran out: nobody said no', [yes(1)], [[row(2, 'ConsentExpired')]], 'given'],
  ['a merged person: the other identity said no to the wider one', [yes(1)], [[yes(1), no(2, { customer: 2 })]], 'withdrawn'],
  ['one yes is older than the no, the narrower one is newer', [yes(1), yes(3, { topic: 'china' })], [[no(2)]], 'given'],
  ['of two identities that said yes one did before the no', [yes(1), yes(3, { customer: 2 })], [[no(2)]], 'withdrawn'],
  ['a no of its own, whatever is said of the wider one', [no(1)], [[yes(2)]], 'withdrawn'],
]

test('what a no to a wider purpose takes', async (t) => {
  for (const [name, rows, wider, verdict] of cases) await t.test(name, () => assert.equal(consentWithin(rows, wider, wanted, now), verdict))
})

test('what rests on no consent is taken by a no to the wider one, and comes back with a yes to it', () => {
  assert.equal(refusedWider([[no(1)]], wanted, now), true)
  assert.equal(refusedWider([[yes(1)]], wanted, now), false)
  assert.equal(refusedWider([[]], wanted, now), false, 'nobody asked, nobody said no')
  assert.equal(refusedWider([[no(1, { channel: 'sms' })]], wanted, now), false)
  assert.equal(refusedWider([[no(1, { channel: 'sms' })]], undefined, now), true, 'what writes to nobody is taken by any no')
  assert.equal(refusedWider([[no(1, { channel: 'sms' }), yes(2)]], undefined, now), false, 'unless some yes to it stands')
})

const anyRow: fc.Arbitrary<DatedConsent> = fc.record({
  customer: fc.integer({ min: 1, max: 2 }),
  category: fc.constantFrom('contact', 'profile'),
  channel: fc.constantFrom('*', 'email', 'sms'),
  topic: fc.constantFrom('*', 'china', 'spain'),
  state: fc.constantFrom(...consentStates),
  expiresAt: fc.constantFrom(null, now - 1, now + 1),
  saidAt: fc.integer({ min: 1, max: 6 }),
})
const rows = fc.array(anyRow, { maxLength: 5 })

test('what is said of a wider purpose never permits more than without it, in whatever order it is read', () => {
  fc.assert(
    fc.property(rows, fc.array(rows, { maxLength: 3 }), (own, wider) => {
      const alone = consentWithin(own, [], wanted, now)
      const within = consentWithin(own, wider, wanted, now)
      if (alone !== 'given') assert.equal(within, alone)
      assert.equal(
        within === 'given',
        consentWithin(
          own.toReversed(),
          wider.toReversed().map((of) => of.toReversed()),
          wanted,
          now,
        ) === 'given',
      )
    }),
    { numRuns: 20_000 },
  )
})

test('a no to a wider purpose, newer than all, takes every contact it covers', () => {
  fc.assert(
    fc.property(rows, fc.array(rows, { minLength: 1, maxLength: 3 }), fc.nat(2), (own, wider, at) => {
      const said = wider.map((of, i) => (i === at % wider.length ? [...of, no(7, { topic: 'china' })] : of))
      assert.notEqual(consentWithin(own, said, wanted, now), 'given')
    }),
    { numRuns: 20_000 },
  )
})
