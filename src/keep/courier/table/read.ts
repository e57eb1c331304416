import type { Desk } from '../errand.ts'
import { Unreadable } from '../errand.ts'
import { readCsv } from './csv.ts'
import { readParquet } from './parquet.ts'
import type { TableKind, TableRequest, TableResult } from './request.ts'
import { readXlsx } from './xlsx.ts'

const readers = { csv: readCsv, xlsx: readXlsx, parquet: readParquet }

/** Reads a table of any kind and gives its rows in batches; throws Unreadable when the file as a whole cannot be read. */
export async function readTable(desk: Desk, request: TableRequest): Promise<TableResult> {
  if (desk.size === 0) throw new Unreadable('The file is empty.')
  const kind = kindOf(await desk.read(0, 8)) ?? request.form.kind ?? 'csv'
  return readers[kind](desk, request)
}

/** What the first bytes say; a file that is certainly no table is refused by name. */
function kindOf(head: Buffer): TableKind | undefined {
  const hex = head.toString('hex')
  if (hex.startsWith('504b0304') || hex.startsWith('504b0506')) return 'xlsx'
  if (hex.startsWith('50415231')) return 'parquet'
  const other = strangers.find(([magic]) => hex.startsWith(magic))
  if (other) throw new Unreadable(other[1])
  return undefined
}

const strangers = [
  ['d0cf11e0a1b11ae1', 'This is an old .xls workbook or one locked with a password: save it as .xlsx without a password and send that.'],
  ['1f8b', 'The file is packed with gzip: unpack it and send what is inside.'],
  ['28b52ffd', 'The file is packed with zstd: unpack it and send what is inside.'],
  ['377abcaf', 'The file is a 7z archive: unpack it and send what is inside.'],
  ['52617221', 'The file is a RAR archive: unpack it and send what is inside.'],
  ['25504446', 'This is a PDF: a table is needed, as CSV, XLSX or Parquet.'],
  ['89504e47', 'This is a picture: a table is needed, as CSV, XLSX or Parquet.'],
  ['ffd8ff', 'This is a picture: a table is needed, as CSV, XLSX or Parquet.'],
] as const
