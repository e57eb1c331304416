import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ListColumn } from '../../list/queries.ts'
import { isEditable, readTyped } from './editable.ts'

const column = (name: string, type: ListColumn['type']): ListColumn => ({ column: name, title: null, type, codes: null, filter: [], sort: false, sum: false })

test('a number is read as people write it, in both languages, and rubbish is not', () => {
  const size = column('x_size', 'number')
  assert.deepEqual(readTyped(size, ' 1 234,5 '), { value: 1234.5 })
  assert.deepEqual(readTyped(size, '1\u00a0000'), { value: 1000 })
  assert.deepEqual(readTyped(size, '-3'), { value: -3 })
  assert.deepEqual(readTyped(size, ''), { value: null })
  for (const wrong of ['12 штук', '1e5', '--1', '1.2.3', '٣']) assert.deepEqual(readTyped(size, wrong), { wrong: 'not_number' }, wrong)
})

test('money is read as people write it, in the currency of its column, and never guessed', () => {
  const limit = { ...column('x_limit', 'money'), one_currency: 'RUB' }
  for (const typed of ['1 234,50', '1,234.50', '1234,5 ₽']) assert.deepEqual(readTyped(limit, typed), { value: { minor: 123450, currency: 'RUB' } }, typed)
  assert.deepEqual(readTyped({ ...limit, sealed: true }, '7'), { value: '7.00 RUB' })
  for (const wrong of ['$5', '1,234', '0.001', 'много']) assert.deepEqual(readTyped(limit, wrong), { wrong: 'not_money' }, wrong)
})

test('a day is a day, a text is not a novel', () => {
  assert.deepEqual(readTyped(column('x_on', 'time'), '2026-11-22'), { value: '2026-11-22' })
  assert.deepEqual(readTyped(column('x_on', 'time'), 'tomorrow'), { wrong: 'not_day' })
  assert.deepEqual(readTyped(column('x_note', 'text'), 'ю'.repeat(2001)), { wrong: 'too_long' })
})

test('figures that are computed are not changed by hand', () => {
  assert.equal(isEditable(column('spent', 'money')), false)
  assert.equal(isEditable(column('name', 'name')), false)
  assert.equal(isEditable(column('owner', 'staff')), true)
  assert.equal(isEditable(column('units', 'units')), true)
  assert.equal(isEditable(column('unit', 'code')), false)
  assert.equal(isEditable(column('role', 'code')), true)
  assert.equal(isEditable(column('language', 'code')), true)
  assert.equal(isEditable(column('country', 'code')), false)
  assert.equal(isEditable(column('x_size', 'number')), true)
})
