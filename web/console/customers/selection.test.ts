import assert from 'node:assert/strict'
import { test } from 'node:test'
import { between, choose, everybody, howMany, isChosen, nobody, shareChosen } from './selection.ts'

test('some are chosen by name; a range adds to them and takes from them', () => {
  const three = choose(nobody, ['a', 'b', 'c'], true)
  assert.equal(howMany(three, 48_213), 3)
  const two = choose(three, ['b'], false)
  assert.equal(isChosen(two, 'b'), false)
  assert.equal(isChosen(two, 'c'), true)
  assert.equal(howMany(choose(two, ['a', 'd'], true), 48_213), 3)
})

test('all that match but a few: whoever is not loaded is chosen too', () => {
  const but = choose(everybody, ['a', 'b'], false)
  assert.equal(howMany(but, 48_213), 48_211)
  assert.equal(isChosen(but, 'a'), false)
  assert.equal(isChosen(but, 'never seen'), true)
  assert.equal(howMany(choose(but, ['a'], true), 48_213), 48_212)
})

test('a range is the same from both ends', () => {
  assert.deepEqual(between(3, 9), { from: 3, to: 10 })
  assert.deepEqual(between(9, 3), { from: 3, to: 10 })
})

test('the box at the head tells all, some and none', () => {
  assert.equal(shareChosen(nobody, ['a', 'b']), 'none')
  assert.equal(shareChosen(choose(nobody, ['a'], true), ['a', 'b']), 'some')
  assert.equal(shareChosen(everybody, ['a', 'b']), 'all')
  assert.equal(shareChosen(everybody, []), 'none')
})
