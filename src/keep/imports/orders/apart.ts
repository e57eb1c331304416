import { badInput } from '../../../platform/errors.ts'

// Which orders have lines that stand apart in the file. Orders are told by a 52-bit hash in a table of numbers, because a
// file may name millions of them; two that share a hash are both held a little longer, and nothing else.

export type Apart = {
  /** The last line of an order that stands in several places; undefined for one that stands together. */
  lastLine(order: string): number | undefined
  /** A line that could not be read and begins like one of this order: without it the order is not whole. */
  lostLine(order: string): number | undefined
  rows: number
}

export type ApartFinder = { see(order: string, line: number): void; lose(order: string, line: number): void; done(): Apart }

const mostOrders = 8_000_000
const mostLost = 1_000_000

export function apartFinder(): ApartFinder {
  let table = new Float64Array(1 << 14)
  let held = 0
  let rows = 0
  let current = '\0'
  let currentLast = 0
  let currentApart = false
  const last = new Map<number, number>()
  const lost = new Map<string, number>()

  /** Puts a hash in; false when it was there. */
  function put(into: Float64Array, hash: number): boolean {
    const mask = into.length - 1
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const there = into[at]
      if (there === hash) return false
      if (there !== 0) continue
      into[at] = hash
      return true
    }
  }

  function grow(): void {
    const wider = new Float64Array(table.length * 2)
    for (const hash of table) if (hash !== 0) put(wider, hash)
    table = wider
  }

  function close(): void {
    if (currentApart) last.set(hashOf(current), currentLast)
  }

  return {
    see(order, line) {
      rows += 1
      if (order !== current) {
        close()
        current = order
        currentApart = !put(table, hashOf(order))
        if (!currentApart) held += 1
        if (held > mostOrders) throw badInput(`The file names more than ${mostOrders} orders: send it in parts.`)
        if (held * 2 > table.length) grow()
      }
      currentLast = line
    },
    lose(order, line) {
      rows += 1
      if (order !== '' && !lost.has(order)) lost.set(order, line)
      if (lost.size > mostLost) throw badInput(`More than ${mostLost} lines of the file cannot be read: is it whole?`)
    },
    done() {
      close()
      return { lastLine: (order) => last.get(hashOf(order)), lostLine: (order) => lost.get(order), rows }
    },
  }
}

/** Two rounds of FNV-1a side by side, never 0. */
function hashOf(text: string): number {
  let a = 0x811c9dc5
  let b = 0x050c5d1f
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x01000193) ^ (b >>> 15)
  }
  return (a >>> 0) * 0x100000 + (b >>> 12) + 1
}
