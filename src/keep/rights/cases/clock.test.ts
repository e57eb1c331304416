import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lawOf, termOf } from './clock.ts'
import type { Law, Right } from './shapes.ts'
import { isWorkday, workdaysAfter } from './workdays.ts'

// Days counted by hand on the production calendars of 2025 and 2026.
const terms: { why: string; law: Law; right?: Right; zone?: string; asked: string; due: string; most: string | null }[] = [
  { why: 'ten working days, five more', law: '152fz', asked: '2026-11-23T09:00Z', due: '2026-12-07', most: '2026-12-14' },
  { why: 'asked on a Sunday, counted from Monday', law: '152fz', asked: '2026-11-22T09:00Z', due: '2026-12-04', most: '2026-12-11' },
  { why: 'over the New Year holidays', law: '152fz', asked: '2025-12-29T09:00Z', due: '2026-01-22', most: '2026-01-29' },
  { why: 'a day off moved to 9 January', law: '152fz', asked: '2026-01-08T09:00Z', due: '2026-01-23', most: '2026-01-30' },
  { why: '8 March on a Sunday frees the Monday', law: '152fz', asked: '2026-03-02T09:00Z', due: '2026-03-17', most: '2026-03-24' },
  { why: 'May with two moved days', law: '152fz', asked: '2025-04-28T09:00Z', due: '2025-05-16', most: '2025-05-23' },
  { why: 'a Saturday that was worked', law: '152fz', asked: '2025-10-30T09:00Z', due: '2025-11-14', most: '2025-11-21' },
  { why: 'a correction: seven and no more', law: '152fz', right: 'rectify', asked: '2026-11-23T09:00Z', due: '2026-12-02', most: null },
  { why: 'the day is that of the company', law: '152fz', zone: 'Asia/Vladivostok', asked: '2026-11-23T15:00Z', due: '2026-12-08', most: '2026-12-15' },
  { why: 'a month, two more', law: 'gdpr', asked: '2026-11-23T09:00Z', due: '2026-12-23', most: '2027-02-23' },
  { why: 'the end of a month that is longer', law: 'gdpr', asked: '2026-08-31T09:00Z', due: '2026-09-30', most: '2026-11-30' },
  { why: 'the end of January', law: 'gdpr', asked: '2027-01-31T09:00Z', due: '2027-02-28', most: '2027-04-30' },
  { why: 'the end of January of a leap year', law: 'gdpr', asked: '2028-01-31T09:00Z', due: '2028-02-29', most: '2028-04-30' },
  { why: 'the leap day itself', law: 'gdpr', asked: '2028-02-29T09:00Z', due: '2028-03-29', most: '2028-05-29' },
  { why: 'over the end of a year', law: 'gdpr', asked: '2026-12-15T09:00Z', due: '2027-01-15', most: '2027-03-15' },
]

test('until when the company answers', async (t) => {
  for (const { why, law, right = 'access', zone = 'Europe/Moscow', asked, due, most } of terms)
    await t.test(`${law}: ${why}`, () => {
      const term = termOf({ law, right, zone }, new Date(asked))
      const dayThere = (at: Date) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at)
      assert.deepEqual([dayThere(term.due), term.most && dayThere(term.most)], [due, most])
      assert.equal(dayThere(new Date(term.due.getTime() + 1)) > due, true, 'to the end of that day there')
    })
})

test('the law is that of the company', () => {
  assert.deepEqual([lawOf('RU'), lawOf('DE'), lawOf(undefined)], ['152fz', 'gdpr', 'gdpr'])
})

test('working days of a year: as many as the production calendar says; a year without its decree goes by the Code', () => {
  const worked = (year: number) =>
    Array.from({ length: 366 }, (_, i) => new Date(Date.UTC(year, 0, 1 + i))).filter(
      (d) => d.getUTCFullYear() === year && isWorkday(d.toISOString().slice(0, 10)),
    ).length
  assert.deepEqual([worked(2025), worked(2026)], [247, 247])
  assert.equal(isWorkday('2027-05-03'), false, '1 May on a Saturday')
  assert.equal(isWorkday('2027-05-10'), false, '9 May on a Sunday')
  assert.equal(workdaysAfter('2027-12-31', 1), '2028-01-10')
})
