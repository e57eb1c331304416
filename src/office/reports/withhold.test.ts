import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fewest } from './shapes.ts'
import { type Cell, shownOf } from './withhold.ts'

const cell = (people: number, ...key: (string | null)[]): Cell => ({ key, people })
const keys = (cells: readonly Cell[]) => cells.map(({ key }) => key.join('/'))

test('a group of fewer than 20 is hidden, and a second one where the sum would tell it', () => {
  assert.deepEqual(keys(shownOf([cell(19, 'a'), cell(20, 'b'), cell(300, 'c')], true)), ['c'], 'b goes with a: 19 would be the sum without b and c')
  assert.deepEqual(keys(shownOf([cell(10, 'a'), cell(10, 'b'), cell(300, 'c')], true)), ['c'], 'two small ones are 20 together')
  assert.deepEqual(keys(shownOf([cell(10, 'a'), cell(10, 'b'), cell(30, 'c'), cell(300, 'd')], false)), ['d'], 'unless they may be the same ten')
  assert.deepEqual(keys(shownOf([cell(20, 'a'), cell(20, 'b')], true)), ['a', 'b'])
  assert.deepEqual(shownOf([cell(300, 'a'), cell(3, 'b')], false), [], 'of two nothing is left')
  assert.deepEqual(shownOf([], true), [])
})

test('in a table, every row, every column and the whole of it keep to that', () => {
  const table = [cell(100, 'x', '1'), cell(100, 'x', '2'), cell(100, 'x', '3'), cell(5, 'y', '1'), cell(100, 'y', '2'), cell(100, 'y', '3')]
  const shown = keys(shownOf(table, true))
  assert.ok(!shown.includes('y/1'))
  assert.ok(
    shown.filter((key) => key.startsWith('y')).length < 2 && shown.filter((key) => key.endsWith('1')).length === 0,
    'another of its row and of its column',
  )
})

test('whatever the table, nothing hidden of a line can be taken from its sum', () => {
  const tables = fc.array(fc.record({ row: fc.integer({ min: 0, max: 4 }), column: fc.integer({ min: 0, max: 3 }), people: fc.integer({ min: 1, max: 60 }) }), {
    maxLength: 20,
  })
  fc.assert(
    fc.property(tables, fc.boolean(), (said, once) => {
      const cells = [...new Map(said.map((c) => [`${c.row}/${c.column}`, cell(c.people, String(c.row), String(c.column))])).values()]
      const shown = new Set(shownOf(cells, once))
      const lines = [cells, ...[0, 1].flatMap((at) => [...Map.groupBy(cells, (c) => c.key[at]).values()])]
      for (const line of lines) {
        const hidden = line.filter((c) => !shown.has(c)).map((c) => c.people)
        if (hidden.length === 0 || hidden.length === line.length) continue
        assert.ok((once ? hidden.reduce((a, b) => a + b) : Math.max(...hidden)) >= fewest)
      }
      for (const c of shown) assert.ok(c.people >= fewest)
    }),
  )
})
