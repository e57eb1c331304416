import { split } from '../verify/merkle.ts'

// Which sub-trees a root or a proof needs, by the positions they span. Pure: hashes are fetched afterwards, all at once.

/** Leaves from `start` up to and not including `end`. */
export type Range = { start: number; end: number }

/** Sub-trees beside the way from a leaf to the root, the lowest first: PATH of RFC 6962, section 2.1.1. */
export function inclusionRanges(position: number, size: number): Range[] {
  const path = (start: number, end: number): Range[] => {
    if (end - start === 1) return []
    const middle = start + split(end - start)
    return position < middle ? [...path(start, middle), { start: middle, end }] : [...path(middle, end), { start, end: middle }]
  }
  return path(0, size)
}

/** Sub-trees that show a tree of `from` leaves inside one of `to`: PROOF of RFC 6962, section 2.1.2. */
export function consistencyRanges(from: number, to: number): Range[] {
  const subproof = (start: number, end: number, whole: boolean): Range[] => {
    if (from === end) return whole ? [] : [{ start, end }]
    const middle = start + split(end - start)
    return from <= middle ? [...subproof(start, middle, whole), { start: middle, end }] : [...subproof(middle, end, false), { start, end: middle }]
  }
  return from === 0 || from === to ? [] : subproof(0, to, true)
}

/** The largest sub-trees that hold none of these positions (rising), from left to right: what `rootFromSome` asks for. */
export function rangesBeside(positions: readonly number[], size: number): Range[] {
  const ranges: Range[] = []
  let next = 0
  const walk = (start: number, end: number) => {
    const position = positions[next]
    if (position === undefined || position >= end) ranges.push({ start, end })
    else if (end - start === 1) next += 1
    else {
      const middle = start + split(end - start)
      walk(start, middle)
      walk(middle, end)
    }
  }
  if (size > 0) walk(0, size)
  return ranges
}
