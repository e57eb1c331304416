import { toUtf8 } from './bytes.ts'
import { canonical } from './canonical.ts'
import { type Hash, hashBytes, leafHash, nodeHash } from './merkle.ts'

// The tree of heads says how far every customer's chain went at one hour. Where a customer stands in it is given by the
// bits of the pseudonym, so one customer cannot stand in it twice with two different heads. A sub-tree that holds one
// customer only is that customer's leaf; one that holds none is 32 zero bytes.

export const emptyHeads: Hash = new Uint8Array(hashBytes)
export const pseudonymBytes = 16

export type Head = { customer: string; seq: number; head: string }
/** The leaf of one customer: pseudonym and head in lower-case hexadecimal. */
export function headLeaf({ customer, seq, head }: Head): Hash {
  return leafHash(toUtf8(canonical({ customer, head, seq })))
}

/** The root that a head and its path (topmost first) lead to. */
export function rootFromHead(leaf: Hash, pseudonym: Uint8Array, path: readonly Hash[]): Hash | undefined {
  if (pseudonym.length !== pseudonymBytes || path.length > pseudonymBytes * 8) return undefined
  let hash = leaf
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const beside = path[depth]
    if (!beside) return undefined
    hash = bit(pseudonym, depth) === 0 ? nodeHash(hash, beside) : nodeHash(beside, hash)
  }
  return hash
}

/** The n-th bit, the highest of the first byte being number 0. */
export function bit(bytes: Uint8Array, n: number): number {
  return ((bytes[n >> 3] ?? 0) >> (7 - (n & 7))) & 1
}
