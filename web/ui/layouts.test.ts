import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inBothLayouts, matches } from './layouts.ts'

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
