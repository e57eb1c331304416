import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { leftByGpc, narrowed } from '../terms/index.ts'
import { agreements, hashOf, iriOf, type Use, uses } from './known.ts'
import { match, type Offer } from './match.ts'

const ids = [...agreements.keys()]
const offer = (id: string): Offer => ({ iri: iriOf(id), sha256: hashOf(agreements.get(id) ?? { text: '' }) })
const company = (accepts: readonly string[], needed: readonly Use[] = []) => ({ accepts: accepts.map(offer), needed })
const told = (offers: readonly Offer[], of: ReturnType<typeof company>, countered = false) => {
  const matched = match(offers, of, countered)
  return matched.is === 'refused' ? `refused ${matched.why} ${matched.at}` : `${matched.is} ${matched.agreement.id}`
}

test('the registry: ten agreements, each text with a hash of its own', () => {
  assert.equal(ids.length, 10)
  assert.equal(new Set([...agreements.values()].map(hashOf)).size, 10)
  // Written down from w3c/dpv 2.3, agreement.ttl: another text here is another agreement.
  assert.equal(hashOf(agreements.get('SD-BASE') ?? { text: '' }), '76f8bf4c044180e06f7ce406bb717a465e98684c7688f4a24f46003f39c78d25')
  assert.equal(hashOf(agreements.get('SD-BASE-ATP-S3P-DP') ?? { text: '' }), 'f18b52c3554d249fe2d1d87d8974c732a8dde85130ce0fdcf5f5053c8decbe71')
})

const unknown: Offer = { iri: iriOf('SD-NEW'), sha256: '0'.repeat(64) }
const elsewhere: Offer = { iri: 'https://example.org/terms#SD-BASE-ATP', sha256: '0'.repeat(64) }
const changed: Offer = { ...offer('SD-BASE-A'), sha256: '0'.repeat(64) }
const cases: [string, readonly Offer[], ReturnType<typeof company>, boolean, string][] = [
  ['their only offer', [offer('SD-BASE')], company(['SD-BASE']), false, 'agreed SD-BASE'],
  ['their order decides', ['SD-BASE-A', 'SD-BASE'].map(offer), company(['SD-BASE', 'SD-BASE-A']), false, 'agreed SD-BASE-A'],
  ['not the company’s', ['SD-BASE', 'SD-BASE-A'].map(offer), company(['SD-BASE-A', 'SD-BASE']), false, 'agreed SD-BASE'],
  ['what is not published is passed over', ['SD-BASE', 'SD-BASE-A'].map(offer), company(['SD-BASE-A']), false, 'agreed SD-BASE-A'],
  ['one that does not cover is passed over', ['SD-BASE', 'SD-BASE-A'].map(offer), company(['SD-BASE', 'SD-BASE-A'], ['analytics']), false, 'agreed SD-BASE-A'],
  ['a counter-offer, nearest to the wish', [offer('SD-BASE')], company(['SD-BASE-ATP', 'SD-BASE-A']), false, 'counter SD-BASE-A'],
  ['but once', [offer('SD-BASE')], company(['SD-BASE-ATP', 'SD-BASE-A']), true, 'refused none 0'],
  ['with portability is another agreement', [offer('SD-BASE-DP')], company(['SD-BASE']), false, 'counter SD-BASE'],
  ['nothing published', [offer('SD-BASE-ATP')], company([]), false, 'refused none 0'],
  ['a name we do not know is SD-BASE', [unknown], company(['SD-BASE', 'SD-BASE-ATP']), false, 'agreed SD-BASE'],
  ['a name of somebody else’s too', [elsewhere], company(['SD-BASE-ATP', 'SD-BASE']), false, 'agreed SD-BASE'],
  ['a changed text is refused, whatever stands beside it', [offer('SD-BASE'), changed], company(['SD-BASE']), false, 'refused text 1'],
  ['a changed text in the company’s list is not accepted', [offer('SD-BASE-A')], { accepts: [changed], needed: [] }, false, 'refused none 0'],
]
for (const [name, offers, of, countered, expected] of cases) test(name, () => assert.equal(told(offers, of, countered), expected))

const some = fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 6 })
const someUses = fc.uniqueArray(fc.constantFrom(...uses))

test('what is agreed was offered by both, and the first of theirs that was', () => {
  fc.assert(
    fc.property(some, some, someUses, fc.boolean(), (offers, accepts, needed, countered) => {
      const matched = match(offers.map(offer), company(accepts, needed), countered)
      const both = offers.filter((id) => accepts.includes(id) && needed.every((use) => agreements.get(id)?.uses.includes(use)))
      if (both.length > 0) return assert.deepEqual([matched.is, matched.is === 'agreed' && matched.agreement.id], ['agreed', both[0]])
      assert.notEqual(matched.is, 'agreed')
      if (matched.is === 'counter') assert.ok(!countered && accepts.includes(matched.agreement.id))
    }),
  )
})

test('the order of the company decides nothing about what is agreed', () => {
  fc.assert(
    fc.property(some, some, (offers, accepts) => {
      const [one, two] = [accepts, accepts.toReversed()].map((list) => match(offers.map(offer), company(list), true))
      assert.deepEqual(one, two)
    }),
  )
})

test('to say more never permits more, and in whatever order', () => {
  fc.assert(
    fc.property(fc.array(someUses, { minLength: 1, maxLength: 4 }), someUses, (said, more) => {
      const [before, after] = [narrowed(said) ?? [], narrowed([...said, more]) ?? []]
      assert.ok(after.every((use) => before.includes(use)))
      assert.deepEqual(new Set(narrowed([more, ...said])), new Set(after))
      assert.ok(!narrowed([...said, leftByGpc])?.some((use) => use === 'tracking' || use === 'sharing'))
    }),
  )
  assert.equal(narrowed([]), undefined)
})
