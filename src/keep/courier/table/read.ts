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
  const head = await desk.read(0, Math.min(desk.size, lookedAt))
  const kind = kindOf(head) ?? request.form.kind ?? 'csv'
  if (kind === 'csv' && !request.form.encoding?.startsWith('utf-16') && isNoText(head))
    throw new Unreadable('This does not read as text: the file may be damaged. A table is needed, as CSV, XLSX or Parquet.')
  return readers[kind](desk, request)
}

const lookedAt = 4096
const leastSigns = 16
const marked = (head: Buffer) => head.toString('hex', 0, 2) === 'fffe' || head.toString('hex', 0, 2) === 'feff'

/**
 * Whether these bytes are no text in any encoding: of random ones every tenth is a control code, in a text hardly any is, whatever its
 * letters are. Wide text shows by its mark or its zeros, and has such bytes in its letters.
 */
function isNoText(head: Buffer): boolean {
  if (marked(head)) return false
  let [signs, zeros] = [0, 0]
  for (const byte of head) {
    if (byte === 0) zeros += 1
    else if (byte < 32 && !(byte >= 9 && byte <= 13) && byte !== 26 && byte !== 27) signs += 1
  }
  return zeros < head.length / 32 && signs >= leastSigns && signs > head.length / 20
}

/** What the first bytes say; a file that is certainly no table is refused by name. */
function kindOf(head: Buffer): TableKind | undefined {
  const hex = head.toString('hex', 0, 8)
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
