import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { freezeUpTo, hideColumn, type Layout, moveColumn, packLayout, resizeColumn, sameLayout, showColumn, unpackLayout } from './layout.ts'

const layout: Layout = [
  { column: 'name', width: 260, frozen: true },
  { column: 'role', width: 120, frozen: false },
  { column: 'spent', width: 140, frozen: false },
]
const names = (of: Layout) => of.map(({ column, frozen }) => (frozen ? `${column}*` : column)).join(' ')

test('a column goes before another, and stands still among those that do', () => {
  assert.equal(names(moveColumn(layout, 'spent', 1)), 'name* spent role')
  assert.equal(names(moveColumn(layout, 'spent', 0)), 'spent* name* role')
  assert.equal(names(moveColumn(layout, 'name', 3)), 'role spent name')
  assert.equal(names(moveColumn(layout, 'role', 3)), 'name* spent role')
  assert.equal(names(moveColumn(layout, 'nobody', 0)), 'name* role spent')
})

test('all up to a column stand still, or none', () => {
  assert.equal(names(freezeUpTo(layout, 'role')), 'name* role* spent')
  assert.equal(names(freezeUpTo(layout, undefined)), 'name role spent')
})

test('a column is as wide as was said, within bounds; the last one stays', () => {
  assert.equal(resizeColumn(layout, 'role', 5)[1]?.width, 64)
  assert.equal(resizeColumn(layout, 'role', 9000)[1]?.width, 640)
  assert.equal(names(hideColumn(hideColumn(hideColumn(layout, 'name'), 'role'), 'spent')), 'spent')
  assert.equal(names(showColumn(layout, 'spent', 100)), 'name* role spent')
})

test('whatever was done, frozen columns are the first ones', () => {
  const column = fc.constantFrom('name', 'role', 'spent', 'tags')
  const deed = fc.oneof(
    fc.tuple(column, fc.nat(5)).map(
      ([which, to]) =>
        (of: Layout) =>
          moveColumn(of, which, to),
    ),
    column.map((which) => (of: Layout) => freezeUpTo(of, which)),
    column.map((which) => (of: Layout) => showColumn(of, which, 100)),
    column.map((which) => (of: Layout) => hideColumn(of, which)),
  )
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 12 }), (deeds) => {
      const after = deeds.reduce((of, each) => each(of), layout)
      assert.match(names(after), /^(\w+\* ?)*(\w+ ?)*$/)
      assert.equal(new Set(after.map((each) => each.column)).size, after.length)
      assert.deepEqual(unpackLayout(packLayout(after)), after)
    }),
  )
})

test('what is no layout is none', () => {
  for (const text of ['', 'name', 'name.x', 'name.260-name.100', '<b>.100', 'name.99999']) assert.equal(unpackLayout(text), undefined, text)
  assert.ok(sameLayout(layout, unpackLayout('name.260*-role.120-spent.140') ?? []))
})
