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
  if (!isPosition(claim.position) || !isPosition(claim.size) || claim.position >= claim.size) return false
  let way: Way = { fn: claim.position, sn: claim.size - 1 }
  let r = claim.leaf
  for (const p of claim.proof) {
    if (way.sn === 0) return false
    if (isRight(way)) {
      r = nodeHash(p, r)
      way = skipLevels(way)
    } else {
      r = nodeHash(r, p)
    }
    way = up(way)
  }
  return way.sn === 0 && sameBytes(r, claim.root)
}

/** Whether the tree of `to` leaves continues the tree of `from` leaves unchanged (RFC 9162, section 2.1.4.2). */
export function verifyConsistency(claim: { from: number; to: number; fromRoot: Hash; toRoot: Hash; proof: readonly Hash[] }): boolean {
  const { from, to, fromRoot, toRoot } = claim
  if (!isPosition(from) || !isPosition(to) || from > to) return false
  if (from === to) return claim.proof.length === 0 && sameBytes(fromRoot, toRoot)
  if (from === 0) return claim.proof.length === 0 && sameBytes(fromRoot, emptyRoot)
  const [first, ...rest] = isPowerOfTwo(from) ? [fromRoot, ...claim.proof] : claim.proof
  if (first === undefined) return false
  let way: Way = { fn: from - 1, sn: to - 1 }
  while (isOdd(way.fn)) way = up(way)
  let fr = first
  let sr = first
  for (const c of rest) {
    if (way.sn === 0) return false
    if (isRight(way)) {
      fr = nodeHash(c, fr)
      sr = nodeHash(c, sr)
      way = skipLevels(way)
    } else {
      sr = nodeHash(sr, c)
    }
    way = up(way)
  }
  return way.sn === 0 && sameBytes(fr, fromRoot) && sameBytes(sr, toRoot)
}

/** Where a proof stands on its way up: the numbers of its node and of the last node of that level (fn and sn in the RFC). */
type Way = { fn: number; sn: number }

const up = ({ fn, sn }: Way): Way => ({ fn: half(fn), sn: half(sn) })
const isRight = ({ fn, sn }: Way) => isOdd(fn) || fn === sn

/** Levels on which the node stands alone at the end have no hash in the proof. */
function skipLevels(way: Way): Way {
  let at = way
  while (!isOdd(at.fn) && at.fn !== 0) at = up(at)
  return at
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
