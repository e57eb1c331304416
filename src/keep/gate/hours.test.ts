import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { everyDay, isOpen, type OpenTime } from '../terms/index.ts'
import { openFrom, zonesFor, zonesOf } from './hours.ts'

const hours = (open: readonly OpenTime[]) => ({ name: JSON.stringify(open), open })
const daily = (from: number, to: number) => hours([{ days: everyDay, from, to }])
const at = (iso: string) => new Date(iso)
const said = (found: Date | 'open' | 'never') => (found instanceof Date ? found.toISOString() : found)
const h = (hour: number, minute = 0) => hour * 60 + minute

test('the first open second, by the clocks of that zone', async (t) => {
  const sundays = hours([{ days: 64, from: h(2, 30), to: h(2, 45) }])
  const cases: [string, ReturnType<typeof hours>, string, string, string][] = [
    ['open already', daily(h(9), h(21)), 'Europe/Moscow', '2026-11-21T12:00:00Z', 'open'],
    ['the last second is open, the next is not', daily(h(9), h(21)), 'Europe/Moscow', '2026-11-21T17:59:59Z', 'open'],
    ['from nine in the evening until nine', daily(h(9), h(21)), 'Europe/Moscow', '2026-11-21T18:00:00Z', '2026-11-22T06:00:00.000Z'],
    ['within the minute', daily(h(9), h(21)), 'Europe/Moscow', '2026-11-22T05:59:30Z', '2026-11-22T06:00:00.000Z'],
    ['Kathmandu is 5:45 ahead', daily(h(9), h(21)), 'Asia/Kathmandu', '2026-11-21T18:00:00Z', '2026-11-22T03:15:00.000Z'],
    ['past midnight', daily(h(22), h(2)), 'Europe/Moscow', '2026-11-21T22:30:00Z', 'open'],
    ['past midnight, from the day it begins on', hours([{ days: 32, from: h(22), to: h(2) }]), 'UTC', '2026-11-22T01:59:00Z', 'open'],
    ['and not on the next', hours([{ days: 64, from: h(22), to: h(2) }]), 'UTC', '2026-11-22T01:59:00Z', '2026-11-22T22:00:00.000Z'],
    ['weekdays only, said on a Saturday', hours([{ days: 31, from: h(10), to: h(18) }]), 'Europe/Moscow', '2026-11-21T12:00:00Z', '2026-11-23T07:00:00.000Z'],
    [
      'two times a day',
      hours([
        { days: 31, from: h(10), to: h(13) },
        { days: 31, from: h(14), to: h(20) },
      ]),
      'Europe/Paris',
      '2026-11-23T12:30:00Z',
      '2026-11-23T13:00:00.000Z',
    ],
    // Berlin, 29 March 2026: 02:00 becomes 03:00. What would open at 02:30 and end at 04:00 opens at 03:00, the first second that is there.
    ['a gap: it opens where the clocks go on', daily(h(2, 30), h(4)), 'Europe/Berlin', '2026-03-28T23:30:00Z', '2026-03-29T01:00:00.000Z'],
    ['a gap that swallows all of it: a day later', daily(h(2, 30), h(2, 45)), 'Europe/Berlin', '2026-03-28T23:30:00Z', '2026-03-30T00:30:00.000Z'],
    // Berlin, 25 October 2026: 03:00 becomes 02:00 again; both 02:30 are there.
    ['an overlap: the first time', daily(h(2, 30), h(2, 45)), 'Europe/Berlin', '2026-10-25T00:00:00Z', '2026-10-25T00:30:00.000Z'],
    ['an overlap: and the second', daily(h(2, 30), h(2, 45)), 'Europe/Berlin', '2026-10-25T00:50:00Z', '2026-10-25T01:30:00.000Z'],
    ['an overlap, on Sundays', sundays, 'Europe/Berlin', '2026-10-24T00:50:00Z', '2026-10-25T00:30:00.000Z'],
    // Lord Howe goes half an hour: 4 October 2026, 02:00 (+10:30) becomes 02:30 (+11:00); 5 April 2026, 02:00 (+11) becomes 01:30 (+10:30).
    ['Lord Howe, half an hour away', daily(h(2, 15), h(3)), 'Australia/Lord_Howe', '2026-10-03T14:00:00Z', '2026-10-03T15:30:00.000Z'],
    ['Lord Howe, half an hour twice', daily(h(1, 40), h(1, 50)), 'Australia/Lord_Howe', '2026-04-04T14:55:00Z', '2026-04-04T15:10:00.000Z'],
    ['Chatham, 12:45 and 13:45', daily(h(9), h(21)), 'Pacific/Chatham', '2026-09-26T10:00:00Z', '2026-09-26T19:15:00.000Z'],
    ['never', hours([{ days: 0, from: 0, to: 60 }]), 'UTC', '2026-11-21T12:00:00Z', 'never'],
  ]
  for (const [name, rule, zone, from, expected] of cases) await t.test(name, () => assert.equal(said(openFrom([rule], [zone], at(from))), expected))
})

test('whose zone is not known: only when it is fine all over the country', () => {
  const russia = zonesOf('RU')
  assert.ok(russia.length > 10 && russia.includes('Europe/Kaliningrad') && russia.includes('Asia/Kamchatka'))
  assert.equal(said(openFrom([daily(h(9), h(21))], russia, at('2026-11-21T12:00:00Z'))), '2026-11-22T07:00:00.000Z', 'nine in Kaliningrad')
  assert.equal(said(openFrom([daily(h(9), h(21))], russia, at('2026-11-22T07:30:00Z'))), 'open')
  assert.equal(said(openFrom([daily(h(9), h(21))], russia, at('2026-11-22T09:00:00Z'))), '2026-11-23T07:00:00.000Z', 'nine in the evening in Kamchatka')
  assert.equal(said(openFrom([daily(h(18), h(21))], russia, at('2026-11-22T09:00:00Z'))), 'never')
})

test('where somebody may be', () => {
  const moscow = { zone: 'Europe/Moscow', country: 'RU' }
  assert.deepEqual(zonesFor({ zone: 'Asia/Kathmandu', country: null }, moscow), ['Asia/Kathmandu'])
  const nepal = zonesOf('NP')
  assert.match(nepal.join(), /^Asia\/Kath?mandu$/)
  assert.deepEqual(zonesFor({ zone: null, country: 'NP' }, moscow), nepal)
  assert.deepEqual(zonesFor({ zone: 'Mars/Olympus', country: 'NP' }, moscow), nepal, 'a zone that is none is not known')
  assert.deepEqual(zonesFor({ zone: null, country: null }, moscow), zonesOf('RU'), 'of no country: the company’s')
  assert.deepEqual(zonesFor({ zone: null, country: 'ZZ' }, moscow), zonesOf('RU'))
  assert.deepEqual(zonesFor({ zone: null, country: null }, { zone: 'Europe/Paris', country: '' }), ['Europe/Paris'])
  assert.deepEqual(zonesFor({ zone: null, country: null }, { zone: 'nowhere', country: '' }), ['UTC'])
})

// The same asked minute by minute of the runtime's own calendar.
function minuteByMinute(open: readonly OpenTime[], zone: string, from: Date): string {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const week = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
  for (let t = from.getTime(); t < from.getTime() + 36 * 3_600_000; t += 60_000) {
    const parts = clock.formatToParts(t)
    const part = (type: string) => parts.find((p) => p.type === type)?.value ?? ''
    if (isOpen(open, week.indexOf(part('weekday')), Number(part('hour')) * 60 + Number(part('minute'))))
      return t === from.getTime() ? 'open' : new Date(t).toISOString()
  }
  return 'never'
}

test('on days when the clocks change, the same as by looking at the clock each minute', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Chatham', 'America/St_Johns', 'Africa/Casablanca', 'Asia/Kathmandu']
  const changes = ['2026-03-08', '2026-03-29', '2026-04-05', '2026-09-27', '2026-10-04', '2026-10-25', '2026-11-01', '2026-02-15', '2026-03-22']
  const time = fc.record({ days: fc.constant(everyDay), from: fc.nat(1439), to: fc.nat(1440) })
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom(...changes),
      fc.nat(1439),
      fc.array(time, { minLength: 1, maxLength: 2 }),
      (zone, day, minute, open) => {
        const from = new Date(at(`${day}T00:00:00Z`).getTime() - 12 * 3_600_000 + minute * 60_000)
        const found = minuteByMinute(open, zone, from)
        if (found !== 'never') assert.equal(said(openFrom([hours(open)], [zone], from)), found)
      },
    ),
    { numRuns: 60 },
  )
})

test('hours added never open sooner', () => {
  const open = fc.array(fc.record({ days: fc.integer({ min: 1, max: everyDay }), from: fc.nat(1439), to: fc.integer({ min: 0, max: 1440 }) }), {
    minLength: 1,
    maxLength: 3,
  })
  fc.assert(
    fc.property(open, open, fc.nat(10_000), (one, other, minutes) => {
      const from = new Date(at('2026-10-20T00:00:00Z').getTime() + minutes * 60_000)
      const moment = (found: Date | 'open' | 'never') => (found === 'open' ? from.getTime() : found === 'never' ? Number.POSITIVE_INFINITY : found.getTime())
      const alone = moment(openFrom([hours(one)], ['Europe/Berlin'], from))
      assert.ok(moment(openFrom([hours(one), hours(other)], ['Europe/Berlin'], from)) >= alone)
      assert.ok(moment(openFrom([hours(one)], ['Europe/Berlin', 'Asia/Kathmandu'], from)) >= alone)
    }),
  )
})
