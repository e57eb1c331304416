import assert from 'node:assert/strict'
import { test } from 'node:test'
import { escaped } from './escaped.ts'
import { cellText, csvOf, plotRows } from './rows.ts'
import type { Plot } from './shapes.ts'

const plot: Plot = {
  look: 'bars',
  along: { title: 'Product', names: ['Tea, green', '=1+1'], isTime: false },
  series: [{ name: 'Revenue', values: [123_450, null] }],
  unit: { of: 'money', currency: 'RUB' },
}

test('a chart as a table: what is not told is a dash, money is written by the language', () => {
  const { titles, rows } = plotRows(plot)
  assert.deepEqual(titles, ['Product', 'Revenue'])
  assert.deepEqual(
    rows.map(({ cells }) => cellText(cells[0] ?? null, plot.unit, 'ru').replaceAll(/\s/g, ' ')),
    ['1 234,50 ₽', '—'],
  )
})

test('a chart as a file: numbers bare, each language’s separators, nothing a spreadsheet would run', () => {
  assert.equal(csvOf(plotRows(plot), plot.unit, 'en'), '\ufeffProduct,Revenue\r\n"Tea, green",1234.5\r\n\'=1+1,\r\n')
  assert.equal(csvOf(plotRows(plot), plot.unit, 'ru'), "\ufeffProduct;Revenue\r\nTea, green;1234,5\r\n'=1+1;\r\n")
})

test('a name in a bubble is text, whatever it looks like', () => {
  assert.equal(escaped('<img src=x onerror="a()">&\''), '&lt;img src=x onerror=&quot;a()&quot;&gt;&amp;&#39;')
})
