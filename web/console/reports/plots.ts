import type { Breakdown } from '../../../src/office/reports/shapes.ts'
import type { Plot, Unit } from '../../ui/chart/shapes.ts'
import { everyOf } from './naming.ts'
import type { Figures } from './queries.ts'
import { firstDays, pointName } from './time.ts'

type Given = {
  by: readonly Breakdown[]
  currency: string | null
  look: 'line' | 'bars'
  unit: Unit
  title: string
  byName: (by: Breakdown) => string
  valueName: (at: number, value: string | null) => string
  language: 'en' | 'ru'
}

/** What is drawn of figures: time runs along where there is any, else what it is split by first; the other is the series, the greatest first. */
export function plotOf(answer: Figures, given: Given): Plot {
  const { by, currency, unit } = given
  const timeAt = by.findIndex((one) => everyOf(one) !== undefined)
  const alongAt = Math.max(0, timeAt)
  const otherAt = by.length > 1 ? 1 - alongAt : -1
  const rows = answer.rows.filter((row) => row.currency === currency)
  const every = timeAt < 0 ? undefined : everyOf(by[timeAt] ?? 'month')
  const whole = every && answer.from && answer.until ? firstDays(answer.from, answer.until, every, answer.week_start) : undefined
  // A company is not drawn before its first figure.
  const first = rows.map(({ key }) => key[alongAt] ?? '').toSorted()[0] ?? '9'
  const days = whole?.filter((day) => day >= first)
  const along: (string | null)[] = days ?? [...new Set(rows.map(({ key }) => key[alongAt] ?? null))]
  const others = otherAt < 0 ? [] : ranked(rows, otherAt)
  const held = new Map(rows.map(({ key, value }) => [JSON.stringify(otherAt < 0 ? [key[alongAt]] : [key[alongAt], key[otherAt]]), value]))
  // Where nothing is withheld, what is not there did not happen.
  const gap = answer.withheld > 0 || answer.cut > 0 ? null : 0
  const valuesOf = (rest: readonly (string | null)[]) => along.map((one) => held.get(JSON.stringify([one, ...rest])) ?? gap)
  const looksLikeTime = days !== undefined
  return {
    look: looksLikeTime ? given.look : 'bars',
    along: {
      title: given.byName(by[alongAt] ?? 'month'),
      names: days && every ? days.map((day) => pointName(day, every, given.language)) : along.map((one) => given.valueName(alongAt, one)),
      isTime: looksLikeTime,
    },
    series:
      otherAt < 0 ? [{ name: given.title, values: valuesOf([]) }] : others.map((one) => ({ name: given.valueName(otherAt, one), values: valuesOf([one]) })),
    unit,
  }
}

function ranked(rows: Figures['rows'], at: number): (string | null)[] {
  const sums = new Map<string | null, number>()
  for (const { key, value } of rows) sums.set(key[at] ?? null, (sums.get(key[at] ?? null) ?? 0) + value)
  return [...sums].toSorted(([, a], [, b]) => b - a).map(([one]) => one)
}
