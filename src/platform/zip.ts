import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'

// A ZIP archive written while it is made: each entry deflated, its sizes behind it (APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.9,
// 4.3.12, 4.3.16; general purpose bit 3). No entry and no archive of 4 GiB or more.

/** An entry or the archive would be of 4 GiB or more. */
export class ZipTooLarge extends Error {}

type Entry = { name: Buffer; crc: number; packed: number; size: number; at: number }

const most = 0xffff_ffff
/** 1 January 1980, the first day a ZIP knows: when it was made is said inside. */
const firstDay = 0x0021
const sizesFollow = 0x0008
const utf8Names = 0x0800
const deflated = 8

type Pieces = AsyncIterable<Buffer> | Iterable<Buffer>

/** An archive that gives its bytes as they are made: of each file, and at last of its directory. Throws ZipTooLarge, and what a file's pieces throw. */
export function newZip() {
  const entries: Entry[] = []
  let at = 0

  function given(bytes: Buffer): Buffer {
    at += bytes.length
    if (at > most) throw new ZipTooLarge()
    return bytes
  }

  return {
    /** Adds a file from its pieces; whoever stops reading stops their source too. */
    async *add(name: string, pieces: Pieces): AsyncGenerator<Buffer> {
      const entry: Entry = { name: Buffer.from(name), crc: 0, packed: 0, size: 0, at }
      const head = Buffer.alloc(30)
      head.writeUInt32LE(0x0403_4b50, 0)
      head.writeUInt16LE(20, 4)
      head.writeUInt16LE(sizesFollow | utf8Names, 6)
      head.writeUInt16LE(deflated, 8)
      head.writeUInt16LE(firstDay, 12)
      head.writeUInt16LE(entry.name.length, 26)
      yield given(Buffer.concat([head, entry.name]))
      const packing = createDeflateRaw({ level: 5 })
      const fed = pipeline(counted(pieces, entry), packing)
      // What it throws is thrown by reading, and by the wait below.
      fed.catch(() => {})
      for await (const packed of packing) {
        entry.packed += packed.length
        yield given(packed)
      }
      await fed
      if (entry.size > most) throw new ZipTooLarge()
      const tail = Buffer.alloc(16)
      tail.writeUInt32LE(0x0807_4b50, 0)
      writeSizes(tail, 4, entry)
      yield given(tail)
      entries.push(entry)
    },
    *end(): Generator<Buffer> {
      const begin = at
      for (const entry of entries) yield given(directoryEntry(entry))
      const end = Buffer.alloc(22)
      end.writeUInt32LE(0x0605_4b50, 0)
      end.writeUInt16LE(entries.length, 8)
      end.writeUInt16LE(entries.length, 10)
      end.writeUInt32LE(at - begin, 12)
      end.writeUInt32LE(begin, 16)
      yield given(end)
    },
  }
}

async function* counted(pieces: Pieces, entry: Entry): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    entry.crc = crc32(piece, entry.crc)
    entry.size += piece.length
    yield piece
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
