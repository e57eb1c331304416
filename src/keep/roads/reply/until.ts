// Until when a pause is asked for: "till May", «до 1 мая», "for two weeks". Pure: words as `folded` in read.ts makes them (no letter twice in a row).

const dayMs = 86_400_000
const months = [
  ['january', 'jan', 'января', 'янв'],
  ['february', 'feb', 'февраля', 'фев'],
  ['march', 'mar', 'марта'],
  ['april', 'apr', 'апреля', 'апр'],
  ['may', 'мая'],
  ['june', 'jun', 'июня'],
  ['july', 'jul', 'июля'],
  ['august', 'aug', 'августа', 'авг'],
  ['september', 'sept', 'sep', 'сентября', 'сент'],
  ['october', 'oct', 'октября', 'окт'],
  ['november', 'nov', 'ноября'],
  ['december', 'dec', 'декабря', 'дек'],
] as const
const newYears = ['new year', 'the new year', 'next year', 'нового года', 'следующего года']
const spans: readonly (readonly [days: number, ...words: string[]])[] = [
  [1, 'day', 'days', 'день', 'дня', 'дней'],
  [7, 'wek', 'weks', 'неделю', 'недели', 'недель'],
  [30, 'month', 'months', 'месяц', 'месяца', 'месяцев'],
  [182, 'half a year', 'полгода'],
  [365, 'year', 'год'],
]
const counts: { readonly [word: string]: number } = { a: 1, an: 1, one: 1, two: 2, thre: 3, six: 6, одну: 1, один: 1, два: 2, две: 2, три: 3, шесть: 6 }

/** In how many days that is, rounded up; undefined: it says no time that we know, or one that is over. */
export const daysUntil = (said: string, now: Date): number | undefined => {
  const [, toDay] = /^(?:til|until|to|до) (.+)$/.exec(said) ?? []
  const [, span] = /^(?:for|на) (.+)$/.exec(said) ?? []
  const at = toDay === undefined ? undefined : momentOf(toDay, now)
  const days = at === undefined ? (span === undefined ? undefined : lengthOf(span)) : Math.ceil((at - now.getTime()) / dayMs)
  return days !== undefined && days > 0 ? days : undefined
}

function lengthOf(said: string): number | undefined {
  const [, count = '1', unit = said] = /^(\d{1,3}|\p{L}+) (.+)$/u.exec(said) ?? []
  const whole = spans.find(([, ...words]) => words.includes(said))
  if (whole) return whole[0]
  const of = spans.find(([, ...words]) => words.includes(unit))
  const times = counts[count] ?? Number(count)
  return of && Number.isInteger(times) ? of[0] * times : undefined
}

/** The beginning of that day, by UTC; without a year the next there is. */
function momentOf(said: string, now: Date): number | undefined {
  if (newYears.includes(said)) return Date.UTC(now.getUTCFullYear() + 1, 0, 1)
  const { year, month, day } = partsOf(said.replace(/ (?:года|г)$/, ''))
  if (month === undefined) return undefined
  const on = (y: number) => new Date(Date.UTC(y, month, day))
  if (on(year ?? 2024).getUTCMonth() !== month) return undefined
  if (year !== undefined) return on(year).getTime()
  const soon = on(now.getUTCFullYear())
  return soon > now ? soon.getTime() : on(now.getUTCFullYear() + 1).getTime()
}

type Parts = { year?: number; month?: number; day: number }

function partsOf(said: string): Parts {
  const [, y, m, d] = /^(\d{4}) (\d{1,2}) (\d{1,2})$/.exec(said) ?? []
  if (y !== undefined) return { year: Number(y), month: Number(m) - 1, day: Number(d) }
  const [, day, month, year] = /^(\d{1,2}) (\d{1,2})(?: (\d{4}))?$/.exec(said) ?? []
  if (day !== undefined) return { ...(year !== undefined && { year: Number(year) }), month: Number(month) - 1, day: Number(day) }
  return named(said.split(' '))
}

/** "1 May", "May 1", «1 мая 2027», "May". */
function named(words: readonly string[]): Parts {
  const at = months.findIndex((names) => names.some((name) => words.includes(name)))
  const numbers = words.filter((word) => /^\d{1,2}(?:st|nd|rd|th)?$/.test(word)).map((word) => Number.parseInt(word, 10))
  const years = words.filter((word) => /^\d{4}$/.test(word)).map(Number)
  if (at < 0 || words.length !== 1 + numbers.length + years.length || numbers.length > 1 || years.length > 1) return { day: 0 }
  return { ...(years[0] !== undefined && { year: years[0] }), month: at, day: numbers[0] ?? 1 }
}
