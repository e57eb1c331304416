// Reads the archives we make (a customer's copy), in a browser or anywhere: APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. No ZIP64 and no
// encryption, for we write none; an archive packed anew by another program may be stored or deflated.

/** A file as it was given: out of an archive, a folder, or by itself. */
export type Given = { name: string; size: number; read(): Promise<Uint8Array> }

const mostFiles = 100_000
const endBytes = 22
const longestComment = 65_535
const stored = 0
const deflated = 8

/** The files of an archive by its table of contents; undefined when it is none, or is damaged. What is unpacked may not be longer than was said. */
export async function openZip(archive: Blob): Promise<Given[] | undefined> {
  const tailAt = Math.max(0, archive.size - endBytes - longestComment)
  const tail = await viewOf(archive, tailAt, archive.size)
  for (let at = tail.byteLength - endBytes; at >= 0; at--) {
    if (tail.getUint32(at, true) !== 0x0605_4b50) continue
    const [count, size, from] = [tail.getUint16(at + 10, true), tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)]
    return count > mostFiles || from + size > tailAt + at ? undefined : listed(archive, await viewOf(archive, from, from + size), count)
  }
  return undefined
}

function listed(archive: Blob, table: DataView, count: number): Given[] | undefined {
  const files: Given[] = []
  for (let n = 0, at = 0; n < count; n++) {
    if (at + 46 > table.byteLength || table.getUint32(at, true) !== 0x0201_4b50) return undefined
    const [nameBytes, extraBytes, noteBytes] = [table.getUint16(at + 28, true), table.getUint16(at + 30, true), table.getUint16(at + 32, true)]
    if (at + 46 + nameBytes > table.byteLength) return undefined
    const name = new TextDecoder().decode(new Uint8Array(table.buffer, table.byteOffset + at + 46, nameBytes))
    const entry = { method: table.getUint16(at + 10, true), packed: table.getUint32(at + 20, true), from: table.getUint32(at + 42, true) }
    const size = table.getUint32(at + 24, true)
    if (!name.endsWith('/')) files.push({ name, size, read: () => unpacked(archive, { ...entry, name, size }) })
    at += 46 + nameBytes + extraBytes + noteBytes
  }
  return files
}

type Entry = { name: string; method: number; packed: number; size: number; from: number }

async function unpacked(archive: Blob, entry: Entry): Promise<Uint8Array> {
  const head = await viewOf(archive, entry.from, entry.from + 30)
  if (head.byteLength < 30 || head.getUint32(0, true) !== 0x0403_4b50) throw damaged(entry)
  const from = entry.from + 30 + head.getUint16(26, true) + head.getUint16(28, true)
  const packed = archive.slice(from, from + entry.packed)
  if (entry.method === stored) return new Uint8Array(await packed.arrayBuffer())
  if (entry.method !== deflated) throw damaged(entry)
  return inflated(packed, entry)
}

async function inflated(packed: Blob, entry: Entry): Promise<Uint8Array> {
  const bytes = new Uint8Array(entry.size)
  let at = 0
  for await (const piece of piecesOf(packed.stream().pipeThrough(new DecompressionStream('deflate-raw')))) {
    if (at + piece.length > entry.size) throw damaged(entry)
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes.subarray(0, at)
}

// A stream is its own iterator in Node, but not yet in every browser.
async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}

async function viewOf(archive: Blob, from: number, to: number): Promise<DataView> {
  return new DataView(await archive.slice(from, to).arrayBuffer())
}

const damaged = ({ name }: { name: string }) => new Error(`${name} cannot be unpacked`)
