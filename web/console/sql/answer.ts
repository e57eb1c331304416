import type { z } from 'zod'
import type { askSql } from '../../../src/office/analyst/contract.ts'
import { csvLineOf, csvMark, harmless } from '../../../src/platform/csv.ts'
import type { Plot } from '../../ui/chart/shapes.ts'

// An answer as a file and, where it fits, as a chart.

export type Answer = z.output<typeof askSql.output>

/** The answer as a spreadsheet of this language reads it. */
export function csvOf({ columns, rows }: Pick<Answer, 'columns' | 'rows'>, language: 'en' | 'ru'): string {
  const separator = language === 'ru' ? ';' : ','
  const line = (cells: readonly (string | number | boolean | null)[]) => csvLineOf(cells.map(cellOf(language)), separator)
  return csvMark + line(columns.map(({ name }) => name)) + rows.map(line).join('')
}

const cellOf = (language: 'en' | 'ru') => (cell: string | number | boolean | null) => {
  if (cell === null) return ''
  if (typeof cell === 'number') return language === 'ru' ? String(cell).replace('.', ',') : String(cell)
  return harmless(String(cell))
}

const mostPoints = 60
const mostLines = 4

/** What is named in the first column, drawn by the figures in the others; undefined where it is not like that. */
export function plotOf({ columns, rows }: Pick<Answer, 'columns' | 'rows'>): Plot | undefined {
  const figures = columns.slice(1)
  if (rows.length < 2 || rows.length > mostPoints || figures.length < 1 || figures.length > mostLines) return undefined
  const isFigure = (at: number) => rows.every((row) => row[at] === null || typeof row[at] === 'number') && rows.some((row) => row[at] !== null)
  if (!figures.every((_, i) => isFigure(i + 1))) return undefined
  const names = rows.map((row) => (row[0] === null || row[0] === undefined ? '—' : String(row[0])))
  if (new Set(names).size < names.length) return undefined
  const isTime = names.every((name) => /^\d{4}-\d{2}/.test(name))
  return {
    look: 'bars',
    along: { title: columns[0]?.name ?? '', names, isTime },
    series: figures.map(({ name }, i) => ({
      name,
      values: rows.map((row) => {
        const cell = row[i + 1]
        return typeof cell === 'number' ? cell : null
      }),
    })),
    unit: { of: 'count' },
  }
}
