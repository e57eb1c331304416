import { AppError } from '../../platform/errors.ts'
import { bytesOfRaw, type Encoding, encoderOf, readTable, type TableForm, type TableRequest } from '../courier/index.ts'
import type { ImportDeps } from './deps.ts'
import { ownColumns } from './mapping/header.ts'
import type { Left } from './run/preset.ts'
import { type Language, sentenceOf } from './sentences.ts'
import { reasons } from './shapes.ts'
import type { ImportRow } from './store.ts'
import { openNames } from './upload/secrets.ts'
import { formOf, openUpload } from './upload/upload.ts'

// What did not go in, given back: our line and reason first, then the row byte by byte as it came, with its own delimiter,
// encoding, quotes and cells too many. Ours stand first, so that a row with a cell too many or a quote left open does not
// take them along.

const linesAtOnce = 20_000

export type RejectedFile = { encoding: Encoding; pieces: AsyncGenerator<Buffer> }

export function rejectedFile(deps: ImportDeps, row: ImportRow, language: Language): RejectedFile {
  if (!row.sealed_header || !row.sealed_key) throw new AppError('not_found', 'The uploaded file was destroyed, and its rejected rows with it.')
  const names = openNames(deps.keyring, row.import_id, row.sealed_header)
  const form = formOf(row)
  const csv = form.kind === 'csv'
  const encoding = (csv ? form.encoding : undefined) ?? 'utf-8'
  // Western bytes have no Russian letters to write a reason with.
  const writing: Writing = { encoding, delimiter: (csv ? form.delimiter : undefined) ?? ',', language: encoding === 'windows-1252' ? 'en' : language }
  return { encoding, pieces: csv ? rawPieces(deps, { row, names, form, writing }) : cellPieces(deps, { row, names, form, writing }) }
}

type Writing = { encoding: Encoding; delimiter: string; language: Language }
type Asked = { row: ImportRow; names: readonly string[]; form: TableForm; writing: Writing }

const mark = '\ufeff'

/** Rows of a CSV as the bytes they came in. */
async function* rawPieces(deps: ImportDeps, { row, names, form, writing }: Asked): AsyncGenerator<Buffer> {
  const { encoding, delimiter, language } = writing
  const own = encoderOf(encoding)
  const header = row.header_line ?? 1
  if (encoding.startsWith('utf-')) yield own(mark)
  if (header === 0) yield own(`${csvCells([...ownColumns, ...names], delimiter)}\r\n`)
  for await (const { line, cells, found } of wantedRows(deps, row, { form, raw: true }, header)) {
    const first = found ? [String(line), sentenceOf(found, language)] : ownColumns
    yield Buffer.concat([own(`${csvCells(first, delimiter)}${delimiter}`), bytesOfRaw(cells[0] ?? '', encoding), own('\r\n')])
  }
}

/** Rows of a workbook or a Parquet file, whose cells are no text, as CSV in UTF-8. */
async function* cellPieces(deps: ImportDeps, { row, names, form, writing }: Asked): AsyncGenerator<Buffer> {
  const { delimiter, language } = writing
  yield Buffer.from(`${mark}${csvCells([...ownColumns, ...names], delimiter)}\r\n`)
  for await (const { line, cells, found } of wantedRows(deps, row, { form, lossy: true }, 0)) {
    if (found) yield Buffer.from(`${csvCells([String(line), sentenceOf(found, language), ...cells], delimiter)}\r\n`)
  }
}

type Wanted = { line: number; cells: readonly string[]; found: Found | undefined }

/** The rows that something is to be said of, in the order of the file; and the header, of which nothing is. */
async function* wantedRows(deps: ImportDeps, row: ImportRow, request: TableRequest, header: number): AsyncGenerator<Wanted> {
  const file = await openUpload(deps, row)
  try {
    const rejects = foundIn(deps, row.import_id)
    let next = await rejects.next()
    for await (const batch of readTable(deps.courier, file, request)) {
      for (const [i, line] of batch.lines.entries()) {
        while (!next.done && next.value.line < line) next = await rejects.next()
        const found = !next.done && next.value.line === line ? next.value : undefined
        if (found || line === header) yield { line, cells: batch.rows[i] ?? [], found }
      }
      if (next.done) return
    }
  } finally {
    await file.close()
  }
}

type Found = { line: number; whole: Left[]; parts: Left[] }

/** Line by line, all that was found wrong with it. */
async function* foundIn(deps: ImportDeps, id: number): AsyncGenerator<Found> {
  let one: Found | undefined
  for (let after = -1; ; ) {
    const rows = await linesAfter(deps, id, after)
    for (const { line, reason, detail, part } of rows) {
      const known = reasons.find((r) => r === reason)
      if (!known) continue
      if (one?.line !== line) {
        if (one) yield one
        one = { line, whole: [], parts: [] }
      }
      one[part ? 'parts' : 'whole'].push({ reason: known, detail })
    }
    const last = rows.at(-1)
    if (!last) break
    after = last.line
  }
  if (one) yield one
}

/** Whole lines: what is found of the last one is never cut in two. */
function linesAfter(deps: ImportDeps, id: number, after: number) {
  const upTo = deps.db
    .selectFrom('keep.import_reject')
    .select('line')
    .distinct()
    .where('import_id', '=', id)
    .where('line', '>', after)
    .orderBy('line')
    .limit(linesAtOnce)
  return deps.db
    .selectFrom('keep.import_reject')
    .select(['line', 'reason', 'detail', 'part'])
    .where('import_id', '=', id)
    .where('line', 'in', upTo)
    .orderBy('line')
    .execute()
}

function csvCells(cells: readonly string[], delimiter: string): string {
  return cells.map((cell) => (cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter)
}
