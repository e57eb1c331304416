import assert from 'node:assert/strict'
import test from 'node:test'
import { remembered } from './remembered.ts'

const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, second))

test('what is remembered is forgotten at its time, and first told first forgotten when there is too much', () => {
  const memory = remembered<number>(2)
  assert.equal(memory.get('a', at(0)), undefined)
  memory.set('a', 1, at(10))
  assert.equal(memory.get('a', at(9)), 1)
  assert.equal(memory.get('a', at(10)), undefined)
  memory.set('b', 2, at(60))
  memory.set('a', 3, at(60))
  memory.set('c', 4, at(60))
  assert.deepEqual(
    ['a', 'b', 'c'].map((key) => memory.get(key, at(20))),
    [3, undefined, 4],
    'told anew, it is the newest',
  )
})
