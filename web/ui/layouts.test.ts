import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inBothLayouts, matches, nearness } from './layouts.ts'

test('a page is found by its name typed in the wrong layout', () => {
  assert.ok(matches('rkbtyns', ['Customers', 'Клиенты']))
  assert.ok(matches('сгые', ['Customers', 'Клиенты']))
  assert.ok(matches('ценн', ['Value classes', 'Классы ценности']))
})

test('a page is not found by the middle of a word', () => {
  assert.equal(matches('stomers', ['Customers', 'Клиенты']), false)
})

test('ё is е, and spaces do not matter', () => {
  assert.deepEqual(inBothLayouts('  Ёж '), ['еж', '`;'])
})

test('one slip is forgiven in a word of four letters or more, and ranks behind what fits', () => {
  const customers = ['Customers', 'Клиенты']
  assert.deepEqual(
    ['cust', 'cusotmers', 'csutom', 'custmers', 'kclients', 'клиетны', 'rkbtns', 'rjynfrns'].map((typed) => nearness(typed, customers)),
    [3, 1, 1, 1, 0, 1, 1, 0],
  )
  assert.equal(nearness('rjynfrns', ['Контакты']), 3)
  assert.equal(nearness('class', ['Value classes']), 2)
  assert.equal(nearness('cxs', customers), 0, 'three letters may be anything')
})
