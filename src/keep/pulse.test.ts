import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startPulse } from './pulse.ts'

const log = { what: 'log of receipts', part: 'log' } as const
const index = { what: 'search index', part: 'search' } as const
const file = { what: 'search index file', part: 'search' } as const

test('a part is in trouble when its timer has failed for ten seconds on end, and well at its next success', () => {
  let now = 0
  const pulse = startPulse({ monotonic: () => now })
  assert.equal(pulse.failing('log'), false)
  pulse.failed(log)
  now = 9_999
  pulse.failed(log)
  assert.equal(pulse.failing('log'), false)
  now = 10_000
  assert.equal(pulse.failing('log'), true)
  assert.equal(pulse.failing('mail'), false)
  pulse.well(log)
  assert.equal(pulse.failing('log'), false)
  now = 30_000
  pulse.failed(log)
  assert.equal(pulse.failing('log'), false, 'a new trouble begins anew')
})

test('what goes well beside it hides no failing timer of the same part', () => {
  let now = 0
  const pulse = startPulse({ monotonic: () => now })
  pulse.failed(file)
  now = 20_000
  pulse.well(index)
  assert.equal(pulse.failing('search'), true)
  pulse.well(file)
  assert.equal(pulse.failing('search'), false)
})
