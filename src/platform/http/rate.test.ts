import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rateLimit } from './rate.ts'

test('a burst is let through, then only as many as come in by the second; another caller is not touched', () => {
  const limit = rateLimit({ perSecond: 2, burst: 3 })
  for (let i = 0; i < 3; i++) limit.spend('anna', 0)
  assert.throws(() => limit.spend('anna', 0), { code: 'too_many', retryAfterSeconds: 1 })
  limit.spend('boris', 0)
  limit.spend('anna', 600)
  assert.throws(() => limit.spend('anna', 600), { code: 'too_many' })
  limit.spend('anna', 5_000)
})

test('refusals cost nothing: who goes on asking is let in when the time has come', () => {
  const limit = rateLimit({ perSecond: 1, burst: 1 })
  limit.spend('anna', 0)
  for (let at = 100; at < 1000; at += 100) assert.throws(() => limit.spend('anna', at))
  limit.spend('anna', 1_001)
})

test('what is given back is there again, and never more than the burst; of whom nothing is known nothing is', () => {
  const limit = rateLimit({ perSecond: 1, burst: 2 })
  limit.giveBack('anna')
  limit.spend('anna', 0)
  limit.giveBack('anna')
  limit.giveBack('anna')
  for (let i = 0; i < 2; i++) limit.spend('anna', 0)
  assert.throws(() => limit.spend('anna', 0), { code: 'too_many' })
})
