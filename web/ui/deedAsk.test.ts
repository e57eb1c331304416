import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asked, asksNothing, deedAsk } from './deedAsk.ts'

const now = new Date('2026-11-21T12:00:00.000Z')
const plain = ({ zone: _, ...rest }: ReturnType<typeof asked>) => rest

test('the address says what is asked of a journal, and what it should not is passed over', () => {
  assert.deepEqual(deedAsk({ what: 'refused', who: 'api', why: 'marketing', when: 'new' }), { what: 'refused', who: 'api', why: 'marketing', when: 'new' })
  assert.ok(asksNothing(deedAsk({ what: 'all', who: 7, why: '<b>', when: ['week'] })))
  assert.deepEqual(deedAsk({ only: 'deny' }), { what: 'refused' }, 'an older link')
})

test('the server is asked for it', () => {
  assert.deepEqual(plain(asked({}, now, null)), {})
  assert.deepEqual(plain(asked({ what: 'refused', who: 'staff', why: 'service', when: 'week' }, now, null)), {
    decision: 'deny',
    by: 'staff',
    purpose: 'service',
    from: '2026-11-14T12:00:00.000Z',
  })
  assert.deepEqual(plain(asked({ what: 'taken', when: 'new' }, now, '2026-11-20T00:00:00.000Z')), { deeds: 'taken', from: '2026-11-20T00:00:00.000Z' })
  assert.deepEqual(plain(asked({ when: 'new' }, now, null)), {}, 'before a first visit everything is new')
})
