import { amountText } from '../../src/platform/amounts.ts'
import { days, names, numbers, relatively } from './formatters.ts'
import type { Language } from './words.ts'
import { momentAt, ownZone, partsOf } from './zone.ts'

// Dates, sums and lengths of time as a reader of the language writes them; all by Intl.

export type Sum = { minor: number; currency: string }

/** A sum with its sign; kopecks and cents only when there are any. */
export function money(sum: Sum, language: Language): string {
  const digits = fractionDigits(sum.currency)
  const value = sum.minor / 10 ** digits
  const whole = Number.isInteger(value)
  return numbers(language, {
    style: 'currency',
    currency: sum.currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: whole ? 0 : digits,
    maximumFractionDigits: digits,
  }).format(value)
}

/** How a currency is written beside a number. */
export const currencySign = (currency: string): string =>
  numbers('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    .formatToParts(0)
    .find(({ type }) => type === 'currency')?.value ?? currency

/** An amount as one types it in this language: `1234,50`, without a sign. */
export function typedMoney(sum: Sum, language: Language): string {
  const plain = amountText(sum).split(' ')[0] ?? ''
  return language === 'ru' ? plain.replace('.', ',') : plain
}

export function fractionDigits(currency: string): number {
  return numbers('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

export function count(n: number, language: Language): string {
  return numbers(language, {}).format(n)
}

export function percent(share: number, language: Language, digits = 0): string {
  return numbers(language, { style: 'percent', maximumFractionDigits: digits }).format(share)
}

const here = () => {
  const timeZone = ownZone()
  return timeZone ? { timeZone } : {}
}

/** 21 Nov 2026, 21 нояб. 2026 г.; the year only when it is not this one. */
export function dayOf(at: Date, now: Date, language: Language): string {
  const sameYear = partsOf(at).year === partsOf(now).year
  const year = sameYear ? {} : ({ year: 'numeric' } as const)
  return days(language, { day: 'numeric', month: sameYear ? 'long' : 'short', ...year, ...here() }).format(at)
}

export function monthOf(at: Date, language: Language): string {
  const said = days(language, { month: 'long', year: 'numeric', ...here() })
    .format(at)
    .replace(/\s*г\.$/, '')
  return said.charAt(0).toUpperCase() + said.slice(1)
}

export function timeOf(at: Date, language: Language, timeZone?: string): string {
  return days(language, { hour: '2-digit', minute: '2-digit', ...(timeZone ? { timeZone } : here()) }).format(at)
}

/** Tuesday, 24 November, 10:00: a term with its day of the week. */
export function spokenTerm(at: Date, now: Date, language: Language, withTime: boolean): string {
  const year = partsOf(at).year === partsOf(now).year ? {} : ({ year: 'numeric' } as const)
  const day = days(language, { weekday: 'long', day: 'numeric', month: 'long', ...year, ...here() }).format(at)
  return withTime ? `${day}, ${timeOf(at, language)}` : day
}

/** Everything, for a tooltip: day, time and zone. */
export function exactly(at: Date, language: Language): string {
  return days(language, { dateStyle: 'long', timeStyle: 'long', ...here() }).format(at)
}

/** "Moscow Standard Time, GMT+3": a zone by name and by how it stands to Greenwich at this moment; one that nobody knows stands as it is. */
export function zoneName(timeZone: string, at: Date, language: Language): string {
  try {
    const named = (timeZoneName: 'longGeneric' | 'shortOffset') =>
      days(language, { timeZone, timeZoneName })
        .formatToParts(at)
        .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
    return [...new Set([named('longGeneric'), named('shortOffset')])].join(', ')
  } catch {
    return timeZone
  }
}

/** The calendar day where the reader is, in ISO 8601. */
export function isoDay(at: Date): string {
  const { year, month, day } = partsOf(at)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)}`
}

/** A date without a zone, as a moment of that day where the reader is: its noon. */
export const plainDay = (day: string): Date => momentAt(day, 12 * 60)

/** From when until when a day lasts where the reader is; 23 or 25 hours where clocks change. */
export function wholeDay(day: string): { from: Date; until: Date } {
  const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
  return { from: momentAt(day, 0), until: momentAt(next, 0) }
}

const steps = [
  ['year', 365.25 * 86_400],
  ['month', 30.44 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** "3 days ago", "через 4 дня"; within a minute "now". */
export function ago(at: Date, now: Date, language: Language): string {
  const seconds = (at.getTime() - now.getTime()) / 1000
  // "Yesterday" is how people speak; "last month" for five weeks ago is not what happened.
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return relatively(language, { numeric: unit === 'day' ? 'auto' : 'always' }).format(Math.trunc(seconds / length), unit)
  }
  return relatively(language, { numeric: 'auto' }).format(0, 'second')
}

/** "6 years 3 months": how long between two days, in whole years and months, or days when it is short. */
export function span(from: Date, to: Date, language: Language): string {
  const [first, last] = [partsOf(from), partsOf(to)]
  const months = Math.max(0, (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day ? 1 : 0))
  if (months === 0) return amount(Math.max(0, Math.floor((to.getTime() - from.getTime()) / 86_400_000)), 'day', language)
  const years = Math.floor(months / 12)
  const rest = months % 12
  return [years > 0 ? amount(years, 'year', language) : '', rest > 0 ? amount(rest, 'month', language) : ''].filter(Boolean).join(' ')
}

/** "4 min", "4 мин": the length of a call. */
export function length(seconds: number, language: Language): string {
  if (seconds < 60) return amount(seconds, 'second', language, 'short')
  if (seconds < 3600) return amount(Math.round(seconds / 60), 'minute', language, 'short')
  return [amount(Math.floor(seconds / 3600), 'hour', language, 'short'), amount(Math.round((seconds % 3600) / 60), 'minute', language, 'short')].join(' ')
}

export function bytes(n: number, language: Language): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
  const power = n > 0 ? Math.min(4, Math.floor(Math.log10(n) / 3)) : 0
  return numbers(language, {
    style: 'unit',
    unit: units[power],
    unitDisplay: power > 0 ? 'short' : 'long',
    maximumFractionDigits: power > 2 ? 1 : 0,
  }).format(n / 1000 ** power)
}

function amount(n: number, unit: string, language: Language, unitDisplay: 'long' | 'short' = 'long'): string {
  return numbers(language, { style: 'unit', unit, unitDisplay }).format(n)
}

/** A number as people write it: +7 (912) 345-67-89; other countries' in groups. */
export function phone(e164: string): string {
  const russian = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(e164)
  if (russian) return `+7 (${russian[1]}) ${russian[2]}-${russian[3]}-${russian[4]}`
  return e164.replace(/^(\+\d{1,3})(\d{3})(\d{3})(\d+)$/, '$1 $2 $3 $4')
}

/** A language or a country by its code, as one begins a line with it; a code that is none stands as it is. */
export function codeName(code: string, type: 'language' | 'region', language: Language): string {
  try {
    const name = names(language, { type }).of(code) ?? code
    return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
  } catch {
    return code
  }
}
