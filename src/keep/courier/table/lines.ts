import { isAscii, isUtf8 } from 'node:buffer'
import type { Desk } from '../errand.ts'
import { Unreadable } from '../errand.ts'
import { decoderOf, isWide, type Reading } from './encoding.ts'
import type { Position } from './request.ts'

const blockBytes = 512 * 1024
const longestLine = 4 * 1024 * 1024

export type Block = {
  /** Where the block begins in the file. */
  start: Position
  /** Whole lines, but for the last block, whose last line may lack its end. */
  text: string
  lines: number
  /** Lines (by number) with bytes that are no character, or with a NUL. */
  bad: Map<number, 'invalid_utf8' | 'nul_byte'>
  last: boolean
}

/** The file as blocks of whole lines; the next block is asked for before this one is worked on. */
export async function* linesOf(desk: Desk, encoding: Reading, newline: '\n' | '\r', from: Position): AsyncGenerator<Block> {
  const decode = decoderOf(encoding)
  let { at, line } = from
  let carry: Buffer = Buffer.alloc(0)
  let next = desk.read(at, blockBytes)
  for (;;) {
    const chunk = await next
    const read = at + carry.length + chunk.length
    const last = read >= desk.size
    if (!last) next = desk.read(read, blockBytes)
    const bytes = carry.length > 0 ? Buffer.concat([carry, chunk]) : chunk
    const cut = last ? bytes.length : endOfLastLine(bytes, encoding, newline)
    if (cut === 0 && bytes.length > longestLine) {
      throw new Unreadable(`Line ${line} is longer than ${longestLine / 1024 / 1024} MB: this is not a table of lines.`, `line ${line}`)
    }
    if (cut > 0) {
      const whole = bytes.subarray(0, cut)
      const block = { start: { at, line }, ...decodeLines(whole, encoding, newline, line, decode), last }
      yield block
      line += block.lines
    } else if (last) {
      yield { start: { at, line }, text: '', lines: 0, bad: new Map(), last }
    }
    if (last) return
    carry = bytes.subarray(cut)
    at += cut
  }
}

/** Length of the whole lines in these bytes; 0 when no line ends here. */
function endOfLastLine(bytes: Buffer, encoding: Reading, newline: string): number {
  const code = newline.charCodeAt(0)
  if (!isWide(encoding)) return bytes.lastIndexOf(code) + 1
  const low = encoding === 'utf-16le' ? 0 : 1
  for (let i = (bytes.length & ~1) - 2; i >= 0; i -= 2) {
    if (bytes[i + low] === code && bytes[i + 1 - low] === 0) return i + 2
  }
  return 0
}

function decodeLines(bytes: Buffer, encoding: Reading, newline: '\n' | '\r', line: number, decode: (bytes: Buffer) => string) {
  const bad: Block['bad'] = new Map()
  const plain = encoding === 'utf-8' && isAscii(bytes)
  const text = plain ? bytes.toString('latin1') : decode(bytes)
  if (encoding === 'utf-8' && !plain && !isUtf8(bytes)) markInvalid(bytes, newline, line, bad)
  if (text.includes('\0')) markNul(text, newline, line, bad)
  return { text, lines: breaksIn(text, newline), bad }
}

function markInvalid(bytes: Buffer, newline: string, line: number, bad: Block['bad']): void {
  for (let from = 0, n = line; from < bytes.length; n++) {
    const end = bytes.indexOf(newline, from)
    const stop = end === -1 ? bytes.length : end
    if (!isUtf8(bytes.subarray(from, stop))) bad.set(n, 'invalid_utf8')
    from = stop + 1
  }
}

function markNul(text: string, newline: string, line: number, bad: Block['bad']): void {
  for (const [n, one] of text.split(newline).entries()) if (one.includes('\0')) bad.set(line + n, 'nul_byte')
}

function breaksIn(text: string, newline: string): number {
  let n = 0
  for (let at = text.indexOf(newline); at !== -1; at = text.indexOf(newline, at + 1)) n += 1
  return n
}
