import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chunksOf, type Part, placeOf } from './parts.ts'

// Two groups that stand open, of 25 and 3 people, each under its head; between them a closed one.
const big: Part = { asked: { filter: 'big' }, start: 1, count: 25 }
const small: Part = { asked: { filter: 'small' }, start: 28, count: 3 }
const parts = [big, small]

test('rows are asked for by the groups they stand in, and heads are no rows', () => {
  assert.deepEqual(chunksOf(parts, { from: 0, to: 1 }), [], 'a head')
  assert.deepEqual(chunksOf(parts, { from: 0, to: 3 }), [{ part: big, chunk: 0 }])
  assert.deepEqual(chunksOf(parts, { from: 20, to: 31 }), [
    { part: big, chunk: 0 },
    { part: big, chunk: 1 },
    { part: small, chunk: 0 },
  ])
  assert.deepEqual(chunksOf(parts, { from: 26, to: 28 }), [], 'two heads')
  assert.deepEqual(chunksOf([], { from: 0, to: 50 }), [])
})

test('a row is found in its group', () => {
  assert.equal(placeOf(parts, 0), undefined)
  assert.deepEqual(placeOf(parts, 1), { part: big, at: 0 })
  assert.deepEqual(placeOf(parts, 25), { part: big, at: 24 })
  assert.equal(placeOf(parts, 26), undefined)
  assert.deepEqual(placeOf(parts, 30), { part: small, at: 2 })
})
