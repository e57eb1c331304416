import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wholeBody } from './whole-body.ts'

const bytes = new Uint8Array([1, 2, 3])

async function lengthOf(body: ReadableStream<Uint8Array>, said: number | undefined, patienceMs?: number): Promise<number> {
  let length = 0
  for await (const piece of wholeBody(body, said, patienceMs)) length += piece.length
  return length
}

test('an upload that falls silent is ended, and its body is let go', { timeout: 30_000 }, async () => {
  let letGo = false
  const silent = new ReadableStream<Uint8Array>({
    start: (to) => to.enqueue(bytes),
    cancel: () => {
      letGo = true
    },
  })
  await assert.rejects(lengthOf(silent, 1_000, 50), { code: 'too_slow' })
  assert.ok(letGo)
})

test('an upload that breaks off, or ends before it had said, is refused; a whole one comes whole', async () => {
  const ending = () =>
    new ReadableStream<Uint8Array>({
      start: (to) => {
        to.enqueue(bytes)
        to.close()
      },
    })
  let sent = 0
  const breaking = new ReadableStream<Uint8Array>({
    pull: (to) => (sent++ === 0 ? to.enqueue(bytes) : to.error(new Error('reset'))),
  })
  await assert.rejects(lengthOf(breaking, undefined), { code: 'bad_input' })
  await assert.rejects(lengthOf(ending(), 4), { code: 'bad_input' })
  assert.equal(await lengthOf(ending(), 3), 3)
  assert.equal(await lengthOf(ending(), undefined), 3)
})
