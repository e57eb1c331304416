import { Bug } from '../errors.ts'

const bytea = 17

/** A byte string, as bytes or as Latin-1 characters, one a byte. */
export type Bytes = Uint8Array | string

/**
 * An array of byte strings as one binary parameter: `${byteaArray(digests)}::bytea[]`. The driver's own way is text, twice
 * the bytes and an escape for each. Format: array_recv in PostgreSQL's arrayfuncs.c (dimensions, flags, type, then items).
 */
export function byteaArray(values: readonly Bytes[]): Buffer {
  const size = values.reduce((sum, v) => sum + 4 + v.length, values.length === 0 ? 12 : 20)
  const out = Buffer.allocUnsafe(size)
  let at = out.writeInt32BE(values.length === 0 ? 0 : 1, 0)
  at = out.writeInt32BE(0, at)
  at = out.writeInt32BE(bytea, at)
  if (values.length === 0) return out
  at = out.writeInt32BE(values.length, at)
  at = out.writeInt32BE(1, at)
  for (const value of values) {
    at = out.writeInt32BE(value.length, at)
    if (typeof value === 'string') out.write(value, at, 'latin1')
    else out.set(value, at)
    at += value.length
  }
  return out
}

/** An array of whole numbers as PostgreSQL writes it: `${numberArray(ids)}::bigint[]`. The driver's own way takes each number apart, ten times as dear. */
export const numberArray = (numbers: readonly number[]) => `{${numbers.join(',')}}`

/** The numbers of an array that came as text. */
export function numbersIn(text: string): number[] {
  if (text === '{}') return []
  const numbers = text.slice(1, -1).split(',').map(Number)
  if (!numbers.every(Number.isSafeInteger)) throw new Bug('an array with something else than safe integers')
  return numbers
}
