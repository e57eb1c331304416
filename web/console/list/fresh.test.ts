import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshOf } from './fresh.ts'

const total = (count: number, exact = true) => ({ count, exact })

test('a list that is as it was has nothing new', () => {
  assert.equal(freshOf({ ...total(40), fresh: 0 }, total(40)), undefined)
  assert.equal(freshOf({ ...total(40), fresh: null }, total(40)), undefined)
  assert.equal(freshOf({ ...total(10_500, false), fresh: 0 }, total(10_000, false)), undefined, 'about as many are as many')
})

test('who came, who left and whose figures changed are told apart', () => {
  assert.deepEqual(freshOf({ ...total(43), fresh: 8 }, total(40)), { added: 3, gone: 0, changed: 5, many: false })
  assert.deepEqual(freshOf({ ...total(38), fresh: 0 }, total(40)), { added: 0, gone: 2, changed: 0, many: false })
  assert.deepEqual(freshOf({ ...total(10_000, false), fresh: 1_000 }, total(10_000, false)), { added: 0, gone: 0, changed: 1_000, many: true })
})
