// A table is what CSV, XLSX and Parquet have in common: rows of cells, all text, with line numbers a person can look up.
// Types only: both sides and the browser-facing contracts may import this file.

export type TableKind = 'csv' | 'xlsx' | 'parquet'
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1251' | 'koi8-r' | 'cp866' | 'windows-1252'
export type Delimiter = ',' | ';' | '\t' | '|'

/** How a file is to be read. What is left out is found out from its first bytes. */
export type TableForm = {
  kind?: TableKind | undefined
  encoding?: Encoding | undefined
  delimiter?: Delimiter | undefined
  sheet?: string | undefined
}

/** Where reading may start again: `at` is a byte of a CSV, a row of the others; `line` what a person calls that row. */
export type Position = { at: number; line: number }

export type TableRequest = {
  form: TableForm
  from?: Position | undefined
  /** Stop after so many rows. */
  limit?: number | undefined
  /** Give only these columns, by number from 0; the others are not sent over. */
  columns?: readonly number[] | undefined
  /** A row with another number of cells is a trouble of that line. */
  width?: number | undefined
  /** Give troubled rows too, as well as they can be read, to show them back to their owner. */
  lossy?: boolean | undefined
  /** CSV: give each row as one cell with its own characters, quotes and all, to hand back byte by byte (`bytesOfRaw`). */
  raw?: boolean | undefined
}

export type LineTrouble = 'ragged' | 'invalid_utf8' | 'nul_byte' | 'open_quote' | 'no_cached_value' | 'cell_error' | 'too_long'

/** A batch on its way: 0 stands for a cell that says the same as the one above it. Files repeat themselves a lot. */
export type SentBatch = Omit<TableBatch, 'rows'> & { rows: (string | 0)[][] }

export type TableBatch = {
  /** Where to start again to get this very batch. */
  start: Position
  rows: string[][]
  /** For each row, the line it began on (CSV), its row number (XLSX), or its number counting the header as 1 (Parquet). */
  lines: number[]
  /** Lines that gave no row, and why; `detail` is a number of cells or the name of a cell. */
  troubles: TroubledLine[]
}

/** `cells` is what could be read of the asked columns: enough to tell which order the line belongs to, not to keep. */
export type TroubledLine = { line: number; code: LineTrouble; detail: string; cells: string[] }

export type TableResult = {
  form: { kind: TableKind; encoding?: Encoding | undefined; delimiter?: Delimiter | undefined; sheet?: string | undefined; sheets?: string[] | undefined }
  rows: number
}
