import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { dayOf, isoDay, plainDay, span, timeOf, wholeDay } from './formats.ts'
import { chooseZone, momentAt, partsOf } from './zone.ts'

afterEach(() => chooseZone(null))

test('days and times are those of the zone that was chosen', () => {
  const at = new Date('2026-11-21T22:30:00Z')
  chooseZone('Asia/Vladivostok')
  assert.deepEqual([isoDay(at), timeOf(at, 'en')], ['2026-11-22', '08:30'])
  chooseZone('America/New_York')
  assert.deepEqual([isoDay(at), timeOf(at, 'en'), dayOf(at, at, 'en')], ['2026-11-21', '17:30', '21 November'])
  chooseZone('UTC')
  assert.deepEqual(partsOf(new Date('2026-01-01T00:00:00Z')), { year: 2026, month: 1, day: 1, hour: 0, minute: 0 })
})

test('a day without a zone is the same day everywhere, and so is how long ago it was', () => {
  for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kolkata', 'America/New_York', 'Europe/Moscow']) {
    chooseZone(zone)
    for (const day of ['2026-03-29', '2026-11-01', '2024-02-29', '1984-05-31']) assert.equal(isoDay(plainDay(day)), day, `${zone} ${day}`)
    assert.equal(span(plainDay('2020-11-21'), plainDay('2026-11-21'), 'en'), '6 years')
  }
})

test('a wall clock becomes a moment, also on the day the clocks change', () => {
  chooseZone('Europe/Berlin')
  assert.equal(momentAt('2026-03-29', 23 * 60 + 59).toISOString(), '2026-03-29T21:59:00.000Z')
  assert.equal(momentAt('2026-03-29', 60).toISOString(), '2026-03-29T00:00:00.000Z')
  assert.equal(momentAt('2026-10-25', 23 * 60 + 59).toISOString(), '2026-10-25T22:59:00.000Z')
  chooseZone('Asia/Vladivostok')
  assert.equal(momentAt('2026-11-28', 0).toISOString(), '2026-11-27T14:00:00.000Z')
})

test('a day lasts from midnight to midnight where the reader is, also when clocks change', () => {
  chooseZone('Europe/Moscow')
  assert.deepEqual(wholeDay('2026-11-23'), { from: new Date('2026-11-22T21:00:00Z'), until: new Date('2026-11-23T21:00:00Z') })
  chooseZone('Europe/Berlin')
  assert.deepEqual(wholeDay('2026-10-25'), { from: new Date('2026-10-24T22:00:00Z'), until: new Date('2026-10-25T23:00:00Z') })
  assert.deepEqual(wholeDay('2026-12-31').until, new Date('2026-12-31T23:00:00Z'))
  chooseZone(null)
})
