import { newZip, ZipTooLarge } from '../../../platform/zip.ts'
import type { Desk } from '../errand.ts'
import { Unreadable } from '../errand.ts'
import { aboutBegins, escaped, partsOf, sheetBegins, sheetEnds, style } from './parts.ts'
import { type CellKind, mostSheetRows, type SheetRequest, type SheetRow } from './request.ts'

const readAtOnce = 1024 * 1024
const giveAtOnce = 512 * 1024
/** What a cell takes; the rest of a longer text is left out, and the cell says so by its last sign. */
const longestCell = 32_767
/** A text that a spreadsheet would take for a formula, were it typed. */
const likeFormula = /^[=+\-@\t\r]/

/** Writes a workbook as `written` does; one that would be too large is refused in a sentence. */
export async function writeSheet(desk: Desk, request: SheetRequest): Promise<{ rows: number }> {
  try {
    return await written(desk, request)
  } catch (error) {
    if (error instanceof ZipTooLarge) throw new Unreadable('The workbook would be larger than 4 GB, which no program opens: choose CSV.')
    throw error
  }
}

/** Writes a workbook from rows that lie in the file as lines of JSON; gives its bytes in pieces as base64, and the number of rows. */
async function written(desk: Desk, request: SheetRequest): Promise<{ rows: number }> {
  let held: Buffer[] = []
  let size = 0
  const hand = async () => {
    if (size > 0) await desk.give({ bytes: Buffer.concat(held).toString('base64') })
    held = []
    size = 0
  }
  const counted = { rows: 0 }
  for await (const bytes of workbook(desk, request, counted)) {
    held.push(bytes)
    size += bytes.length
    if (size >= giveAtOnce) await hand()
  }
  await hand()
  return counted
}

async function* workbook(desk: Desk, request: SheetRequest, counted: { rows: number }): AsyncGenerator<Buffer> {
  const zip = newZip()
  for (const [name, text] of partsOf(request)) yield* zip.add(name, [Buffer.from(text)])
  yield* zip.add('xl/worksheets/sheet1.xml', sheet(desk, request, counted))
  yield* zip.add('xl/worksheets/sheet2.xml', [Buffer.from(`${aboutBegins}${request.about.map(aboutRow).join('')}${sheetEnds}`)])
  yield* zip.end()
}

async function* sheet(desk: Desk, { columns }: SheetRequest, counted: { rows: number }): AsyncGenerator<Buffer> {
  const letters = columns.map((_, i) => lettersOf(i))
  const at = (i: number) => `${letters[i]}${counted.rows + 1}`
  yield Buffer.from(`${sheetBegins(columns)}<row r="1">${columns.map((c, i) => textCell(at(i), c.title, style.head)).join('')}</row>`)
  for await (const lines of linesOf(desk)) {
    const out: string[] = []
    for (const line of lines) {
      counted.rows += 1
      if (counted.rows >= mostSheetRows) throw new Unreadable('A workbook takes at most 1,048,575 rows: choose CSV.')
      const row: SheetRow = JSON.parse(line)
      out.push(`<row r="${counted.rows + 1}">${columns.map(({ kind }, i) => cell(at(i), row[i] ?? null, kind)).join('')}</row>`)
    }
    yield Buffer.from(out.join(''))
  }
  yield Buffer.from(sheetEnds)
}

/** The lines of the file, so many at a time as a read brings. */
async function* linesOf(desk: Desk): AsyncGenerator<string[]> {
  let rest = Buffer.alloc(0)
  for (let at = 0; at < desk.size; ) {
    const bytes = await desk.read(at, readAtOnce)
    if (bytes.length === 0) break
    at += bytes.length
    const all = Buffer.concat([rest, bytes])
    const end = all.lastIndexOf(10)
    rest = all.subarray(end + 1)
    if (end > 0) yield all.subarray(0, end).toString('utf8').split('\n')
  }
  if (rest.length > 0) yield [rest.toString('utf8')]
}

function cell(at: string, value: string | number | null, kind: CellKind): string {
  if (value === null || value === '') return ''
  if (typeof value === 'number') return `<c r="${at}" s="${kind === 'money' ? style.money : style.number}"><v>${value}</v></c>`
  const serial = kind === 'day' || kind === 'time' ? serialOf(value) : undefined
  if (serial !== undefined) return `<c r="${at}" s="${kind === 'day' ? style.day : style.time}"><v>${serial}</v></c>`
  return textCell(at, value, likeFormula.test(value) ? style.quoted : style.plain)
}

const textCell = (at: string, text: string, s: number) => `<c r="${at}" t="inlineStr" s="${s}"><is><t xml:space="preserve">${escaped(cut(text))}</t></is></c>`

const cut = (text: string) => (text.length > longestCell ? `${text.slice(0, longestCell - 1)}…` : text)

const aboutRow = ([label, value]: readonly [string, string], i: number) =>
  `<row r="${i + 1}">${textCell(`A${i + 1}`, label, style.head)}${textCell(`B${i + 1}`, value, style.quoted)}</row>`

/** 0 is A, 25 is Z, 26 is AA. */
function lettersOf(column: number): string {
  const before = Math.floor(column / 26)
  return `${before > 0 ? lettersOf(before - 1) : ''}${String.fromCharCode(65 + (column % 26))}`
}

const dayMs = 86_400_000
/** Day 0 of a workbook's calendar (ECMA-376, part 1, 18.17.4.1), good from March 1900 on. */
const dayZero = Date.UTC(1899, 11, 30)
const firstGood = 61

/** Days since the calendar's begin; a date before it, or none, stays text. */
function serialOf(text: string): number | undefined {
  const ms = Date.parse(text.length === 10 ? `${text}T00:00:00Z` : `${text}Z`)
  const serial = (ms - dayZero) / dayMs
  return serial >= firstGood ? serial : undefined
}
