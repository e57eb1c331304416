import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { hmacWith, seal, unseal } from './cipher.ts'

test('the quick HMAC is the HMAC, whatever the key and however long the text', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 64 }),
      fc.array(fc.string({ unit: 'binary', maxLength: 3000 }), { minLength: 1, maxLength: 3 }),
      (key, parts) => {
        const quick = hmacWith(Buffer.from(key))
        const wanted = createHmac('sha256', key).update(parts.join('\0')).digest().toString('latin1')
        assert.equal(quick(...parts), wanted)
        assert.equal(quick(...parts), wanted)
      },
    ),
  )
})

test('what is sealed opens with its key at its place, and nowhere else', () => {
  const key = randomBytes(32)
  for (const text of ['', 'short', 'Анна Белова '.repeat(1000)]) {
    const sealed = seal(key, 'here', text)
    assert.equal(unseal(key, 'here', sealed)?.toString(), text)
    assert.equal(unseal(key, 'there', sealed), undefined)
    assert.equal(unseal(randomBytes(32), 'here', sealed), undefined)
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1
    assert.equal(unseal(key, 'here', sealed), undefined)
  }
})

test('a nonce is never used twice', () => {
  const key = randomBytes(32)
  const nonces = new Set(Array.from({ length: 5000 }, () => seal(key, 'here', 'x').subarray(1, 13).toString('hex')))
  assert.equal(nonces.size, 5000)
})
