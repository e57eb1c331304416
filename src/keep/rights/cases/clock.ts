import { Temporal } from 'temporal-polyfill'
import type { CaseKind, Law } from './shapes.ts'
import { dayAfter, workdaysAfter } from './workdays.ts'

// Until when a company has to answer whoever uses a right. Pure: the day in the company's own time zone on which the request came does not
// count, and the answer is in time until the end of the last day.

/** Under whose law a company answers, by its country: 152-FZ in Russia; everywhere else the terms of the GDPR are what the house holds itself to. */
export const lawOf = (country: string | undefined): Law => (country === 'RU' ? '152fz' : 'gdpr')

export type Term = { due: Date /** Until when it can be put off at most, with a reason; null: it cannot. */; most: Date | null }

/** Asked at `at`: when the answer is due. */
export function termOf({ law, right, zone }: { law: Law; right: CaseKind; zone: string }, at: Date): Term {
  const asked = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString()
  const [due, most] = law === '152fz' ? underFz152(right, asked) : underGdpr(asked)
  return { due: endOf(due, zone), most: most === null ? null : endOf(most, zone) }
}

/**
 * 152-FZ: art. 14 (3), 20 (1) and 21 (5.1): ten working days, five more with a reasoned notice; corrections by art. 20 (3): seven, and no more.
 */
function underFz152(right: CaseKind, asked: string): [string, string | null] {
  if (right === 'rectify') return [workdaysAfter(asked, 7), null]
  const due = workdaysAfter(asked, 10)
  return [due, workdaysAfter(due, 5)]
}

/** GDPR art. 12 (3): one month, two more with the reasons; a day that its month does not have is the last of it (Regulation 1182/71, art. 3). */
function underGdpr(asked: string): [string, string] {
  const day = Temporal.PlainDate.from(asked)
  return [day.add({ months: 1 }).toString(), day.add({ months: 3 }).toString()]
}

/** The last millisecond of a day there. */
const endOf = (day: string, zone: string) => new Date(Temporal.PlainDate.from(dayAfter(day, 1)).toZonedDateTime(zone).epochMilliseconds - 1)
