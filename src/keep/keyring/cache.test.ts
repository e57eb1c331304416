import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { keyCache } from './cache.ts'

const keyOf = (n: number) => Buffer.alloc(32, n)

test('what it gives is what was put there, or nothing', () => {
  const step = fc.record({ act: fc.constantFrom('set', 'delete', 'get'), slot: fc.nat({ max: 30 }), key: fc.nat({ max: 255 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 1, max: 20 }), (steps, most) => {
      const cache = keyCache(most)
      const put = new Map<number, number>()
      for (const { act, slot, key } of steps) {
        if (act === 'set') {
          cache.set(slot, keyOf(key))
          put.set(slot, key)
          assert.deepEqual(cache.get(slot), keyOf(key))
        } else if (act === 'delete') {
          cache.delete(slot)
          put.delete(slot)
          assert.equal(cache.get(slot), undefined)
        } else {
          const held = cache.get(slot)
          const wanted = put.get(slot)
          if (held) assert.deepEqual(held, wanted === undefined ? undefined : keyOf(wanted))
        }
      }
    }),
  )
})

test('a key that was given stays itself when its place is taken by another', () => {
  const cache = keyCache(10)
  cache.set(1, keyOf(1))
  const given = cache.get(1)
  for (let n = 2; n < 100; n++) cache.set(n, keyOf(n))
  assert.deepEqual(given, keyOf(1))
  assert.equal(cache.get(1), undefined)
})
