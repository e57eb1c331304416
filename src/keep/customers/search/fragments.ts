// Strings that are looked for by any part of them: phone numbers and e-mail addresses. They stand one after another in
// one array of bytes; of each a 64-bit set of its neighbouring pairs is kept, so that most are passed over by one test.

import { bytesFor, intsFor } from './grow.ts'

export type Fragments = {
  bytes: Uint8Array
  end: number
  wasted: number
  count: number
  at: Int32Array
  low: Int32Array
  high: Int32Array
  owner: Int32Array
  next: Int32Array
  /** The first string of each slot, plus one; 0 for none. */
  first: Int32Array
  free: number[]
}

/** Longer strings are cut (RFC 5321, §4.5.3.1.3 allows 254 octets in an address). */
export const LONGEST_FRAGMENT = 254
export const LEAST_PART = 3

/** Bytes, and the set of their neighbouring pairs in two words of 32 bits. */
export type Part = { bytes: Uint8Array; low: number; high: number }

const NOBODY = -1

export function emptyFragments(): Fragments {
  return {
    bytes: new Uint8Array(0),
    end: 0,
    wasted: 0,
    count: 0,
    at: new Int32Array(0),
    low: new Int32Array(0),
    high: new Int32Array(0),
    owner: new Int32Array(0),
    next: new Int32Array(0),
    first: new Int32Array(0),
    free: [],
  }
}

export function partOf(text: string): Part {
  const bytes = new Uint8Array(Buffer.from(text, 'utf8')).subarray(0, LONGEST_FRAGMENT)
  let low = 0
  let high = 0
  // Fibonacci hashing of two bytes to one of 64 bits (Knuth, The Art of Computer Programming 3, §6.4).
  for (let i = 1; i < bytes.length; i++) {
    const bit = Math.imul(((bytes[i - 1] ?? 0) << 8) | (bytes[i] ?? 0), 0x9e3779b1) >>> 26
    if (bit < 32) low |= 1 << bit
    else high |= 1 << (bit - 32)
  }
  return { bytes, low, high }
}

/** Adds a string to a slot. */
export function addFragment(fragments: Fragments, slot: number, text: string): void {
  const { bytes, low, high } = partOf(text)
  const entry = fragments.free.pop() ?? fragments.count++
  fragments.bytes = bytesFor(fragments.bytes, fragments.end + bytes.length + 1)
  fragments.at = intsFor(fragments.at, entry + 1)
  fragments.low = intsFor(fragments.low, entry + 1)
  fragments.high = intsFor(fragments.high, entry + 1)
  fragments.owner = intsFor(fragments.owner, entry + 1)
  fragments.next = intsFor(fragments.next, entry + 1)
  fragments.first = intsFor(fragments.first, slot + 1)
  fragments.bytes[fragments.end] = bytes.length
  fragments.bytes.set(bytes, fragments.end + 1)
  fragments.at[entry] = fragments.end
  fragments.low[entry] = low
  fragments.high[entry] = high
  fragments.owner[entry] = slot
  fragments.next[entry] = fragments.first[slot] ?? 0
  fragments.first[slot] = entry + 1
  fragments.end += bytes.length + 1
}

/** Forgets a slot's strings and overwrites them. */
export function dropFragments(fragments: Fragments, slot: number): void {
  for (let entry = (fragments.first[slot] ?? 0) - 1; entry >= 0; ) {
    const at = fragments.at[entry] ?? 0
    const length = fragments.bytes[at] ?? 0
    fragments.bytes.fill(0, at, at + length + 1)
    fragments.wasted += length + 1
    fragments.owner[entry] = NOBODY
    fragments.low[entry] = 0
    fragments.high[entry] = 0
    fragments.free.push(entry)
    entry = (fragments.next[entry] ?? 0) - 1
  }
  if ((fragments.first[slot] ?? 0) > 0) fragments.first[slot] = 0
  if (fragments.wasted > 65_536 && fragments.wasted > fragments.end / 2) close(fragments)
}

/** Visits the slot of each string that contains the part, while the visitor says true; false when it stopped. */
export function visitParts(fragments: Fragments, part: Part, visit: (slot: number) => boolean): boolean {
  const { low, high, owner, count } = fragments
  const wantedLow = part.low
  const wantedHigh = part.high
  for (let entry = 0; entry < count; entry++) {
    // One test for both words: two would be guessed wrong by the processor too often. A dropped entry has no pairs at all.
    if ((~(low[entry] ?? 0) & wantedLow) | (~(high[entry] ?? 0) & wantedHigh)) continue
    if (placeIn(fragments, entry, part.bytes) >= 0 && !visit(owner[entry] ?? 0)) return false
  }
  return true
}

/** Where the part stands best in a slot's strings: as the whole, at the beginning, at the end, inside; undefined if nowhere. */
export function standingOf(fragments: Fragments, slot: number, part: Part): Standing | undefined {
  let best: Standing | undefined
  for (let entry = (fragments.first[slot] ?? 0) - 1; entry >= 0; entry = (fragments.next[entry] ?? 0) - 1) {
    const here = standingIn(fragments, entry, part)
    if (here !== undefined && (best === undefined || STANDINGS.indexOf(here) < STANDINGS.indexOf(best))) best = here
  }
  return best
}

const STANDINGS = ['whole', 'beginning', 'end', 'inside'] as const
export type Standing = (typeof STANDINGS)[number]

function standingIn(fragments: Fragments, entry: number, part: Part): Standing | undefined {
  if ((~(fragments.low[entry] ?? 0) & part.low) | (~(fragments.high[entry] ?? 0) & part.high)) return undefined
  const length = fragments.bytes[fragments.at[entry] ?? 0] ?? 0
  const place = placeIn(fragments, entry, part.bytes)
  if (place < 0) return undefined
  if (length === part.bytes.length) return 'whole'
  if (place === 0) return 'beginning'
  return endsWith(fragments, entry, part.bytes) ? 'end' : 'inside'
}

function placeIn(fragments: Fragments, entry: number, part: Uint8Array): number {
  const { bytes } = fragments
  const from = (fragments.at[entry] ?? 0) + 1
  const last = (bytes[from - 1] ?? 0) - part.length
  const head = part[0]
  for (let place = 0; place <= last; place++) {
    if (bytes[from + place] !== head) continue
    let same = 1
    while (same < part.length && bytes[from + place + same] === part[same]) same++
    if (same >= part.length) return place
  }
  return -1
}

function endsWith(fragments: Fragments, entry: number, part: Uint8Array): boolean {
  const at = fragments.at[entry] ?? 0
  const from = at + 1 + (fragments.bytes[at] ?? 0) - part.length
  for (let i = 0; i < part.length; i++) if (fragments.bytes[from + i] !== part[i]) return false
  return true
}

function close(fragments: Fragments): void {
  const bytes = new Uint8Array(fragments.end - fragments.wasted)
  let end = 0
  for (let entry = 0; entry < fragments.count; entry++) {
    if (fragments.owner[entry] === NOBODY) continue
    const at = fragments.at[entry] ?? 0
    const size = (fragments.bytes[at] ?? 0) + 1
    bytes.set(fragments.bytes.subarray(at, at + size), end)
    fragments.at[entry] = end
    end += size
  }
  fragments.bytes = bytes
  fragments.end = end
  fragments.wasted = 0
}
