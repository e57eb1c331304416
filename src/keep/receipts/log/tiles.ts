import { assert } from '../../../platform/errors.ts'
import { type Hash, nodeHash, rootOf, split } from '../verify/merkle.ts'
import type { Range } from './ranges.ts'

// The tree is kept in tiles of 256 hashes (C2SP tlog-tiles): level 0 holds leaves, every level above the hashes of full
// tiles below. Any sub-tree is found in one tile, or is put together from a few.

export const tileWidth = 256

export type TileId = { level: number; number: number }
/** A perfect sub-tree: `width` neighbouring hashes of one tile. */
type Piece = { tile: TileId; from: number; width: number }

/** Gives the hashes of each tile, as many as the tree has there, by `tileKey`. */
export type ReadTiles = (wanted: readonly TileId[]) => Promise<ReadonlyMap<string, readonly Hash[]>>

export const tileKey = ({ level, number }: TileId) => `${level}/${number}`

const rangesAtOnce = 256

/** The hashes of these sub-trees, in order. Tiles are read some hundreds at a time, so memory stays small. */
export async function hashesOf(ranges: readonly Range[], read: ReadTiles): Promise<Hash[]> {
  const hashes: Hash[] = []
  for (let at = 0; at < ranges.length; at += rangesAtOnce) {
    const some = ranges.slice(at, at + rangesAtOnce)
    const wanted = new Map(some.flatMap(piecesOf).map((p) => [tileKey(p.tile), p.tile]))
    const tiles = await read([...wanted.values()])
    for (const range of some) hashes.push(hashOfRange(range, tiles))
  }
  return hashes
}

function hashOfRange(range: Range, tiles: ReadonlyMap<string, readonly Hash[]>): Hash {
  const hashes = piecesOf(range).map(({ tile, from, width }) => {
    const part = tiles.get(tileKey(tile))?.slice(from, from + width)
    assert(part?.length === width, `tile ${tileKey(tile)} of the log is short`)
    return rootOf(part)
  })
  return hashes.reduceRight((right, left) => nodeHash(left, right))
}

/** A sub-tree of a tree cut at powers of two, as perfect sub-trees from left to right, each half as wide as the last or less. */
function piecesOf({ start, end }: Range): Piece[] {
  const pieces: Piece[] = []
  for (let at = start; at < end; ) {
    const width = end - at === 1 ? 1 : split(end - at) * (isPowerOfTwo(end - at) ? 2 : 1)
    pieces.push(pieceAt(at, width))
    at += width
  }
  return pieces
}

function pieceAt(start: number, leaves: number): Piece {
  let level = 0
  let width = leaves
  let from = start
  while (width >= tileWidth) {
    level += 1
    width /= tileWidth
    from /= tileWidth
  }
  const number = Math.floor(from / tileWidth)
  return { tile: { level, number }, from: from - number * tileWidth, width }
}

function isPowerOfTwo(n: number): boolean {
  return split(n) * 2 === n
}

/** "tile/1/x001/234": level and number in groups of three digits; with the width of a tile that is not full. */
export function tilePath({ level, number }: TileId, width = tileWidth): string {
  const groups = [String(number % 1000).padStart(3, '0')]
  for (let rest = Math.floor(number / 1000); rest > 0; rest = Math.floor(rest / 1000)) groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`)
  return `tile/${level}/${groups.join('/')}${width < tileWidth ? `.p/${width}` : ''}`
}

/** Reads what `tilePath` writes; undefined for any other text. */
export function readTilePath(path: string): (TileId & { width: number }) | undefined {
  const [, level, groups, width = '256'] = /^tile\/(\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? []
  if (level === undefined || groups === undefined) return undefined
  const read = { level: Number(level), number: Number(groups.replaceAll(/[x/]/g, '')), width: Number(width) }
  return Number.isSafeInteger(read.number) && read.level <= 6 && read.width >= 1 && tilePath(read, read.width) === path ? read : undefined
}

/** What appending these hashes at `start` of a level completes: hashes of the tiles that became full. */
export function fullTiles(o: { start: number; before: readonly Hash[]; added: readonly Hash[] }): { number: number; hash: Hash }[] {
  const all = [...o.before, ...o.added]
  const first = Math.floor(o.start / tileWidth)
  return Array.from({ length: Math.floor(all.length / tileWidth) }, (_, i) => ({
    number: first + i,
    hash: rootOf(all.slice(i * tileWidth, (i + 1) * tileWidth)),
  }))
}
