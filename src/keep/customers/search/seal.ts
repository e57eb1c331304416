// The index as plain bytes and back. The bytes name people: whoever asks for them seals them.

import type { Fragments } from './fragments.ts'
import { intsFor } from './grow.ts'
import { listsFor, push, valuesOf } from './lists.ts'
import { itemsOf, orderOf } from './order.ts'
import { createIndex, type SearchIndex } from './people.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Another number when the layout below, or the way words are folded, changes: an older file is then filled anew. */
const MAGIC = 0x52_50_01_01
const PARTS = 26

/** All of the index as one buffer: a head of lengths in bytes, then the arrays, each at a multiple of eight. */
export function seal(index: SearchIndex): Buffer {
  const parts = partsOf(index)
  const head = new Uint32Array(2 + PARTS)
  head[0] = MAGIC
  head[1] = parts.length
  parts.forEach((part, i) => {
    head[2 + i] = part.byteLength
  })
  const size = parts.reduce((sum, part) => sum + aligned(part.byteLength), aligned(head.byteLength))
  const bytes = Buffer.alloc(size)
  bytes.set(new Uint8Array(head.buffer), 0)
  let at = aligned(head.byteLength)
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at)
    at += aligned(part.byteLength)
  }
  return bytes
}

/** The index that was sealed; undefined when the bytes are not one, or of another version. */
export function unseal(bytes: Uint8Array): SearchIndex | undefined {
  const headSize = (2 + PARTS) * 4
  if (bytes.byteLength < headSize) return undefined
  const head = new Uint32Array(copyOf(bytes, 0, headSize))
  if (head[0] !== MAGIC || head[1] !== PARTS) return undefined
  const lengths = [...head.subarray(2)]
  const size = lengths.reduce((sum, length) => sum + aligned(length), aligned(headSize))
  if (size !== bytes.byteLength) return undefined
  let at = aligned(headSize)
  const next = (): ArrayBuffer => {
    const length = lengths.shift() ?? 0
    const part = copyOf(bytes, at, length)
    at += aligned(length)
    return part
  }
  return indexOf(next)
}

function copyOf(bytes: Uint8Array, at: number, length: number): ArrayBuffer {
  const part = new Uint8Array(length)
  part.set(bytes.subarray(at, at + length))
  return part.buffer
}

function partsOf(index: SearchIndex): ArrayBufferView[] {
  const { slots, vocabulary: v } = index
  const sizes = Int32Array.from({ length: slots }, (_, slot) => index.wordsOf.used[slot] ?? 0)
  const words = new Int32Array(sizes.reduce((sum, size) => sum + size, 0))
  for (let slot = 0, at = 0; slot < slots; at += sizes[slot] ?? 0, slot++) words.set(valuesOf(index.wordsOf, slot), at)
  return [
    index.customer.subarray(0, slots),
    index.rank.subarray(0, slots),
    index.named.subarray(0, slots),
    sizes,
    words,
    itemsOf(index.order),
    index.table,
    v.text.subarray(0, v.end),
    v.at.subarray(0, v.count),
    v.length.subarray(0, v.count),
    v.letters.subarray(0, v.count),
    itemsOf(v.order),
    ...fragmentParts(index.phones, slots),
    ...fragmentParts(index.emails, slots),
  ]
}

function fragmentParts(f: Fragments, slots: number): ArrayBufferView[] {
  return [
    f.bytes.subarray(0, f.end),
    f.at.subarray(0, f.count),
    f.low.subarray(0, f.count),
    f.high.subarray(0, f.count),
    f.owner.subarray(0, f.count),
    f.next.subarray(0, f.count),
    intsFor(f.first, slots).subarray(0, slots),
  ]
}

type Next = () => ArrayBuffer

function indexOf(next: Next): SearchIndex {
  const index = createIndex()
  index.customer = new Float64Array(next())
  index.rank = new Float64Array(next())
  index.named = new Uint8Array(next())
  index.slots = index.customer.length
  index.freeSlots = placesOf(index.customer, -1)
  const sizes = new Int32Array(next())
  const words = new Int32Array(next())
  const counts: number[] = []
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  index.wordsOf = listsFor(sizes)
  index.slotsOf = listsFor(Int32Array.from(counts, (count) => count ?? 0))
  for (let slot = 0, at = 0; slot < index.slots; at += sizes[slot] ?? 0, slot++) {
    for (const word of words.subarray(at, at + (sizes[slot] ?? 0))) {
      push(index.wordsOf, slot, word)
      push(index.slotsOf, word, slot)
    }
  }
  index.order = orderOf(new Int32Array(next()))
  index.table = new Int32Array(next())
  index.vocabulary = vocabularyOf(next)
  index.phones = fragmentsOf(next)
  index.emails = fragmentsOf(next)
  return index
}

function vocabularyOf(next: Next): Vocabulary {
  const text = new Uint16Array(next())
  const at = new Int32Array(next())
  const length = new Uint8Array(next())
  const letters = new Int32Array(next())
  const kept = length.reduce((sum, one) => sum + one, 0)
  return {
    text,
    end: text.length,
    wasted: text.length - kept,
    at,
    length,
    letters,
    count: length.length,
    free: placesOf(length, 0),
    order: orderOf(new Int32Array(next())),
  }
}

function fragmentsOf(next: Next): Fragments {
  const bytes = new Uint8Array(next())
  const at = new Int32Array(next())
  const low = new Int32Array(next())
  const high = new Int32Array(next())
  const owner = new Int32Array(next())
  let kept = 0
  for (let entry = 0; entry < at.length; entry++) if (owner[entry] !== -1) kept += (bytes[at[entry] ?? 0] ?? 0) + 1
  return {
    bytes,
    end: bytes.length,
    wasted: bytes.length - kept,
    count: at.length,
    at,
    low,
    high,
    owner,
    next: new Int32Array(next()),
    first: new Int32Array(next()),
    free: placesOf(owner, -1),
  }
}

function placesOf(array: Float64Array | Int32Array | Uint8Array, value: number): number[] {
  const places: number[] = []
  for (let i = 0; i < array.length; i++) if (array[i] === value) places.push(i)
  return places
}

function aligned(size: number): number {
  return Math.ceil(size / 8) * 8
}
