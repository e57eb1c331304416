import { csvLineOf, csvMark, harmless } from '../../../src/platform/csv.ts'
import type { Language } from '../words.ts'
import { type Flow, type Plot, told } from './shapes.ts'

// The same figures as rows: for the table under a chart, and for a file.

export type Row = { head: string; cells: readonly (number | null)[] }
export type Rows = { titles: readonly string[]; rows: readonly Row[] }

export const plotRows = ({ along, series }: Plot): Rows => ({
  titles: [along.title, ...series.map(({ name }) => name)],
  rows: along.names.map((head, at) => ({ head, cells: series.map(({ values }) => values[at] ?? null) })),
})

export function flowRows({ nodes, links, titles }: Flow): Rows {
  const names = new Map(nodes.map(({ id, name }) => [id, name]))
  return {
    titles: [`${titles.from} → ${titles.to}`, titles.value],
    rows: links.map(({ from, to, value }) => ({ head: `${names.get(from)} → ${names.get(to)}`, cells: [value] })),
  }
}

/** A file for a spreadsheet of the reader's language: numbers bare, money in whole units of its currency. */
export function csvOf({ titles, rows }: Rows, unit: Plot['unit'], language: Language): string {
  const separator = language === 'ru' ? ';' : ','
  const line = (cells: readonly string[]) => csvLineOf(cells, separator)
  const number = (value: number | null) => {
    if (value === null) return ''
    const plain = String(unit.of === 'money' ? Number((value / 10 ** digitsOf(unit.currency)).toFixed(digitsOf(unit.currency))) : value)
    return language === 'ru' ? plain.replace('.', ',') : plain
  }
  return csvMark + [line(titles.map(harmless)), ...rows.map(({ head, cells }) => line([harmless(head), ...cells.map(number)]))].join('')
}

const digitsOf = (currency: string) => new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

export const cellText = (value: number | null, unit: Plot['unit'], language: Language): string => (value === null ? '—' : told(value, unit, language))
