import { Temporal } from 'temporal-polyfill'

/** The end of a calendar day in a time zone: the first instant of the next one. */
export function endOf(day: string, zone: string): Date {
  const next = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(zone)
  return new Date(next.epochMilliseconds)
}

/** The calendar day of a moment in a time zone, and so many days later. */
export const dayIn = (at: Date, zone: string, later = 0): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate().add({ days: later }).toString()
