import { csvLineOf, harmless } from '../../platform/csv.ts'
import type { ColumnKind } from './shapes.ts'

// Rows as CSV for whoever opens it in a spreadsheet: the separator and numbers of the language.

export type CsvForm = { language: string; kinds: readonly ColumnKind[] }

const isRussian = (language: string) => language.startsWith('ru')

/** A line with its end. Texts that a spreadsheet would take for a formula get an apostrophe before them. */
export function csvLine(cells: readonly (string | number | null)[], { language, kinds }: CsvForm): string {
  return csvLineOf(
    cells.map((cell, i) => shown(cell, kinds[i] ?? 'text', language)),
    isRussian(language) ? ';' : ',',
  )
}

function shown(cell: string | number | null, kind: ColumnKind, language: string): string {
  if (cell === null) return ''
  const russian = isRussian(language)
  if (typeof cell === 'number') return russian ? String(cell).replace('.', ',') : String(cell)
  const [, year, month, day, time] = kind === 'day' || kind === 'time' ? (/^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2}))?/.exec(cell) ?? []) : []
  if (year !== undefined) return `${russian ? `${day}.${month}.${year}` : `${year}-${month}-${day}`}${time ? ` ${time}` : ''}`
  return harmless(cell)
}
