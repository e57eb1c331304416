import type { Keyring } from '../../keyring/index.ts'

// Which row holds the names of the columns, and what they are.

/** Columns that we added to a rejected file: known again when it comes back, and never brought in. */
export const ownColumns = ['rapport_line', 'rapport_reason'] as const

/** A file that was rejected twice has them twice, and the later ones got a number. */
export const isOwnColumn = (name: string): boolean => /^rapport_(line|reason)( \(\d+\))?$/.test(name)

export type Header = { line: number; names: string[] }

/**
 * The header among the first rows of a file: the first row that is filled like the rows after it, if it holds only words.
 * A title above it is passed over. A file without one has line 0 and columns by number: its first row is data.
 */
export function findHeader(rows: readonly (readonly string[])[], lines: readonly number[]): Header {
  const usual = usualWidth(rows)
  const at = rows.slice(0, titlesAtMost).findIndex((row) => filled(row) >= Math.max(1, Math.ceil(usual * 0.5)))
  const row = rows[at]
  return row?.every(isName) ? { line: lines[at] ?? 1, names: distinct(row) } : { line: 0, names: distinct(new Array<string>(usual).fill('')) }
}

const titlesAtMost = 10

function usualWidth(rows: readonly (readonly string[])[]): number {
  const widths = rows.map((row) => row.length).sort((a, b) => a - b)
  return widths[Math.floor(widths.length / 2)] ?? 1
}

const filled = (row: readonly string[]) => row.filter((cell) => cell.trim() !== '').length

/** A number, a date or an address is somebody's data, not a name of a column. */
const isName = (cell: string) => !/^[-+]?[\d\s.,:/-]+$/.test(cell.trim() || 'empty') && !cell.includes('@')

/** Names as they stand, trimmed; a repeated one gets a number, an empty one its place. */
function distinct(cells: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return cells.map((cell, i) => {
    const name = cell.trim().slice(0, 480) || `column ${i + 1}`
    const n = (seen.get(name) ?? 0) + 1
    seen.set(name, n)
    return n === 1 ? name : `${name} (${n})`
  })
}

/** What a mapping is remembered by: the set of names, whatever their order, without the columns that we added. */
export function headersDigest(keyring: Pick<Keyring, 'digest'>, names: readonly string[]): Buffer {
  const own = names.filter((name) => !isOwnColumn(name))
  return keyring.digest('import-headers', [...own].sort().join('\0'))
}
