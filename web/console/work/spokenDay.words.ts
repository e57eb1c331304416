// What people type for days and times of day, in both languages whatever the page is in. Lower case, with е for ё.

/** How many days on. */
export const dayWords: ReadonlyMap<string, number> = new Map([
  ['today', 0],
  ['tonight', 0],
  ['tomorrow', 1],
  ['tmr', 1],
  ['tmrw', 1],
  ['сегодня', 0],
  ['завтра', 1],
  ['послезавтра', 2],
])

/** Minutes since midnight of a part of the day. */
export const hourWords: ReadonlyMap<string, number> = new Map([
  ['morning', 9 * 60],
  ['noon', 12 * 60],
  ['afternoon', 14 * 60],
  ['evening', 18 * 60],
  ['tonight', 18 * 60],
  ['утром', 9 * 60],
  ['утро', 9 * 60],
  ['полдень', 12 * 60],
  ['днем', 14 * 60],
  ['вечером', 18 * 60],
  ['вечер', 18 * 60],
])

/** Monday is 1. By their beginnings: "fri", "friday", "пт", "пятницу". */
export const weekdays: readonly (readonly [beginning: RegExp, day: number])[] = [
  [/^(mon(day)?|пн|понедельник)$/, 1],
  [/^(tue(s|sday)?|вт|вторник)$/, 2],
  [/^(wed(nesday)?|ср|сред[ау])$/, 3],
  [/^(thu(r|rs|rsday)?|чт|четверг)$/, 4],
  [/^(fri(day)?|пт|пятниц[ау])$/, 5],
  [/^(sat(urday)?|сб|суббот[ау])$/, 6],
  [/^(sun(day)?|вс|воскресенье)$/, 7],
]

/** By their first letters. */
export const months: readonly (readonly [beginning: RegExp, month: number])[] = [
  [/^(jan|янв)/, 1],
  [/^(feb|фев)/, 2],
  [/^(mar|мар)/, 3],
  [/^(apr|апр)/, 4],
  [/^(may$|ма[йя]$)/, 5],
  [/^(jun|июн)/, 6],
  [/^(jul|июл)/, 7],
  [/^(aug|авг)/, 8],
  [/^(sep|сен)/, 9],
  [/^(oct|окт)/, 10],
  [/^(nov|ноя)/, 11],
  [/^(dec|дек)/, 12],
]

export const units: readonly (readonly [word: RegExp, unit: 'minute' | 'hour' | 'day' | 'week' | 'month'])[] = [
  [/^(m|min|mins|minutes?|мин|минут[ауы]?)$/, 'minute'],
  [/^(h|hrs?|hours?|ч|час(а|ов)?)$/, 'hour'],
  [/^(d|days?|д|дн|день|дня|дней)$/, 'day'],
  [/^(w|wks?|weeks?|нед|недел[яюиь])$/, 'week'],
  [/^(mo|months?|мес|месяц(а|ев)?)$/, 'month'],
]
