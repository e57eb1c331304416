import type { Desk } from '../errand.ts'
import { Unreadable } from '../errand.ts'
import { columnOf, type DateSystem, dateOfSerial, type Format, numberText } from './cells.ts'
import type { LineTrouble, TableRequest, TableResult } from './request.ts'
import { type Sink, sinkFor } from './sink.ts'
import { type Archive, readFormats, readTexts, readWorkbook, type Workbook } from './workbook.ts'
import { attribute, type XmlVisitor, xmlScanner } from './xml.ts'
import { newBudget, unpack, zipEntries } from './zip.ts'

/**
 * Reads one sheet of a workbook as a stream: the named one, else the first that is not hidden. A formula gives the value
 * it was saved with and is never worked out; one that was never saved with a value is a trouble of its row.
 */
export async function readXlsx(desk: Desk, request: TableRequest): Promise<TableResult> {
  const archive: Archive = { desk, entries: await zipEntries(desk), budget: newBudget() }
  const workbook = await readWorkbook(archive)
  const sheet = chosen(workbook, request.form.sheet)
  const book: Book = { texts: await readTexts(archive), formats: await readFormats(archive), dates: workbook.dates }
  const sink = sinkFor(desk, request, 'padded')
  const scanner = xmlScanner(sheetVisitor(book, sink, request))
  for await (const piece of unpack(desk, sheet.entry, archive.budget)) {
    scanner.write(piece)
    await sink.flush('enough')
    if (sink.full()) break
  }
  if (!sink.full()) scanner.end()
  await sink.flush('all')
  const sheets = workbook.sheets.filter((s) => !s.hidden).map((s) => s.name)
  return { form: { kind: 'xlsx', sheet: sheet.name, sheets }, rows: sink.rows() }
}

function chosen(workbook: Workbook, name: string | undefined): Workbook['sheets'][number] {
  const sheet = name === undefined ? workbook.sheets.find((s) => !s.hidden) : workbook.sheets.find((s) => s.name === name)
  if (sheet) return sheet
  const names = workbook.sheets.map((s) => `«${s.name}»`).join(', ')
  throw new Unreadable(name === undefined ? `All sheets of the workbook are hidden: ${names}.` : `The workbook has no sheet «${name}»; it has ${names}.`)
}

type Book = { texts: string[]; formats: Format[]; dates: DateSystem }
type Cell = { column: number; reference: string; type: string; style: number; text: string; formula: boolean }

function sheetVisitor(book: Book, sink: Sink, request: TableRequest): XmlVisitor {
  const wanted = request.columns ? new Set(request.columns) : undefined
  const firstLine = request.from?.line ?? 1
  let line = 0
  let cells: string[] = []
  let cell: Cell | undefined
  let taking = false
  let trouble: { code: LineTrouble; detail: string } | undefined

  function finish(done: Cell): void {
    const value = shownBy(done, book)
    if (typeof value !== 'string') {
      if (!wanted || wanted.has(done.column)) trouble ??= { code: value.trouble, detail: done.reference }
      return put(done.column, done.text)
    }
    put(done.column, value)
  }

  function put(column: number, value: string): void {
    while (cells.length < column) cells.push('')
    cells[column] = value
  }

  function finishRow(): void {
    if (line < firstLine) return
    sink.from({ at: line, line })
    if (trouble) sink.trouble(line, trouble.code, trouble.detail, cells)
    else sink.row(line, cells)
  }

  return {
    open(name, attributes) {
      if (name === 'v' || name === 't') taking = cell !== undefined
      else if (name === 'c') cell = openCell(attributes, cells.length)
      else if (name === 'f' && cell) cell.formula = true
      else if (name === 'row') {
        line = Number(attribute(attributes, 'r') ?? line + 1)
        cells = []
        trouble = undefined
      }
    },
    close(name) {
      if (name === 'v' || name === 't') taking = false
      else if (name === 'c' && cell) {
        finish(cell)
        cell = undefined
      } else if (name === 'row') finishRow()
    },
    text(text) {
      if (taking && cell) cell.text += text
    },
  }
}

function openCell(attributes: string, next: number): Cell {
  const reference = attribute(attributes, 'r') ?? ''
  return {
    column: columnOf(reference) ?? next,
    reference,
    type: attribute(attributes, 't') ?? 'n',
    style: Number(attribute(attributes, 's') ?? 0),
    text: '',
    formula: false,
  }
}

/** What the cell shows, by its type (ECMA-376 part 1, 18.18.11). */
function shownBy(cell: Cell, book: Book): string | { trouble: LineTrouble } {
  if (cell.formula && cell.text === '' && cell.type !== 'str') return { trouble: 'no_cached_value' }
  switch (cell.type) {
    case 's':
      return book.texts[Number(cell.text)] ?? ''
    case 'b':
      return cell.text === '1' ? 'true' : 'false'
    case 'e':
      return { trouble: 'cell_error' }
    case 'n': {
      if (cell.text === '') return ''
      const date = book.formats[cell.style] === 'date' ? dateOfSerial(Number(cell.text), book.dates) : undefined
      return date ?? numberText(cell.text)
    }
    default:
      return cell.text
  }
}
