import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { spokenDay } from './spokenDay.ts'

// A Sunday afternoon.
const now = { year: 2026, month: 11, day: 22, hour: 15, minute: 40 }

const cases: readonly [typed: string, day: string | undefined, time?: string][] = [
  ['today', '2026-11-22'],
  ['Сегодня', '2026-11-22'],
  ['tomorrow 10', '2026-11-23', '10:00'],
  ['завтра в 10', '2026-11-23', '10:00'],
  ['завтра 10', '2026-11-23', '10:00'],
  ['Завтра, в 10:30', '2026-11-23', '10:30'],
  ['tomorrow at 3pm', '2026-11-23', '15:00'],
  ['завтра в 3 дня', '2026-11-23', '15:00'],
  ['завтра утром', '2026-11-23', '09:00'],
  ['tonight', '2026-11-22', '18:00'],
  ['послезавтра', '2026-11-24'],
  ['day after tomorrow', '2026-11-24'],
  ['in 3 days', '2026-11-25'],
  ['через 3 дня', '2026-11-25'],
  ['через 3 дня в 9', '2026-11-25', '09:00'],
  ['через неделю', '2026-11-29'],
  ['in a week', '2026-11-29'],
  ['in 2 weeks', '2026-12-06'],
  ['через месяц', '2026-12-22'],
  ['in 2 hours', '2026-11-22', '17:40'],
  ['через полчаса', '2026-11-22', '16:10'],
  ['через 10 часов', '2026-11-23', '01:40'],
  ['fri', '2026-11-27'],
  ['пт', '2026-11-27'],
  ['в пятницу', '2026-11-27'],
  ['в среду в 12', '2026-11-25', '12:00'],
  ['sunday', '2026-11-29'],
  ['next fri', '2026-11-27'],
  ['next week', '2026-11-23'],
  ['на следующей неделе', '2026-11-23'],
  ['30.11', '2026-11-30'],
  ['30.11.', '2026-11-30'],
  ['30.11.2027', '2027-11-30'],
  ['30.11 в 10', '2026-11-30', '10:00'],
  ['30/11', '2026-11-30'],
  ['2026-12-01', '2026-12-01'],
  ['1.02', '2027-02-01'],
  ['30 ноября', '2026-11-30'],
  ['30 нояб. 2027', '2027-11-30'],
  ['nov 30', '2026-11-30'],
  ['30 Nov 9:15', '2026-11-30', '09:15'],
  ['5 мая', '2027-05-05'],
  ['the 30th', '2026-11-30'],
  ['к 3 мая', '2027-05-03'],
  ['к 3 числа', '2026-12-03'],
  ['конец месяца', '2026-11-30'],
  ['end of the month', '2026-11-30'],
  ['в 18', '2026-11-22', '18:00'],
  ['at 9', '2026-11-23', '09:00'],
  ['', undefined],
  ['30.02', undefined],
  ['31.04.2027', undefined],
  ['22.11.2026', '2026-11-22'],
  ['21.11.2026', undefined],
  ['1.1.2126', undefined],
  ['tomorrow 25', undefined],
  ['10', undefined],
  ['позвонить завтра', undefined],
  ['через 9999 лет', undefined],
  ['in 9999 weeks', undefined],
  ['<b>завтра</b>', undefined],
  ['constructor', undefined],
  ['toString 10', undefined],
]

test('a term is read as people type it, in both languages', () => {
  const shown = (minutes: number | null | undefined) =>
    typeof minutes === 'number' ? `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}` : undefined
  for (const [typed, day, time] of cases) {
    const read = spokenDay(typed, now)
    assert.deepEqual([read?.day, shown(read?.minutes)], [day, time], typed)
  }
})

test('whatever is typed, the day is a real one from today on, or none', () => {
  const words = fc.constantFrom('in', 'через', '3', '99', 'дня', 'в', '10', 'fri', 'next', '30.11', 'мая', '2027', 'завтра', '12:60', 'pm', '٣', '💐', '31')
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ maxLength: 80 }),
        fc.array(words, { maxLength: 6 }).map((list) => list.join(' ')),
      ),
      (typed) => {
        const read = spokenDay(typed, now)
        if (read === undefined) return
        assert.equal(new Date(`${read.day}T00:00:00Z`).toISOString().slice(0, 10), read.day)
        assert.ok(read.day >= '2026-11-22' && read.day <= '2036-12-31', read.day)
        assert.ok(read.minutes === null || (read.minutes >= 0 && read.minutes < 1440))
      },
    ),
  )
})
