import assert from 'node:assert/strict'
import { test } from 'node:test'
import { watchWaiting } from './waiting.ts'

test('whoever asked a moment ago waits, and nobody else', () => {
  let now = 0
  const waiting = watchWaiting({ monotonic: () => now })
  assert.equal(waiting.somebody(), false, 'nobody has asked yet')
  waiting.asked()
  now = 1_999
  assert.equal(waiting.somebody(), true)
  now = 2_000
  assert.equal(waiting.somebody(), false)
})
