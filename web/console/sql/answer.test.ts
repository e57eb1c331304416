import assert from 'node:assert/strict'
import { test } from 'node:test'
import { permitted } from '../../../src/office/analyst/asking/permitted.ts'
import { csvOf, plotOf } from './answer.ts'
import { columnsOf, tableNames } from './tables.ts'

const column = (name: string) => ({ name, type: 'VARCHAR' })

test('an answer is a file as spreadsheets of the language read it, and nothing in it is run', () => {
  const answer = {
    columns: ['channel', 'people', 'share'].map(column),
    rows: [
      ['shop, old', 12, 0.5],
      ['=1+1', null, null],
    ],
  }
  assert.equal(csvOf(answer, 'en'), '\ufeffchannel,people,share\r\n"shop, old",12,0.5\r\n\'=1+1,,\r\n')
  assert.equal(csvOf(answer, 'ru'), "\ufeffchannel;people;share\r\nshop, old;12;0,5\r\n'=1+1;;\r\n")
})

test('names with figures beside them are drawn, months along time; what is not so is not', () => {
  const months = {
    columns: ['month', 'orders'].map(column),
    rows: [
      ['2026-09', 3],
      ['2026-10', null],
      ['2026-11', 5],
    ],
  }
  assert.deepEqual(plotOf(months)?.along, { title: 'month', names: ['2026-09', '2026-10', '2026-11'], isTime: true })
  assert.deepEqual(plotOf(months)?.series, [{ name: 'orders', values: [3, null, 5] }])
  assert.equal(plotOf({ columns: ['a', 'b'].map(column), rows: [['x', 1]] }), undefined, 'one row')
  assert.equal(
    plotOf({
      columns: ['a', 'b'].map(column),
      rows: [
        ['x', 1],
        ['x', 2],
      ],
    }),
    undefined,
    'one name twice',
  )
  assert.equal(
    plotOf({
      columns: ['a', 'b'].map(column),
      rows: [
        ['x', 'y'],
        ['z', 'w'],
      ],
    }),
    undefined,
    'no figures',
  )
  assert.equal(plotOf({ columns: ['a'].map(column), rows: [['x'], ['z']] }), undefined, 'nothing beside the names')
})

test('the page tells of every table that can be asked, and of the columns that are named there', () => {
  assert.deepEqual(
    [...tableNames],
    permitted.map(({ name }) => name),
  )
  for (const { name, said } of permitted) {
    const table = tableNames.find((each) => each === name)
    if (!table || said.includes('*')) continue
    const listed = said.slice('select '.length, said.indexOf(' from ') > 0 ? said.search(/\s+from /) : undefined)
    const columns = listed.split(',').map((one) => one.trim().split(' as ').at(-1)?.replace(/^\w\./, '').replaceAll('"', '').trim())
    assert.deepEqual(columnsOf(table), columns, name)
  }
})
