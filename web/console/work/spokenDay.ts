import { dayWords, hourWords, months, units, weekdays } from './spokenDay.words.ts'

// A term as people type it: "tomorrow 10", "завтра в 10", "in 3 days", "через 3 дня", "fri", "пт", "30.11".

/** What calendar and clock show where the reader is. */
export type Present = { year: number; month: number; day: number; hour: number; minute: number }
/** A calendar day (ISO 8601) and, where it was said, the time of day in minutes since midnight. */
export type Spoken = { day: string; minutes: number | null }

const longest = 60
/** Words that carry nothing of their own. */
const idle = new Set(['at', 'on', 'by', 'until', 'till', 'the', 'of', 'this', 'в', 'во', 'к', 'на', 'до', 'ко', 'эту', 'этот'])
const following = /^(next|след|след\.|следующ(ий|ую|ая|ее|ей|ем))$/

/** What a person meant by it; undefined when that cannot be told. */
export function spokenDay(text: string, now: Present): Spoken | undefined {
  const plain = text.trim().toLowerCase().replaceAll('ё', 'е').replace(/[,;]+/g, ' ').replace(/\s+/g, ' ')
  if (plain === '' || plain.length > longest) return undefined
  const distance = inSoLong(plain, now)
  if (distance) return distance
  const { rest, minutes } = takeTime(plain)
  const words = rest.split(' ').filter((word) => word !== '' && !idle.has(word))
  // A time alone is the next such time: today's, or tomorrow's when it has gone by.
  if (words.length === 0) return minutes === null ? undefined : at(now, minutes <= now.hour * 60 + now.minute ? 1 : 0, minutes)
  return dayOf(words, now, minutes)
}

const iso = (date: Date) => date.toISOString().slice(0, 10)
const midnight = (now: Present, days = 0) => new Date(Date.UTC(now.year, now.month - 1, now.day + days))
const at = (now: Present, days: number, minutes: number | null): Spoken => ({ day: iso(midnight(now, days)), minutes })

/** "in 3 days", "через час", "in a week", "через 2 недели в 10". */
function inSoLong(plain: string, now: Present): Spoken | undefined {
  const said = /^(?:in|через|\+) ?(an?|one|полтора|\d{1,4})? ?([a-zа-я]+)\.?(?: (.+))?$/.exec(plain)
  if (!said) return undefined
  const [, number = '1', word = '', tail] = said
  if (word === 'полчаса') return after(now, 30)
  const unit = units.find(([pattern]) => pattern.test(word))?.[1]
  const count = /^\d+$/.test(number) ? Number(number) : number === 'полтора' ? 1.5 : 1
  if (unit === undefined) return undefined
  if (unit === 'minute' || unit === 'hour') return tail === undefined ? after(now, count * (unit === 'hour' ? 60 : 1)) : undefined
  const time = tail === undefined ? { rest: '', minutes: null } : takeTime(tail)
  if (time.rest.trim() !== '' || !Number.isInteger(count)) return undefined
  if (unit === 'month') return within({ day: iso(sameDay(now, count)), minutes: time.minutes }, now)
  return within(at(now, count * (unit === 'week' ? 7 : 1), time.minutes), now)
}

function after(now: Present, minutes: number): Spoken | undefined {
  const then = now.hour * 60 + now.minute + Math.round(minutes)
  return within(at(now, Math.floor(then / 1440), then % 1440), now)
}

/** So many months on, and no later than the last day of that month. */
function sameDay(now: Present, on: number): Date {
  const last = new Date(Date.UTC(now.year, now.month + on, 0)).getUTCDate()
  return new Date(Date.UTC(now.year, now.month - 1 + on, Math.min(now.day, last)))
}

/** Takes the time of day out of what was typed. */
function takeTime(plain: string): { rest: string; minutes: number | null } {
  const forms: readonly [RegExp, (m: RegExpExecArray) => number | undefined][] = [
    [/(?:^|\s)(?:at |в |к )?(\d{1,2})[:ч](\d{2})\s?(am|pm)?(?=\s|$)/, (m) => clock(m[1], m[2], m[3])],
    [/(?:^|\s)(?:at |в |к )?(\d{1,2})\s?(am|pm|утра|дня|вечера|ночи)(?=\s|$)/, (m) => clock(m[1], '0', m[2])],
    [
      /(?:^|\s)(?:at|в|к) (\d{1,2})(?: ?(?:h|ч|час|часов|часа))?(?=\s|$)/,
      (m) => (isDate(plain.slice(m.index + m[0].length)) ? undefined : clock(m[1], '0', undefined)),
    ],
    // A bare hour stands last, behind a day: "tomorrow 10". A day of a month or a date is no hour.
    [/(?<=[a-zа-я]\s)(\d{1,2})$/, (m) => (monthBefore(plain) ? undefined : clock(m[1], '0', undefined))],
  ]
  for (const [pattern, read] of forms) {
    const found = pattern.exec(plain)
    const minutes = found && read(found)
    if (found && minutes !== null && minutes !== undefined) return { rest: plain.replace(pattern, ' ').trim(), minutes }
  }
  const words = plain.split(' ')
  const named = words.find((word) => hourWords.has(word))
  if (named === undefined) return { rest: plain, minutes: null }
  // "tonight" says the day as well.
  return { rest: words.filter((word) => word !== named || dayWords.has(word)).join(' '), minutes: hourWords.get(named) ?? null }
}

/** What comes after a number makes it a day of a month: "к 3 мая", "к 3 числа". */
function isDate(after: string): boolean {
  const [next = ''] = after.trim().split(' ')
  return next === 'числа' || months.some(([pattern]) => pattern.test(next))
}

const monthBefore = (plain: string) => months.some(([pattern]) => pattern.test(plain.split(' ').at(-2) ?? ''))

function clock(hours = '', minutes = '0', half?: string): number | undefined {
  const [h, m] = [Number(hours), Number(minutes)]
  if (h > 23 || m > 59 || (half !== undefined && (h > 12 || h === 0))) return undefined
  const late = half === 'pm' || half === 'дня' || half === 'вечера'
  const early = half === 'am' || half === 'ночи' || half === 'утра'
  const hour = late && h < 12 ? h + 12 : early && h === 12 ? 0 : h
  return hour * 60 + m
}

function dayOf(words: readonly string[], now: Present, minutes: number | null): Spoken | undefined {
  const [first = '', second = '', third = ''] = words
  const whole = words.join(' ')
  const today = weekdayOf(now)
  const known = dayWords.get(whole)
  if (known !== undefined) return at(now, known, minutes)
  if (whole === 'day after tomorrow') return at(now, 2, minutes)
  if (/^(next|следующ(ая|ей|ую)|след\.?) (week|недел[яюие])$/.test(whole)) return at(now, 8 - today, minutes)
  if (/^(end month|конец месяца|концу месяца|конца месяца)$/.test(whole)) return { day: iso(new Date(Date.UTC(now.year, now.month, 0))), minutes }
  const on = following.test(first)
  const weekday = weekdays.find(([pattern]) => pattern.test(on ? second : first))?.[1]
  if (weekday !== undefined && words.length === (on ? 2 : 1)) return at(now, on ? weekday - today + 7 : ((weekday - today + 6) % 7) + 1, minutes)
  return dateOf([first, second, third], words.length, now, minutes)
}

const weekdayOf = (now: Present) => midnight(now).getUTCDay() || 7

/** 30.11, 30.11.2026, 30/11, 2026-11-30, 30 nov, nov 30, 30 ноября 2027, 30-го, 30 числа, 30th. */
function dateOf([first, second, third]: readonly [string, string, string], count: number, now: Present, minutes: number | null): Spoken | undefined {
  const written = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(first)
  if (written && count === 1) return real(Number(written[1]), Number(written[2]), Number(written[3]), minutes, now)
  const short = /^(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?\.?$/.exec(first)
  if (short && count === 1) return near(Number(short[1]), Number(short[2]), short[3], minutes, now)
  const number = (word: string) => /^(\d{1,2})(?:st|nd|rd|th|-?го|-?е)?$/.exec(word)?.[1]
  const month = (word: string) => months.find(([pattern]) => pattern.test(word))?.[1]
  const [a, b] = [number(first), number(second)]
  if (a !== undefined && month(second) !== undefined && count <= 3) return near(Number(a), month(second) ?? 0, third || undefined, minutes, now)
  if (b !== undefined && month(first) !== undefined && count <= 3) return near(Number(b), month(first) ?? 0, third || undefined, minutes, now)
  // A day of a month alone: this month's, or the next one's when it has gone by.
  if (a !== undefined && ((count === 2 && second === 'числа') || (count === 1 && /\D$/.test(first)))) {
    const of = Number(a) < now.day ? sameDay({ ...now, day: 1 }, 1) : midnight(now)
    return real(of.getUTCFullYear(), of.getUTCMonth() + 1, Number(a), minutes, now)
  }
  return undefined
}

/** A day and month: of this year, or of the next one when it has gone by. */
function near(day: number, month: number, year: string | undefined, minutes: number | null, now: Present): Spoken | undefined {
  if (year !== undefined)
    return /^\d{2}(\d{2})?$/.test(year) ? real(year.length === 2 ? 2000 + Number(year) : Number(year), month, day, minutes, now) : undefined
  const past = month < now.month || (month === now.month && day < now.day)
  return real(past ? now.year + 1 : now.year, month, day, minutes, now)
}

function real(year: number, month: number, day: number, minutes: number | null, now: Present): Spoken | undefined {
  const date = new Date(Date.UTC(year, month - 1, day))
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  return within({ day: iso(date), minutes }, now)
}

/** A term somebody may live to see: the server takes ten years. */
function within(spoken: Spoken, now: Present): Spoken | undefined {
  const days = (Date.parse(spoken.day) - midnight(now).getTime()) / 86_400_000
  return days >= 0 && days <= 3_650 ? spoken : undefined
}
