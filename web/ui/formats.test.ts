import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytes, zoneName } from './formats.ts'

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

test('a zone is said by name and by its distance to Greenwich on that day', () => {
  const [winter, summer] = [new Date('2026-01-15T12:00:00Z'), new Date('2026-07-15T12:00:00Z')]
  assert.equal(zoneName('Europe/Moscow', winter, 'ru'), 'Москва, стандартное время, GMT+3')
  assert.equal(zoneName('Asia/Kathmandu', winter, 'en'), 'Nepal Time, GMT+5:45')
  assert.notEqual(zoneName('Europe/Paris', winter, 'en'), zoneName('Europe/Paris', summer, 'en'))
  assert.equal(zoneName('Nowhere/Land', winter, 'en'), 'Nowhere/Land')
})
