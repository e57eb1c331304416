import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nightBegins } from './index.ts'

const hours = (from: string, n: number) => Array.from({ length: n }, (_, i) => new Date(Date.parse(from) + i * 3_600_000))
const nights = (from: string, n: number, zone: string) =>
  hours(from, n)
    .filter((at) => nightBegins(at, zone))
    .map((at) => at.toISOString().slice(0, 16))

test('the night begins at three of the company, not of the server', () => {
  assert.deepEqual(nights('2026-11-20T00:00Z', 48, 'Europe/Moscow'), ['2026-11-20T00:00', '2026-11-21T00:00'])
  assert.deepEqual(nights('2026-11-20T00:00Z', 24, 'Asia/Vladivostok'), ['2026-11-20T17:00'])
  assert.deepEqual(nights('2026-11-20T00:00Z', 24, 'Asia/Kolkata'), ['2026-11-20T22:00'])
})

test('it begins once a day also when the clocks change at three', () => {
  for (const zone of ['Europe/Kyiv', 'Europe/Berlin', 'America/New_York']) {
    for (const month of ['03', '10', '11']) assert.equal(nights(`2026-${month}-01T12:00Z`, 30 * 24, zone).length, 30, `${zone} ${month}`)
  }
})
