import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wholeOf } from './draft.ts'

test('a definition is whole when it says of what, and what was begun and left empty is not said', () => {
  const of = { bought: { sku: [], category: ['Tea'] } }
  assert.deepEqual(wholeOf({ of, take: 'count', what: 'sku', currency: 'RUB' }), { of: { bought: { category: ['Tea'] } }, take: 'count' })
  assert.equal(wholeOf({ of, take: 'last' }), undefined)
  assert.deepEqual(wholeOf({ of, take: 'sum', what: 'amount', currency: 'RUB', within_days: 30 }), {
    of: { bought: { category: ['Tea'] } },
    take: 'sum',
    what: 'amount',
    currency: 'RUB',
    within_days: 30,
  })
  assert.equal(wholeOf({ of: { event: { kind: '' } }, take: 'count' }), undefined)
  assert.deepEqual(wholeOf({ of: { event: { kind: 'call', channel: [], where: [{ attribute: 'a', one_of: [] }] } }, take: 'days_since' }), {
    of: { event: { kind: 'call' } },
    take: 'days_since',
  })
})
