import { money, percent } from '../formats.ts'
import { numbers } from '../formatters.ts'
import type { Language } from '../words.ts'

// What a chart is given: plain rows. Whatever is drawn stands under it as a table of the same.

export type Unit = { of: 'count' } | { of: 'share' } | { of: 'money'; currency: string }

export type Plot = {
  look: 'line' | 'bars'
  /** Along which the values stand: points in time from left to right, or things from the top down. */
  along: { title: string; names: readonly string[]; isTime: boolean }
  /** `null`: not told. One value for each of the names. */
  series: readonly { name: string; values: readonly (number | null)[] }[]
  unit: Unit
}

export type Flow = {
  /** `name` is shown; `id` is what links speak of. */
  nodes: readonly { id: string; name: string /** Which colour, by number. */; tone: number }[]
  links: readonly { from: string; to: string; value: number }[]
  titles: { from: string; to: string; value: string }
}

/** More are not drawn: nobody tells nine colours apart. */
export const mostSeries = 8

export function told(value: number, unit: Unit, language: Language): string {
  if (unit.of === 'share') return percent(value, language)
  if (unit.of === 'money') return money({ minor: Math.round(value), currency: unit.currency }, language)
  return numbers(language, { maximumFractionDigits: 2 }).format(value)
}

/** As it stands on an axis: 12K, 12 тыс. */
export function toldShort(value: number, unit: Unit, language: Language): string {
  if (unit.of === 'share') return percent(value, language)
  const short = { notation: 'compact', maximumFractionDigits: 1 } as const
  if (unit.of === 'count') return numbers(language, short).format(value)
  const digits = numbers('en', { style: 'currency', currency: unit.currency }).resolvedOptions().maximumFractionDigits ?? 2
  return numbers(language, { ...short, style: 'currency', currency: unit.currency, currencyDisplay: 'narrowSymbol', minimumFractionDigits: 0 }).format(
    value / 10 ** digits,
  )
}
