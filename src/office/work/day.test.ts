import assert from 'node:assert/strict'
import { test } from 'node:test'
import { daysFrom } from './day.ts'

test('the days of a week begin where the reader is, and the 29th of February is kept on the 28th where there is none', () => {
  const late = new Date('2026-12-31T21:30:00Z')
  assert.deepEqual(daysFrom(late, 'UTC')[0], { month: 12, day: 31, ahead: 0 })
  assert.deepEqual(daysFrom(late, 'Europe/Moscow')[0], { month: 1, day: 1, ahead: 0 })
  const plain = daysFrom(new Date('2027-02-27T12:00:00Z'), 'UTC')
  assert.deepEqual(
    plain.slice(0, 4).map((d) => `${d.day}.${d.month} ${d.ahead}`),
    ['27.2 0', '28.2 1', '29.2 1', '1.3 2'],
  )
  assert.equal(daysFrom(new Date('2028-02-27T12:00:00Z'), 'UTC').filter((d) => d.day === 29).length, 1)
})
