import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { consistencyRanges, inclusionRanges, type Range, rangesBeside } from '../log/ranges.ts'
import { fromHex, toHex } from './bytes.ts'
import { emptyRoot, type Hash, leafHash, nodeHash, rootFromSome, rootOf, verifyConsistency, verifyInclusion } from './merkle.ts'

// The tree of eight leaves that implementations of RFC 6962 share as their test vector.
const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const known = entries.map((e) => leafHash(fromHex(e) ?? new Uint8Array()))

test('the roots of the tree of RFC 6962 with none to eight leaves', () => {
  assert.equal(toHex(emptyRoot), roots[0])
  assert.deepEqual(
    roots.map((_, size) => toHex(rootOf(known.slice(0, size)))),
    roots,
  )
})

test('the published inclusion proof of the first of eight leaves', () => {
  assert.deepEqual(hashesOf(known, inclusionRanges(0, 8)).map(toHex), [
    '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  ])
})

test('the published consistency proof from six leaves to eight', () => {
  assert.deepEqual(hashesOf(known, consistencyRanges(6, 8)).map(toHex), [
    '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ])
})

const trees = fc.integer({ min: 1, max: 300 }).map((size) => Array.from({ length: size }, (_, i) => leafHash(Uint8Array.of(i & 255, i >> 8))))

test('every leaf is proven in its place, and in no other', () => {
  fc.assert(
    fc.property(trees, fc.nat(), fc.nat(), (leaves, a, b) => {
      const size = leaves.length
      const position = a % size
      const proof = hashesOf(leaves, inclusionRanges(position, size))
      const leaf = at(leaves, position)
      const root = rootOf(leaves)
      assert.ok(verifyInclusion({ leaf, position, size, root, proof }))
      const elsewhere = b % (size + 2)
      assert.equal(verifyInclusion({ leaf, position: elsewhere, size, root, proof }), elsewhere === position)
      assert.ok(!verifyInclusion({ leaf: nodeHash(leaf, leaf), position, size, root, proof }))
      assert.ok(!verifyInclusion({ leaf, position, size, root, proof: [...proof, leaf] }))
      if (proof.length > 0) assert.ok(!verifyInclusion({ leaf, position, size, root, proof: proof.slice(1) }))
    }),
  )
})

test('a tree is consistent with each of its beginnings, and not once a leaf was changed', () => {
  fc.assert(
    fc.property(trees, fc.nat(), fc.nat(), (leaves, a, b) => {
      const to = leaves.length
      const from = a % (to + 1)
      const fromRoot = rootOf(leaves.slice(0, from))
      const proof = hashesOf(leaves, consistencyRanges(from, to))
      assert.ok(verifyConsistency({ from, to, fromRoot, toRoot: rootOf(leaves), proof }))
      if (from === 0) return
      const changed = leaves.with(b % from, leafHash(Uint8Array.of(1, 2, 3)))
      const claim = { from, to, fromRoot, toRoot: rootOf(changed) }
      assert.ok(!verifyConsistency({ ...claim, proof }))
      assert.ok(!verifyConsistency({ ...claim, proof: hashesOf(changed, consistencyRanges(from, to)) }))
    }),
  )
})

test('one shared proof leads any set of leaves to the root, and a changed one elsewhere', () => {
  fc.assert(
    fc.property(trees, fc.array(fc.nat(), { maxLength: 40 }), fc.nat(), (leaves, wanted, n) => {
      const size = leaves.length
      const positions = [...new Set(wanted.map((w) => w % size))].sort((a, b) => a - b)
      const some = positions.map((position) => ({ position, leaf: at(leaves, position) }))
      const others = hashesOf(leaves, rangesBeside(positions, size))
      const root = toHex(rootOf(leaves))
      assert.equal(toHex(rootFromSome(size, some, others) ?? new Uint8Array()), root)
      assert.equal(rootFromSome(size, some, [...others, emptyRoot]), undefined)
      if (some.length === 0) return
      const k = n % some.length
      const changed = some.with(k, { position: at(some, k).position, leaf: emptyRoot })
      assert.notEqual(toHex(rootFromSome(size, changed, others) ?? new Uint8Array()), root)
      assert.equal(rootFromSome(size, [...some, at(some, k)], others), undefined)
    }),
  )
})

function hashesOf(leaves: readonly Hash[], ranges: readonly Range[]): Hash[] {
  return ranges.map(({ start, end }) => rootOf(leaves.slice(start, end)))
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index]
  assert.ok(found !== undefined)
  return found
}
