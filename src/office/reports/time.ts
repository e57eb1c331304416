import { Temporal } from 'temporal-polyfill'
import { badInput } from '../../platform/errors.ts'
import type { WeekStart } from '../account/index.ts'
import type { Today } from '../lists/index.ts'
import { mostBuckets, type Span } from './shapes.ts'

// Days, weeks, months as people mean them: of the company's time zone, whatever the length of a day there.

type Every = 'day' | 'week' | 'month' | 'quarter' | 'year'

/** Whose days and weeks are meant. */
export type Calendar = Today & { weekStart: WeekStart }

/** The first day, and the day after the last. */
export type Days = { from: Temporal.PlainDate; until: Temporal.PlainDate }
export type Bucket = { start: Date; day: string }

const mostYears = 100

/** The days that are meant. Throws bad_input for a time that ends before it begins. */
export function daysOf(span: Span, { now, zone, weekStart }: Calendar): Days {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate()
  if ('last' in span) return { from: back(firstOf(today, span.unit, weekStart), span.unit, span.last - 1), until: today.add({ days: 1 }) }
  const [from, to] = [Temporal.PlainDate.from(span.from), Temporal.PlainDate.from(span.to)]
  if (Temporal.PlainDate.compare(to, from) < 0) throw badInput('The time ends before it begins.', 'question.span.to')
  if (from.until(to, { largestUnit: 'year' }).years >= mostYears) throw badInput(`The time is longer than ${mostYears} years.`, 'question.span.from')
  return { from, until: to.add({ days: 1 }) }
}

/** What begins when within these days; the first begins with them. Throws bad_input for more than a chart can show. */
export function bucketsOf({ from, until }: Days, every: Every, { zone, weekStart }: Omit<Calendar, 'now'>): Bucket[] {
  const found: Bucket[] = []
  for (let at = firstOf(from, every, weekStart); Temporal.PlainDate.compare(at, until) < 0; at = back(at, every, -1)) {
    if (found.length >= mostBuckets)
      throw badInput(`There would be more than ${mostBuckets} points in time: choose a shorter time, or longer steps such as months.`, 'question.by')
    found.push({ start: startOf(Temporal.PlainDate.compare(at, from) < 0 ? from : at, zone), day: at.toString() })
  }
  return found
}

export const startOf = (day: Temporal.PlainDate, zone: string): Date => new Date(day.toZonedDateTime(zone).epochMilliseconds)

function firstOf(day: Temporal.PlainDate, every: Every, weekStart: WeekStart): Temporal.PlainDate {
  switch (every) {
    case 'day':
      return day
    case 'week':
      return day.subtract({ days: (day.dayOfWeek - weekStart + 7) % 7 })
    case 'month':
      return day.with({ day: 1 })
    case 'quarter':
      return day.with({ day: 1, month: day.month - ((day.month - 1) % 3) })
    case 'year':
      return day.with({ day: 1, month: 1 })
  }
}

function back(day: Temporal.PlainDate, every: Every, n: number): Temporal.PlainDate {
  const lengths = { day: { days: n }, week: { weeks: n }, month: { months: n }, quarter: { months: 3 * n }, year: { years: n } }
  return day.subtract(lengths[every])
}
