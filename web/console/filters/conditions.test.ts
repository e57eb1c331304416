import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Condition, ListColumn } from '../../../src/office/lists/shapes.ts'
import { brokenIn, firstOperator, inputOf, isReady, withOperator } from './conditions.ts'

const column = (name: string, type: ListColumn['type'], filter: ListColumn['filter']): ListColumn => ({
  column: name,
  title: null,
  type,
  codes: null,
  filter,
  sort: true,
  sum: false,
})
const since = column('since', 'time', ['before', 'after', 'within_days', 'empty', 'not_empty'])
const spent = column('spent', 'money', ['equals', 'less', 'more', 'between', 'empty'])
const role = column('role', 'code', ['equals', 'one_of', 'none_of', 'empty'])
const note = column('x_note', 'text', [])
const known = new Map([since, spent, role, note].map((each) => [each.column, each]))

test('a new condition asks what one usually wants to know', () => {
  assert.equal(firstOperator(since), 'within_days')
  assert.equal(firstOperator(role), 'one_of')
  assert.equal(firstOperator(note), undefined)
  assert.equal(inputOf(spent, 'between'), 'money_range')
})

test('another operator keeps the value only where it means the same', () => {
  const leads: Condition = { column: 'role', is: 'one_of', value: ['lead'] }
  assert.deepEqual(withOperator(leads, role, 'none_of'), { column: 'role', is: 'none_of', value: ['lead'] })
  assert.deepEqual(withOperator(leads, role, 'empty'), { column: 'role', is: 'empty' })
  assert.deepEqual(withOperator({ column: 'since', is: 'after', value: '2026-01-01' }, since, 'within_days'), { column: 'since', is: 'within_days', value: 30 })
})

test('a condition is asked by only when nothing is lacking', () => {
  const ready = (condition: Condition) => isReady(condition, known)
  assert.equal(ready({ column: 'role', is: 'one_of', value: [] }), false)
  assert.equal(ready({ column: 'role', is: 'empty' }), true)
  assert.equal(ready({ column: 'spent', is: 'between', value: [{ minor: 1, currency: 'RUB' }] }), false)
  assert.equal(ready({ column: 'spent', is: 'more', value: { minor: 100, currency: 'RUB' } }), true)
})

test('a deleted field, another type and a text are told apart from what holds', () => {
  const filter = {
    all: [
      { column: 'role', is: 'one_of' as const, value: ['lead'] },
      {
        any: [
          { column: 'x_gone', is: 'empty' as const },
          { column: 'since', is: 'more' as const, value: 3 },
        ],
      },
      { column: 'x_note', is: 'equals' as const, value: 'a' },
    ],
  }
  assert.deepEqual(
    brokenIn(filter, known).map(({ condition, path, why }) => [condition.column, path, why]),
    [
      ['x_gone', [1, 0], 'gone'],
      ['since', [1, 1], 'operator'],
      ['x_note', [2], 'gone'],
    ],
  )
  assert.deepEqual(brokenIn(undefined, known), [])
})
