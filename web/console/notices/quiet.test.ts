import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isQuietAt } from './quiet.ts'

const at = (clock: string) => new Date(`2026-11-21T${clock}:00Z`)
const night = { from: '22:00', to: '07:00', time_zone: 'UTC' }

test('quiet hours run over midnight, in the zone of whoever wished for them, and end when they say', () => {
  for (const clock of ['22:00', '23:59', '00:00', '06:59']) assert.equal(isQuietAt(night, at(clock)), true, clock)
  for (const clock of ['07:00', '12:00', '21:59']) assert.equal(isQuietAt(night, at(clock)), false, clock)
  const noon = { from: '12:00', to: '13:00', time_zone: 'Asia/Kathmandu' }
  assert.deepEqual(
    ['06:14', '06:15', '07:14', '07:15'].map((clock) => isQuietAt(noon, at(clock))),
    [false, true, true, false],
  )
})
