import { crc32, createDeflateRaw } from 'node:zlib'
import { Unreadable } from '../errand.ts'

// A ZIP archive written while it is made: each entry deflated, its sizes behind it (APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.9,
// 4.3.12, 4.3.16; general purpose bit 3). No entry and no archive of 4 GiB or more.

type Give = (bytes: Buffer) => Promise<void>
type Entry = { name: Buffer; crc: number; packed: number; size: number; at: number }

const most = 0xffff_ffff
/** 1 January 1980, the first day a ZIP knows: when it was made is said inside. */
const firstDay = 0x0021
const sizesFollow = 0x0008
const utf8Names = 0x0800
const deflated = 8

export function zipInto(give: Give) {
  const entries: Entry[] = []
  let at = 0

  async function put(bytes: Buffer): Promise<void> {
    at += bytes.length
    if (at > most) throw new Unreadable('The workbook would be larger than 4 GB, which no program opens: choose CSV.')
    await give(bytes)
  }

  return {
    /** Adds a file from its pieces. */
    async add(name: string, pieces: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void> {
      const entry: Entry = { name: Buffer.from(name), crc: 0, packed: 0, size: 0, at }
      const head = Buffer.alloc(30)
      head.writeUInt32LE(0x0403_4b50, 0)
      head.writeUInt16LE(20, 4)
      head.writeUInt16LE(sizesFollow | utf8Names, 6)
      head.writeUInt16LE(deflated, 8)
      head.writeUInt16LE(firstDay, 12)
      head.writeUInt16LE(entry.name.length, 26)
      await put(Buffer.concat([head, entry.name]))
      const packing = createDeflateRaw({ level: 5 })
      const fed = feed(packing, pieces, entry)
      for await (const packed of packing) {
        entry.packed += packed.length
        await put(packed)
      }
      await fed
      if (entry.size > most) throw new Unreadable('The workbook would be larger than 4 GB, which no program opens: choose CSV.')
      const tail = Buffer.alloc(16)
      tail.writeUInt32LE(0x0807_4b50, 0)
      writeSizes(tail, 4, entry)
      await put(tail)
      entries.push(entry)
    },
    async end(): Promise<void> {
      const begin = at
      for (const entry of entries) await put(directoryEntry(entry))
      const end = Buffer.alloc(22)
      end.writeUInt32LE(0x0605_4b50, 0)
      end.writeUInt16LE(entries.length, 8)
      end.writeUInt16LE(entries.length, 10)
      end.writeUInt32LE(at - begin, 12)
      end.writeUInt32LE(begin, 16)
      await put(end)
    },
  }
}

async function feed(packing: ReturnType<typeof createDeflateRaw>, pieces: AsyncIterable<Buffer> | Iterable<Buffer>, entry: Entry): Promise<void> {
  try {
    for await (const piece of pieces) {
      entry.crc = crc32(piece, entry.crc)
      entry.size += piece.length
      if (!packing.write(piece)) await new Promise<void>((resolve) => packing.once('drain', () => resolve()))
    }
    packing.end()
  } catch (error) {
    packing.destroy(error instanceof Error ? error : new Error('no piece came'))
  }
}

function directoryEntry(entry: Entry): Buffer {
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x0201_4b50, 0)
  head.writeUInt16LE(20, 4)
  head.writeUInt16LE(20, 6)
  head.writeUInt16LE(sizesFollow | utf8Names, 8)
  head.writeUInt16LE(deflated, 10)
  head.writeUInt16LE(firstDay, 14)
  writeSizes(head, 16, entry)
  head.writeUInt16LE(entry.name.length, 28)
  head.writeUInt32LE(entry.at, 42)
  return Buffer.concat([head, entry.name])
}

function writeSizes(into: Buffer, at: number, { crc, packed, size }: Entry): void {
  into.writeUInt32LE(crc >>> 0, at)
  into.writeUInt32LE(packed, at + 4)
  into.writeUInt32LE(size, at + 8)
}
