import { days } from './formatters.ts'

// In which time zone a reader's dates are said: the one they chose, else that of their browser.

let chosen: string | undefined

/** Sets the zone of all dates on this page; null: that of the browser. */
export function chooseZone(zone: string | null): void {
  chosen = zone ?? undefined
}

/** The zone of this page's dates, as Intl takes it. */
export const ownZone = (): string | undefined => chosen

type Parts = { year: number; month: number; day: number; hour: number; minute: number }

const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', hourCycle: 'h23' } as const

/** What calendar and clock show at this moment, where the reader is. */
export function partsOf(at: Date): Parts {
  const shown = days('en', { ...numeric, ...(chosen ? { timeZone: chosen } : {}) }).formatToParts(at)
  const of = (type: keyof Parts) => Number(shown.find((part) => part.type === type)?.value ?? 0)
  return { year: of('year'), month: of('month'), day: of('day'), hour: of('hour'), minute: of('minute') }
}

/** The moment when calendar and clock show this where the reader is: `2026-11-28` and minutes since midnight. */
export function momentAt(day: string, minutes: number): Date {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
  const wanted = Date.UTC(year, month - 1, date, 0, minutes)
  const shownAt = (at: number) => {
    const p = partsOf(new Date(at))
    return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute)
  }
  // The offset at the first guess may be that of before a change of clocks: the second look is right.
  const first = wanted - (shownAt(wanted) - wanted)
  return new Date(wanted - (shownAt(first) - first))
}
