import { days, numbers } from '../../ui/formatters.ts'
import type { WeekStart } from '../../ui/week.ts'
import type { Language } from '../../ui/words.ts'

export type Every = 'day' | 'week' | 'month' | 'quarter'

const utc = (day: string) => new Date(`${day}T00:00:00Z`)
const iso = (at: Date) => at.toISOString().slice(0, 10)

/** The first days of all that begins from a day until another, also where nothing happened; `weekStart` as the answer says it. */
export function firstDays(from: string, until: string, every: Every, weekStart: WeekStart): string[] {
  const found: string[] = []
  for (let at = begin(utc(from), every, weekStart); iso(at) < until; at = next(at, every)) found.push(iso(at))
  return found
}

function begin(at: Date, every: Every, weekStart: WeekStart): Date {
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()]
  if (every === 'week') return new Date(Date.UTC(year, month, day - ((at.getUTCDay() - weekStart + 7) % 7)))
  if (every === 'month') return new Date(Date.UTC(year, month, 1))
  return every === 'quarter' ? new Date(Date.UTC(year, month - (month % 3), 1)) : at
}

function next(at: Date, every: Every): Date {
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()]
  const [months, more] = { day: [0, 1], week: [0, 7], month: [1, 0], quarter: [3, 0] }[every] as [number, number]
  return new Date(Date.UTC(year, month + months, day + more))
}

/** A point in time as it stands under a chart: 3 Nov, Nov 2026, Q4 2026. */
export function pointName(day: string, every: Every, language: Language): string {
  const at = utc(day)
  const said = (options: Intl.DateTimeFormatOptions) =>
    days(language, { ...options, timeZone: 'UTC' })
      .format(at)
      .replace(/\s*г\.$/, '')
  if (every === 'month') return said({ month: 'short', year: 'numeric' })
  if (every === 'quarter') {
    const n = Math.floor(at.getUTCMonth() / 3) + 1
    const year = numbers(language, { useGrouping: false }).format(at.getUTCFullYear())
    return language === 'ru' ? `${['I', 'II', 'III', 'IV'][n - 1]} кв. ${year}` : `Q${n} ${year}`
  }
  return said({ day: 'numeric', month: 'short', year: '2-digit' })
}
