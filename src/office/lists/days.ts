import { Temporal } from 'temporal-polyfill'

// Days as people mean them: those of the company's time zone, whatever the server's.

/** What "today" is for whoever asks. */
export type Today = { now: Date; zone: string }

/** When the day begins that is so many days from today (negative: ago). */
export function startOfDay({ now, zone }: Today, days: number): Date {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate()
  return startOf(today.add({ days }), zone)
}

/** When this day (`2026-11-28`) begins, and the next one. */
export function bounds(day: string, zone: string): { from: Date; to: Date } {
  const plain = Temporal.PlainDate.from(day)
  return { from: startOf(plain, zone), to: startOf(plain.add({ days: 1 }), zone) }
}

const startOf = (day: Temporal.PlainDate, zone: string) => new Date(day.toZonedDateTime(zone).epochMilliseconds)

/**
 * The days of the year (month times a hundred, and the day) from so many days from today to so many. A birthday of 29 February
 * is kept on the 28th where there is none.
 */
export function daysOfYear({ now, zone }: Today, from: number, to: number): number[] {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate()
  const found = new Set<number>()
  for (let n = from; n <= to && found.size < 366; n++) {
    const day = today.add({ days: n })
    found.add(day.month * 100 + day.day)
    if (day.month === 2 && day.day === 28 && !day.inLeapYear) found.add(229)
  }
  return [...found]
}

/** `11-28` as the figures keep it; undefined for what is no day of any year. */
export function dayOfYear(text: string): number | undefined {
  const found = /^(\d{2})-(\d{2})$/.exec(text)
  if (!found) return undefined
  const [month, day] = [Number(found[1]), Number(found[2])]
  const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  return longest !== undefined && day >= 1 && day <= longest ? month * 100 + day : undefined
}

export const shownDay = (birthday: number) => `${String(Math.floor(birthday / 100)).padStart(2, '0')}-${String(birthday % 100).padStart(2, '0')}`
