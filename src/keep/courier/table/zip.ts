import { pipeline, Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import type { Desk } from '../errand.ts'
import { Unreadable } from '../errand.ts'

// Reading one entry of a ZIP archive as a stream, by its central directory. Format: PKWARE APPNOTE 6.3.10, sections 4.3
// and 4.5.3 (ZIP64). What a stranger packed may grow only within limits.

export type ZipEntry = { name: string; method: number; flags: number; packed: number; size: number; at: number }

/** What may still be unpacked of one archive. */
export type Budget = { bytes: number }

const mostEntries = 10_000
const mostUnpacked = 4 * 1024 ** 3
const fullestDirectory = 16 * 1024 * 1024
/** Deflate reaches 1,000:1 only on emptiness; the XML of a real sheet stays under 100:1. */
const highestRatio = 250
const ratioCountsFrom = 16 * 1024 * 1024
const pieceBytes = 256 * 1024

export const newBudget = (): Budget => ({ bytes: mostUnpacked })

const damaged = () => new Unreadable('The XLSX file is damaged or cut short: its table of contents cannot be read. Save it again and send the new file.')
const bomb = () => new Unreadable('The XLSX file unpacks to far more than any real workbook of its size: it is refused.')

/** The archive's entries by name. */
export async function zipEntries(desk: Desk): Promise<Map<string, ZipEntry>> {
  const { at, size, count } = await directoryOf(desk)
  if (count > mostEntries) throw bomb()
  if (size > fullestDirectory || at + size > desk.size) throw damaged()
  const bytes = await desk.read(at, size)
  const entries = new Map<string, ZipEntry>()
  for (let offset = 0, n = 0; n < count; n++) {
    if (offset + 46 > bytes.length || bytes.readUInt32LE(offset) !== 0x02014b50) throw damaged()
    const nameLength = bytes.readUInt16LE(offset + 28)
    const extraLength = bytes.readUInt16LE(offset + 30)
    const name = bytes.toString('utf8', offset + 46, offset + 46 + nameLength)
    const entry: ZipEntry = {
      name,
      flags: bytes.readUInt16LE(offset + 8),
      method: bytes.readUInt16LE(offset + 10),
      packed: bytes.readUInt32LE(offset + 20),
      size: bytes.readUInt32LE(offset + 24),
      at: bytes.readUInt32LE(offset + 42),
    }
    widen(entry, bytes.subarray(offset + 46 + nameLength, offset + 46 + nameLength + extraLength))
    entries.set(name.replace(/^\//, '').toLowerCase(), entry)
    offset += 46 + nameLength + extraLength + bytes.readUInt16LE(offset + 32)
  }
  return entries
}

async function directoryOf(desk: Desk): Promise<{ at: number; size: number; count: number }> {
  const tailAt = Math.max(0, desk.size - 65_557)
  const tail = await desk.read(tailAt, desk.size - tailAt)
  for (let i = tail.length - 22; i >= 0; i--) {
    if (tail.readUInt32LE(i) !== 0x06054b50) continue
    const plain = { count: tail.readUInt16LE(i + 10), size: tail.readUInt32LE(i + 12), at: tail.readUInt32LE(i + 16) }
    if (plain.count !== 0xffff && plain.at !== 0xffffffff) return plain
    if (i < 20 || tail.readUInt32LE(i - 20) !== 0x07064b50) return plain
    const wide = await desk.read(Number(tail.readBigUInt64LE(i - 12)), 56)
    if (wide.length < 56 || wide.readUInt32LE(0) !== 0x06064b50) throw damaged()
    return { count: Number(wide.readBigUInt64LE(32)), size: Number(wide.readBigUInt64LE(40)), at: Number(wide.readBigUInt64LE(48)) }
  }
  throw damaged()
}

/** Takes the ZIP64 sizes where the plain fields are full. */
function widen(entry: ZipEntry, extra: Buffer): void {
  for (let i = 0; i + 4 <= extra.length; i += 4 + extra.readUInt16LE(i + 2)) {
    if (extra.readUInt16LE(i) !== 1) continue
    const field = extra.subarray(i + 4, i + 4 + extra.readUInt16LE(i + 2))
    let at = 0
    for (const name of ['size', 'packed', 'at'] as const) {
      if (entry[name] !== 0xffffffff || at + 8 > field.length) continue
      entry[name] = Number(field.readBigUInt64LE(at))
      at += 8
    }
    return
  }
}

/** The unpacked bytes of an entry, piece by piece; throws as soon as it grows past the limits. */
export async function* unpack(desk: Desk, entry: ZipEntry, budget: Budget): AsyncGenerator<Buffer> {
  if (entry.flags & 1) throw new Unreadable('The workbook is locked with a password: save it without one and send that.')
  if (entry.method !== 0 && entry.method !== 8) throw damaged()
  const head = await desk.read(entry.at, 30)
  if (head.length < 30 || head.readUInt32LE(0) !== 0x04034b50) throw damaged()
  const from = entry.at + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  if (from + entry.packed > desk.size) throw damaged()
  const packed = pieces(desk, from, entry.packed)
  let unpacked = 0
  try {
    for await (const piece of entry.method === 0 ? packed : inflated(packed)) {
      unpacked += piece.length
      budget.bytes -= piece.length
      const ratio = unpacked / Math.max(1, entry.packed)
      if (budget.bytes < 0 || (unpacked > ratioCountsFrom && ratio > highestRatio)) throw bomb()
      yield piece
    }
  } catch (error) {
    throw error instanceof Unreadable ? error : damaged()
  }
}

async function* pieces(desk: Desk, from: number, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < length; at += pieceBytes) yield await desk.read(from + at, Math.min(pieceBytes, length - at))
}

function inflated(packed: AsyncGenerator<Buffer>): AsyncIterable<Buffer> {
  // The stream carries its own error to whoever reads it; the callback is here because pipeline wants one.
  return pipeline(Readable.from(packed), createInflateRaw({ chunkSize: pieceBytes }), () => {})
}
