import { Temporal } from 'temporal-polyfill'

// Dates and times as files hold them: ISO, Russian, European, American; with an offset or in the zone of the import.

export type DateOrder = 'dmy' | 'mdy'

const earliestYear = 1932
const latestYear = 2067

const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i
const parted = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?:[,T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*([AP]\.?M\.?)?)?$/i
const yearFirst = /^(\d{4})[./](\d{1,2})[./](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/
const compact = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2}))?$/

type Parts = { year: number; month: number; day: number; hour: number; minute: number; second: number; offset: string | undefined }

export type Moments = {
  /** Milliseconds since 1970, or undefined when the text is no time between 1932 and 2067. */
  at(text: string): number | undefined
  /** The calendar day as 2026-11-21, or undefined; years from 1850. */
  day(text: string): string | undefined
}

/** Reads times of one zone; answers for an hour of that zone are remembered, as a file asks for each many times. */
export function momentsOf(zone: string, order: DateOrder): Moments {
  const starts = new Map<string, number>()

  function startOfHour(p: Parts): number {
    const key = `${p.year}-${p.month}-${p.day}-${p.hour}`
    const known = starts.get(key)
    if (known !== undefined) return known
    if (starts.size > 100_000) starts.clear()
    const { year, month, day, hour } = p
    const start = Temporal.PlainDateTime.from({ year, month, day, hour }).toZonedDateTime(zone).epochMilliseconds
    starts.set(key, start)
    return start
  }

  return {
    at(text) {
      const p = partsOf(text.trim(), order)
      if (!p || p.year < earliestYear || p.year > latestYear) return undefined
      if (p.offset === undefined) return startOfHour(p) + p.minute * 60_000 + p.second * 1000
      return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second) - offsetMs(p.offset)
    },
    day(text) {
      const p = partsOf(text.trim(), order)
      if (!p || p.year < 1850 || p.year > latestYear) return undefined
      return `${p.year}-${two(p.month)}-${two(p.day)}`
    },
  }
}

/** Whether these dates can only be read the one way or the other; undefined when they say nothing. */
export function dateOrderIn(samples: readonly string[]): DateOrder | undefined {
  for (const text of samples) {
    const m = parted.exec(text.trim())
    if (!m) continue
    if (Number(m[1]) > 12) return 'dmy'
    if (Number(m[2]) > 12) return 'mdy'
    if (text.includes('.')) return 'dmy'
  }
  return undefined
}

function partsOf(text: string, order: DateOrder): Parts | undefined {
  const first = iso.exec(text) ?? yearFirst.exec(text) ?? compact.exec(text)
  if (first) return checked(first[1], first[2], first[3], first.slice(4, 7), first[7])
  const m = parted.exec(text)
  if (!m) return undefined
  const [day, month] = order === 'dmy' ? [m[1], m[2]] : [m[2], m[1]]
  const year = m[3]?.length === 2 ? String(Number(m[3]) + (Number(m[3]) < 50 ? 2000 : 1900)) : m[3]
  return checked(year, month, day, [twelve(m[4], m[7]), m[5], m[6]], undefined)
}

/** Hours of a twelve-hour clock. */
function twelve(hour: string | undefined, half: string | undefined): string | undefined {
  if (hour === undefined || half === undefined) return hour
  return String((Number(hour) % 12) + (/^p/i.test(half) ? 12 : 0))
}

function checked(
  y: string | undefined,
  m: string | undefined,
  d: string | undefined,
  time: readonly (string | undefined)[],
  offset: string | undefined,
): Parts | undefined {
  const [year, month, day] = [Number(y), Number(m), Number(d)]
  const [hour, minute, second] = [Number(time[0] ?? 0), Number(time[1] ?? 0), Number(time[2] ?? 0)]
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59) return undefined
  return { year, month, day, hour, minute, second, offset }
}

const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

function offsetMs(offset: string): number {
  if (/^z$/i.test(offset)) return 0
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2))
  return (offset.startsWith('-') ? -1 : 1) * minutes * 60_000
}

const two = (n: number) => String(n).padStart(2, '0')
