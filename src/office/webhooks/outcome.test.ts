import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { OutwardAnswer } from '../../platform/http/index.ts'
import { againMs, holdMs, offAfterMs } from './limits.ts'
import { healthAfter, outcomeOf } from './outcome.ts'

const now = new Date('2026-11-21T09:00:00Z')
const status = (code: number, retryAfter: string | null = null): OutwardAnswer => ({ status: code, retryAfter })
const after = (date: Date) => date.getTime() - now.getTime()

test('only 2xx is delivered; every other answer is tried again, later and later, and failed at the end', () => {
  for (const code of [200, 201, 202, 204, 299]) assert.equal(outcomeOf(status(code), 1, 0.5, now).state, 'delivered')
  for (const [answer, trouble] of [
    [status(301), 'redirect'],
    [status(308), 'redirect'],
    [status(400), 'refused'],
    [status(410), 'refused'],
    [status(500), 'refused'],
    [{ trouble: 'private_address' }, 'private_address'],
    [{ trouble: 'too_slow' }, 'too_slow'],
  ] as const) {
    for (const [i, wait] of againMs.entries()) {
      const one = outcomeOf(answer, i + 1, 0.5, now)
      assert.deepEqual([one.state, one.trouble, after(one.nextAt)], ['waiting', trouble, wait])
    }
    assert.equal(outcomeOf(answer, againMs.length + 1, 0.5, now).state, 'failed')
  }
})

test('those that failed together are not tried again together, and what the receiver asks for is heard, within an hour', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: againMs.length }), fc.double({ min: 0, max: 1, noNaN: true }), (tries, luck) => {
      const wait = againMs[tries - 1] ?? 0
      const waited = after(outcomeOf(status(500), tries, luck, now).nextAt)
      assert.ok(waited >= wait * 0.9 - 1 && waited <= wait * 1.1 + 1)
    }),
  )
  assert.equal(after(outcomeOf(status(503, '120'), 1, 0, now).nextAt), 120_000)
  assert.equal(after(outcomeOf(status(503, '999999'), 1, 0, now).nextAt), 3_600_000)
  for (const odd of ['-5', 'soon', 'NaN', '']) assert.equal(after(outcomeOf(status(503, odd), 1, 0.5, now).nextAt), againMs[0])
})

test('a receiver that fails is left in peace for longer each time, one good answer makes it well, 410 and five days end it', () => {
  const fresh = { failures: 0, failingSince: null }
  const well = { failures: 0, failingSince: null, heldUntil: null, offBecause: null }
  assert.deepEqual(healthAfter({ failures: 7, failingSince: now }, [status(500), status(200)], now), well)
  let before: { failures: number; failingSince: Date | null } = fresh
  let held = 0
  for (let i = 0; i < 20; i++) {
    const next = healthAfter(before, [status(500)], now)
    const hold = next.heldUntil ? after(next.heldUntil) : 0
    assert.ok(hold >= held && hold <= holdMs.most)
    assert.deepEqual([next.failures, next.failingSince, next.offBecause], [i + 1, now, null])
    held = hold
    before = next
  }
  assert.equal(held, holdMs.most)
  assert.equal(healthAfter(fresh, [status(200), status(410)], now).offBecause, 'gone')
  const since = (ms: number) => ({ failures: 30, failingSince: new Date(now.getTime() - ms) })
  assert.equal(healthAfter(since(offAfterMs - 1), [status(500)], now).offBecause, null)
  assert.equal(healthAfter(since(offAfterMs), [status(500)], now).offBecause, 'failing')
})
