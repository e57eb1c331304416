import { isAscii } from 'node:buffer'
import type { Desk } from '../errand.ts'
import { detectDelimiter } from './delimiter.ts'
import { decoderOf, detectEncoding, isWide } from './encoding.ts'
import { type Block, linesOf } from './lines.ts'
import { type EachRecord, splitRecords } from './records.ts'
import type { Delimiter, Encoding, TableForm, TableRequest, TableResult } from './request.ts'
import { type Sink, sinkFor } from './sink.ts'

const sampleBytes = 256 * 1024
const longestRecord = 1024 * 1024

type CsvForm = { encoding: Encoding; mark: number; delimiter: Delimiter; newline: '\n' | '\r'; raw: boolean }

/** Reads a CSV in any of the encodings and delimiters we know; rows go to the desk, a row's trouble stays with its line. */
export async function readCsv(desk: Desk, request: TableRequest): Promise<TableResult> {
  const form = { ...(await formOf(desk, request.form)), raw: request.raw ?? false }
  const sink = sinkFor(desk, form.raw ? { ...request, lossy: true } : request, 'ragged')
  let carry: Carry = { text: '', line: 0, bad: new Map(), start: { at: 0, line: 1 } }
  for await (const block of linesOf(
    desk,
    form.raw && !isWide(form.encoding) ? 'bytes' : form.encoding,
    form.newline,
    request.from ?? { at: form.mark, line: 1 },
  )) {
    carry = takeBlock(sink, form, block, carry)
    await sink.flush('enough')
    if (sink.full()) break
  }
  await sink.flush('all')
  return { form: { kind: 'csv', encoding: form.encoding, delimiter: form.delimiter }, rows: sink.rows() }
}

/** A record whose quote is not closed yet: its text, its line, and from where it can be read again. */
type Carry = { text: string; line: number; bad: Block['bad']; start: Block['start'] }

function takeBlock(sink: Sink, form: CsvForm, block: Block, carry: Carry): Carry {
  const carried = carry.text !== ''
  const start = carried ? carry.start : block.start
  const firstLine = carried ? carry.line : block.start.line
  const bad = carried && carry.bad.size > 0 ? new Map([...carry.bad, ...block.bad]) : block.bad
  let text = carry.text + block.text
  let line = firstLine
  sink.from(start)
  for (;;) {
    const whole = text
    const record: EachRecord = (cells, after, breaks, from, to) => takeRecord(sink, form.raw ? [whole.slice(from, to)] : cells, line + after, breaks, bad)
    const split = splitRecords(text, form.delimiter, form.newline, block.last, record)
    text = text.slice(split.used)
    line += split.lines
    const hopeless = split.open && (block.last || text.length > longestRecord)
    if (!hopeless) break
    const end = text.indexOf(form.newline)
    const alone = end === -1 ? text : text.slice(0, end)
    sink.trouble(line, 'open_quote', '', form.raw ? [alone.replace(/\r$/, '')] : alone.split(form.delimiter))
    text = end === -1 ? '' : text.slice(end + 1)
    line += 1
  }
  return { text, line, bad, start }
}

function takeRecord(sink: Sink, cells: string[], line: number, breaks: number, bad: Block['bad']): void {
  for (let n = line; bad.size > 0 && n <= line + breaks; n++) {
    const trouble = bad.get(n)
    if (trouble) return sink.trouble(line, trouble, '', cells)
  }
  if (line === 1 && /^sep=/i.test(cells[0] ?? '')) return
  sink.row(line, cells)
}

async function formOf(desk: Desk, given: TableForm): Promise<Omit<CsvForm, 'raw'>> {
  const head = await desk.read(0, sampleBytes)
  const found = detectEncoding(given.encoding ? head : await telling(desk, head))
  const encoding = given.encoding ?? found.encoding
  const mark = encoding === found.encoding ? found.mark : 0
  const text = decoderOf(encoding)(head.subarray(mark))
  const newline = !text.includes('\n') && text.includes('\r') ? '\r' : '\n'
  return { encoding, mark, delimiter: given.delimiter ?? detectDelimiter(text), newline }
}

/** The first part of the file that holds more than ASCII: only there does an encoding show. */
async function telling(desk: Desk, head: Buffer): Promise<Buffer> {
  let part = head
  for (let at = head.length; isAscii(part) && at < desk.size; at += part.length) part = await desk.read(at, 2 * sampleBytes)
  return part
}
