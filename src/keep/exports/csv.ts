import type { ColumnKind } from './shapes.ts'

// Rows as CSV (RFC 4180) for whoever opens it in a spreadsheet: UTF-8 with its mark, the separator and numbers of the language.

export type CsvForm = { language: string; kinds: readonly ColumnKind[] }

export const csvMark = '\ufeff'
const isRussian = (language: string) => language.startsWith('ru')

/** A line with its end. Texts that a spreadsheet would take for a formula get an apostrophe before them. */
export function csvLine(cells: readonly (string | number | null)[], { language, kinds }: CsvForm): string {
  const separator = isRussian(language) ? ';' : ','
  return `${cells.map((cell, i) => quoted(shown(cell, kinds[i] ?? 'text', language), separator)).join(separator)}\r\n`
}

function shown(cell: string | number | null, kind: ColumnKind, language: string): string {
  if (cell === null) return ''
  const russian = isRussian(language)
  if (typeof cell === 'number') return russian ? String(cell).replace('.', ',') : String(cell)
  const [, year, month, day, time] = kind === 'day' || kind === 'time' ? (/^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2}))?/.exec(cell) ?? []) : []
  if (year !== undefined) return `${russian ? `${day}.${month}.${year}` : `${year}-${month}-${day}`}${time ? ` ${time}` : ''}`
  return harmless(cell)
}

/** What begins a formula in a spreadsheet, its wide forms among them (OWASP, CSV injection). */
const formula = /^[=+\-@\t\r\n＝＋－＠]/

const harmless = (text: string) => (formula.test(text) ? `'${text}` : text).replaceAll('\0', '').toWellFormed()

const quoted = (text: string, separator: string) => (text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
