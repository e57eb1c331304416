import { sha256 } from '@noble/hashes/sha2.js'
import { sameBytes } from './bytes.ts'

// Merkle tree hashing and proofs of RFC 6962 (section 2.1) and RFC 9162 (section 2.1). Sizes and positions are plain
// numbers up to 2^53 - 1, so halving is by division and never by shifts.

export type Hash = Uint8Array

export const hashBytes = 32

/** The hash of the empty tree. */
export const emptyRoot: Hash = sha256(new Uint8Array(0))

/** SHA-256(0x00 ‖ entry). */
export function leafHash(entry: Uint8Array): Hash {
  const bytes = new Uint8Array(entry.length + 1)
  bytes.set(entry, 1)
  return sha256(bytes)
}

const pair = new Uint8Array(1 + 2 * hashBytes)
pair[0] = 1

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Hash, right: Hash): Hash {
  pair.set(left, 1)
  pair.set(right, 1 + hashBytes)
  return sha256(pair)
}

/** The largest power of two smaller than n, for n > 1: where a tree of n leaves divides. */
export function split(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** Root of the tree over these leaf hashes. */
export function rootOf(leaves: readonly Hash[]): Hash {
  const [only] = leaves
  if (only === undefined) return emptyRoot
  if (leaves.length === 1) return only
  const k = split(leaves.length)
  return nodeHash(rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)))
}

/** Whether `leaf` stands at `position` of the tree of `size` leaves with this root (RFC 9162, section 2.1.3.2). */
export function verifyInclusion(claim: { leaf: Hash; position: number; size: number; root: Hash; proof: readonly Hash[] }): boolean {
  if (!isPosition(claim.position) || claim.position >= claim.size) return false
  let fn = claim.position
  let sn = claim.size - 1
  let r = claim.leaf
  for (const p of claim.proof) {
    if (sn === 0) return false
    if (isOdd(fn) || fn === sn) {
      r = nodeHash(p, r)
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn)
        sn = half(sn)
      }
    } else {
      r = nodeHash(r, p)
    }
    fn = half(fn)
    sn = half(sn)
  }
  return sn === 0 && sameBytes(r, claim.root)
}

/** Whether the tree of `to` leaves continues the tree of `from` leaves unchanged (RFC 9162, section 2.1.4.2). */
export function verifyConsistency(claim: { from: number; to: number; fromRoot: Hash; toRoot: Hash; proof: readonly Hash[] }): boolean {
  const { from, to, fromRoot, toRoot } = claim
  if (!isPosition(from) || !isPosition(to) || from > to) return false
  if (from === to) return claim.proof.length === 0 && sameBytes(fromRoot, toRoot)
  if (from === 0) return claim.proof.length === 0 && sameBytes(fromRoot, emptyRoot)
  const path = isPowerOfTwo(from) ? [fromRoot, ...claim.proof] : [...claim.proof]
  const [first, ...rest] = path
  if (first === undefined) return false
  let fn = from - 1
  let sn = to - 1
  while (isOdd(fn)) {
    fn = half(fn)
    sn = half(sn)
  }
  let fr = first
  let sr = first
  for (const c of rest) {
    if (sn === 0) return false
    if (isOdd(fn) || fn === sn) {
      fr = nodeHash(c, fr)
      sr = nodeHash(c, sr)
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn)
        sn = half(sn)
      }
    } else {
      sr = nodeHash(sr, c)
    }
    fn = half(fn)
    sn = half(sn)
  }
  return sn === 0 && sameBytes(fr, fromRoot) && sameBytes(sr, toRoot)
}

export type Placed = { position: number; leaf: Hash }

/**
 * Root of a tree of `size` leaves from some of its leaves (by rising position) and the hashes of the largest sub-trees that
 * hold none of them, from left to right. Undefined when the two do not fit together. One proof for many leaves: what
 * their paths share is sent and hashed once.
 */
export function rootFromSome(size: number, some: readonly Placed[], others: readonly Hash[]): Hash | undefined {
  if (!isPosition(size) || size === 0) return undefined
  if (some.some((s, i) => !isPosition(s.position) || s.position >= size || s.position <= (some[i - 1]?.position ?? -1))) return undefined
  let nextLeaf = 0
  let nextOther = 0
  const walk = (start: number, end: number): Hash | undefined => {
    const leaf = some[nextLeaf]
    if (leaf === undefined || leaf.position >= end) return others[nextOther++]
    if (end - start === 1) {
      nextLeaf += 1
      return leaf.leaf
    }
    const middle = start + split(end - start)
    const left = walk(start, middle)
    const right = left && walk(middle, end)
    return left && right && nodeHash(left, right)
  }
  const root = walk(0, size)
  return nextOther === others.length ? root : undefined
}

const half = (n: number) => Math.floor(n / 2)
const isOdd = (n: number) => n % 2 === 1
const isPosition = (n: number) => Number.isSafeInteger(n) && n >= 0

function isPowerOfTwo(n: number): boolean {
  while (n > 1 && !isOdd(n)) n = half(n)
  return n === 1
}
