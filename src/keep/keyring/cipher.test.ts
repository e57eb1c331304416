import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { hmacWith, seal, sealText, unseal } from './cipher.ts'

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

test('sealed words open as they were, and show only roughly how long they are', () => {
  const key = randomBytes(32)
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 5000 }), (text) => {
      const plain = text.toWellFormed()
      const sealed = sealText(key, 'here', plain)
      assert.equal(unseal(key, 'here', sealed)?.toString(), plain)
      assert.equal(unseal(key, 'there', sealed), undefined)
      const size = Buffer.byteLength(plain)
      assert.ok(sealed.length - 29 > size && sealed.length - 29 <= Math.max(size + 32, size * 1.2))
    }),
  )
  const sizes = new Set(['', 'Ян', 'Ли', 'Белова', 'Константинопольск'.slice(0, 15), 'x'.repeat(31)].map((name) => sealText(key, 'here', name).length))
  assert.equal(sizes.size, 1)
  const sealed = sealText(key, 'here', 'Белова')
  sealed[0] = 1
  assert.equal(unseal(key, 'here', sealed), undefined, 'the kind of sealing is authenticated too')
})
