import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytes } from './formats.ts'

const plain = (said: string) => said.replaceAll('\u00a0', ' ')

test('sizes are said as people say them', () => {
  assert.deepEqual(
    [1, 168, 6_000, 50_000_000].map((n) => plain(bytes(n, 'en'))),
    ['1 byte', '168 bytes', '6 kB', '50 MB'],
  )
  assert.deepEqual(
    [1, 2, 168, 6_000].map((n) => plain(bytes(n, 'ru'))),
    ['1 байт', '2 байта', '168 байт', '6 кБ'],
  )
})
