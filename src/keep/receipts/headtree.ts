import { bit, emptyHeads } from './verify/heads.ts'
import { type Hash, nodeHash } from './verify/merkle.ts'

// The tree of heads (see verify/heads.ts), made in two storeys: sixteen bits of the pseudonym choose a bucket, and inside a
// bucket its customers form their own small tree. Only buckets that changed are made anew.

export const bucketBits = 16

/** A customer (heads: 1) or a whole bucket: `place` begins with the bits that say where it stands. */
export type Standing = { place: Uint8Array; heads: number; hash: Hash }

/** Root of what stands here, sorted by place; all share the first `depth` bits. */
export function headsRoot(standing: readonly Standing[], depth = 0): Hash {
  const [only] = standing
  if (only === undefined) return emptyHeads
  if (isWhole(standing, only, depth)) return only.hash
  const [left, right] = halves(standing, depth)
  return nodeHash(headsRoot(left, depth + 1), headsRoot(right, depth + 1))
}

/** Hashes beside the way from here down to `place`, the topmost first; undefined when nothing of it stands here. */
export function headsPath(standing: readonly Standing[], place: Uint8Array, depth = 0): Hash[] | undefined {
  const [only] = standing
  if (only === undefined) return undefined
  if (isWhole(standing, only, depth)) return only.place.every((byte, i) => byte === place[i]) ? [] : undefined
  const [left, right] = halves(standing, depth)
  const [mine, other] = bit(place, depth) === 0 ? [left, right] : [right, left]
  const below = headsPath(mine, place, depth + 1)
  return below && [headsRoot(other, depth + 1), ...below]
}

function isWhole(standing: readonly Standing[], only: Standing, depth: number): boolean {
  return standing.length === 1 && (only.heads === 1 || depth === bucketBits)
}

function halves(standing: readonly Standing[], depth: number): [readonly Standing[], readonly Standing[]] {
  const found = standing.findIndex((s) => bit(s.place, depth) === 1)
  const cut = found < 0 ? standing.length : found
  return [standing.slice(0, cut), standing.slice(cut)]
}
