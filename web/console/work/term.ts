import { momentAt, partsOf } from '../../ui/zone.ts'
import type { Spoken } from './spokenDay.ts'

/** The last minute of a day: a term "until the 28th" includes the 28th. */
const endOfDay = 23 * 60 + 59
const nine = 9 * 60

/** The moment of a term, where the reader is, as the API takes it. */
export const momentOf = ({ day, minutes }: Spoken): string => momentAt(day, minutes ?? endOfDay).toISOString()

/** Whether a term says a time of day, or the day only. */
export function hasTime(at: Date): boolean {
  const { hour, minute } = partsOf(at)
  return hour * 60 + minute !== endOfDay
}

/** How people would type this term, in either language. */
export function typed(at: Date): string {
  const { year, month, day, hour, minute } = partsOf(at)
  const two = (n: number) => String(n).padStart(2, '0')
  const date = `${two(day)}.${two(month)}.${year}`
  return hasTime(at) ? `${date} ${two(hour)}:${two(minute)}` : date
}

export const reminders = ['no', 'morning', 'minutes_15', 'hour', 'day'] as const
export type Reminder = (typeof reminders)[number]
const before = { minutes_15: 15, hour: 60, day: 24 * 60 } as const

/** When to be told of it, so much before its term; undefined when that has gone by or was not wished for. */
export function remindAt(spoken: Spoken, wish: Reminder, now: Date): string | undefined {
  if (wish === 'no') return undefined
  const morning = momentAt(spoken.day, nine).getTime()
  const at = wish === 'morning' ? morning : new Date(momentOf(spoken)).getTime() - before[wish] * 60_000
  return at > now.getTime() ? new Date(at).toISOString() : undefined
}
