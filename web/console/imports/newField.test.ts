import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beginningOf } from './newField.ts'

const made = (...samples: string[]) => {
  const { type, currency, codes } = beginningOf('Лимит', samples)
  return [type, currency, codes.length]
}

test('a column that nothing answers to begins a field by what stands in it', () => {
  assert.deepEqual(made('1 200 ₽', '15,50 ₽', ''), ['money', 'RUB', 0])
  assert.deepEqual(made('$1,200.50', '$3'), ['money', 'USD', 0])
  assert.deepEqual(made('5 000 KZT'), ['money', 'KZT', 0])
  assert.deepEqual(made('5 руб.', '7 руб'), ['money', 'RUB', 0])
  assert.deepEqual(made('¥5'), ['money', null, 0], 'yen or yuan: the company says')
  assert.deepEqual(made('1 200', '15,50'), ['number', null, 0], 'a number without a sign may be anything')
  assert.deepEqual(made('5 PCS', '7 PCS'), ['text', null, 2])
  assert.deepEqual(made('1 ₽', '2 $'), ['text', null, 2])
  assert.deepEqual(made('да', 'нет'), ['boolean', null, 0])
  assert.deepEqual(made('31.12.2027'), ['time', null, 0])
  assert.deepEqual(made(), ['text', null, 0])
})
