import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plotRows } from '../../ui/chart/rows.ts'
import { type Language, wordsIn } from '../../ui/words.ts'
import { calibrationPlot, seenUntil, stayingPlot, trackingPlot, worthPlot } from './plots.ts'
import type { Check, Values } from './queries.ts'
import { valueWords } from './value.words.ts'

const now = new Date('2026-11-20T12:00:00Z')
const at = (language: Language) => ({ say: wordsIn(valueWords, language), language, now })
type Drawn = ReturnType<typeof worthPlot>
/** The table that stands under a chart, with plain spaces. */
function table(drawing: Drawn): (string | number | null)[][] {
  assert.equal(drawing.of, 'plot')
  if (drawing.of !== 'plot') return []
  const { titles, rows } = plotRows(drawing.plot)
  return [[...titles], ...rows.map(({ head, cells }) => [head, ...cells])].map((row) =>
    row.map((cell) => (typeof cell === 'string' ? cell.replaceAll(/\s/g, ' ') : cell)),
  )
}

const values: Values = {
  computed_at: now.toISOString(),
  currency: 'RUB',
  currencies: [{ currency: 'RUB', count: 3 }],
  count: 3,
  unsaid: [],
  total: { minor: 900_000, currency: 'RUB' },
  quantiles: [],
  top_fifth_share: 0.5,
  bins: [
    { from_minor: 0, to_minor: 50_049, count: 2, sum_minor: 40_000, staying: 0.4 },
    { from_minor: 50_049, to_minor: 1_000_000, count: 1, sum_minor: 860_000, staying: 0.9 },
  ],
  staying: [
    { from: 0, to: 0.1, count: 1 },
    { from: 0.9, to: 1, count: 2 },
  ],
  bounds: null,
}
const day = Date.parse('2026-11-20') / 86_400_000
const check: Check = {
  days: 182,
  until: day - 182,
  n: 200,
  chosen: 'mbg',
  models: [],
  auc: 0.8,
  top_fifth_brought: 0.6,
  tracking: [
    { day: day - 7, made: 10, expected: 9.87 },
    { day, made: 12, expected: 11 },
  ],
  calibration: [{ repeats: 0, n: 120, expected: 0.2, made: 0.25 }],
  deciles: [
    { n: 100, expected: 0.1, made: 0.2 },
    { n: 100, expected: 2, made: 1.9 },
  ],
}

test('the spread of value stands as a table of whole sums, in both languages', () => {
  assert.deepEqual(table(worthPlot(values, at('en'))), [
    ['Expected in a year', 'Customers'],
    ['₽0 – ₽500', 2],
    ['₽500 – ₽10,000', 1],
  ])
  assert.deepEqual(table(worthPlot(values, at('ru')))[1], ['0 ₽ – 500 ₽', 2])
  assert.deepEqual(table(stayingPlot(values, at('ru'))), [
    ['Вероятность', 'Клиенты'],
    ['0 % – 10 %', 1],
    ['90 % – 100 %', 2],
  ])
})

test('the check of a model stands by days and by tenths; a run without tenths by how often customers had come back', () => {
  assert.deepEqual(table(trackingPlot(check, at('en'))), [
    ['Day', 'Made', 'Expected'],
    ['13 November', 10, 9.9],
    ['20 November', 12, 11],
  ])
  assert.deepEqual(table(calibrationPlot(check, at('ru'))), [
    ['Десятая часть, от наименьших ожиданий', 'Сделано', 'Ожидалось'],
    ['1', 0.2, 0.1],
    ['2', 1.9, 2],
  ])
  assert.deepEqual(table(calibrationPlot({ ...check, deciles: [] }, at('en'))).slice(0, 2), [
    ['How often they had come back', 'Made', 'Expected'],
    ['0', 0.25, 0.2],
  ])
  assert.equal(seenUntil(check, at('ru')), '22 мая')
})
