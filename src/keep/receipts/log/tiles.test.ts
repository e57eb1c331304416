import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { toHex } from '../verify/bytes.ts'
import { type Hash, leafHash, rootOf } from '../verify/merkle.ts'
import { consistencyRanges, inclusionRanges, rangesBeside } from './ranges.ts'
import { fullTiles, hashesOf, type ReadTiles, readTilePath, tileKey, tilePath, tileWidth } from './tiles.ts'

const most = 70_000 // past one full tile of level 1
const leaves = Array.from({ length: most }, (_, i) => leafHash(Uint8Array.of(i & 255, (i >> 8) & 255, i >> 16)))

test('tiles have the paths of the specification', () => {
  assert.equal(tilePath({ level: 0, number: 1_234_067 }), 'tile/0/x001/x234/067')
  assert.equal(tilePath({ level: 1, number: 0 }, 17), 'tile/1/000.p/17')
  assert.deepEqual(readTilePath('tile/0/x001/x234/067'), { level: 0, number: 1_234_067, width: 256 })
  for (const bad of [
    'tile/00/000',
    'tile/0/0',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/x000/001',
    'tile/7/000',
    'tile/0/000.p/007',
    '/tile/0/000',
    'tile/entries/000',
  ]) {
    assert.equal(readTilePath(bad), undefined, bad)
  }
})

test('a tree of 70,000 has the tiles the specification counts', () => {
  const level1 = fullTiles({ start: 0, before: [], added: leaves })
  assert.equal(level1.length, 273)
  assert.equal(fullTiles({ start: 0, before: [], added: level1.map((t) => t.hash) }).length, 1)
})

test('any sub-tree a root or proof asks for is put together from tiles', async () => {
  const sizes = fc.oneof(fc.integer({ min: 1, max: most }), fc.constantFrom(1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, most))
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), async (size, n) => {
      const ranges = [
        { start: 0, end: size },
        ...inclusionRanges(n % size, size),
        ...consistencyRanges(n % (size + 1), size),
        ...rangesBeside(
          [...new Set([n % size, (n * 7) % size])].sort((a, b) => a - b),
          size,
        ),
      ]
      const hashes = await hashesOf(ranges, tilesOf(size))
      assert.deepEqual(
        hashes.map(toHex),
        ranges.map(({ start, end }) => toHex(rootOf(leaves.slice(start, end)))),
      )
    }),
    { numRuns: 15 },
  )
})

test('a tile that lacks hashes is a bug, not a wrong proof', async () => {
  await assert.rejects(hashesOf([{ start: 0, end: 300 }], tilesOf(299)), /short/)
})

/** Tiles of the first `size` leaves, made the plain way. */
function tilesOf(size: number): ReadTiles {
  const levels: Hash[][] = [leaves.slice(0, size)]
  for (let below = levels[0] ?? []; below.length >= tileWidth; below = levels.at(-1) ?? []) {
    levels.push(Array.from({ length: Math.floor(below.length / tileWidth) }, (_, i) => rootOf(below.slice(i * tileWidth, (i + 1) * tileWidth))))
  }
  return async (wanted) => new Map(wanted.map((t) => [tileKey(t), (levels[t.level] ?? []).slice(t.number * tileWidth, (t.number + 1) * tileWidth)]))
}
