import { Bug } from '../errors.ts'

const bytea = 17
const text = 25

/** A byte string, as bytes or as Latin-1 characters, one a byte. */
export type Bytes = Uint8Array | string

/**
 * An array of byte strings as one binary parameter: `${byteaArray(digests)}::bytea[]`. The driver's own way is text, twice
 * the bytes and an escape for each. Format: array_recv in PostgreSQL's arrayfuncs.c (dimensions, flags, type, then items).
 */
export function byteaArray(values: readonly Bytes[]): Buffer {
  const out = Buffer.allocUnsafe(values.reduce((sum, v) => sum + 4 + v.length, headOf(values.length)))
  let at = writeHead(out, bytea, values.length, false)
  for (const value of values) {
    at = out.writeInt32BE(value.length, at)
    if (typeof value === 'string') out.write(value, at, 'latin1')
    else out.set(value, at)
    at += value.length
  }
  return out
}

/** An array of texts in the same form: `${textArray(names)}::text[]`. In the driver's own way every text is looked through for what to escape. */
export function textArray(values: readonly (string | null)[]): Buffer {
  const out = Buffer.allocUnsafe(values.reduce((sum, v) => sum + 4 + (v === null ? 0 : Buffer.byteLength(v)), headOf(values.length)))
  let at = writeHead(out, text, values.length, values.includes(null))
  for (const value of values) {
    const length = value === null ? 0 : out.write(value, at + 4, 'utf8')
    out.writeInt32BE(value === null ? -1 : length, at)
    at += 4 + length
  }
  return out
}

const headOf = (count: number) => (count === 0 ? 12 : 20)

function writeHead(out: Buffer, type: number, count: number, nulls: boolean): number {
  let at = out.writeInt32BE(count === 0 ? 0 : 1, 0)
  at = out.writeInt32BE(nulls ? 1 : 0, at)
  at = out.writeInt32BE(type, at)
  if (count === 0) return at
  at = out.writeInt32BE(count, at)
  return out.writeInt32BE(1, at)
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
