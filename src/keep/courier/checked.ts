import { assert } from '../../platform/errors.ts'
import type { Delimiter, Encoding, LineTrouble, SentBatch, TableBatch, TableKind, TableResult } from './table/request.ts'

// The courier may have been taken over by the file it reads. What it says is text of the file's owner at best, so the
// keep checks its shape by hand: a schema library would cost more here than the import itself.

const kinds: ReadonlySet<unknown> = new Set<TableKind>(['csv', 'xlsx', 'parquet'])
const encodings: ReadonlySet<unknown> = new Set<Encoding>(['utf-8', 'utf-16le', 'utf-16be', 'windows-1251', 'koi8-r', 'cp866', 'windows-1252'])
const delimiters: ReadonlySet<unknown> = new Set<Delimiter>([',', ';', '\t', '|'])
const troubles: ReadonlySet<unknown> = new Set<LineTrouble>(['ragged', 'invalid_utf8', 'nul_byte', 'open_quote', 'no_cached_value', 'cell_error', 'too_long'])

const wrong = 'the courier gave what is no table'

/** The batch with every cell in its place. */
export function checkedBatch(value: unknown): TableBatch {
  assert(isBatch(value), wrong)
  const { rows } = value
  fillIn(rows)
  return { ...value, rows }
}

/** In place: a batch is a million cells, and copying them would cost more than reading the file. */
function fillIn(rows: (string | 0)[][]): asserts rows is string[][] {
  let above: (string | 0)[] = []
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) if (row[i] === 0) row[i] = above[i] ?? ''
    above = row
  }
}

export function checkedResult(value: unknown): TableResult {
  assert(isResult(value), wrong)
  return value
}

/** A piece of a file that the courier wrote. */
export function checkedBytes(value: unknown): Buffer {
  assert(isRecord(value) && typeof value['bytes'] === 'string', 'the courier gave what is no piece of a file')
  return Buffer.from(value['bytes'], 'base64')
}

function isBatch(value: unknown): value is SentBatch {
  if (!isRecord(value)) return false
  const { start, rows, lines, troubles: found } = value
  return (
    isRecord(start) &&
    isCount(start['at']) &&
    isCount(start['line']) &&
    Array.isArray(rows) &&
    Array.isArray(lines) &&
    rows.length === lines.length &&
    rows.every(isRow) &&
    lines.every(isCount) &&
    Array.isArray(found) &&
    found.every(isTrouble)
  )
}

function isRow(value: unknown): boolean {
  if (!Array.isArray(value)) return false
  for (const cell of value) if (typeof cell !== 'string' && cell !== 0) return false
  return true
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((cell) => typeof cell === 'string')
}

function isTrouble(value: unknown): boolean {
  return isRecord(value) && isCount(value['line']) && troubles.has(value['code']) && isShort(value['detail']) && isTexts(value['cells'])
}

function isResult(value: unknown): value is TableResult {
  if (!isRecord(value) || !isCount(value['rows']) || !isRecord(value['form'])) return false
  const { kind, encoding, delimiter, sheet, sheets } = value['form']
  return (
    kinds.has(kind) &&
    (encoding === undefined || encodings.has(encoding)) &&
    (delimiter === undefined || delimiters.has(delimiter)) &&
    (sheet === undefined || isShort(sheet)) &&
    (sheets === undefined || (Array.isArray(sheets) && sheets.every(isShort)))
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 500
}
