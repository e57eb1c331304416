import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plotOf } from './plots.ts'
import type { Figures } from './queries.ts'
import { firstDays, pointName } from './time.ts'

const answer = (rows: Figures['rows'], withheld = 0): Figures => ({
  of: 'figures',
  as_of: '2026-11-21T12:00:00Z',
  from: '2026-08-15',
  until: '2026-11-22',
  time_zone: 'Europe/Moscow',
  week_start: 1,
  rows,
  totals: [],
  withheld,
  cut: 0,
  titles: [],
})
const row = (value: number, ...key: (string | null)[]) => ({ key, value, people: 30, currency: null })
const given = { currency: null, look: 'line', unit: { of: 'count' }, title: 'Buyers', byName: (by: string) => by, language: 'en' } as const
const valueName = (_: number, value: string | null) => value ?? '?'

test('time runs along, whichever comes first, from the first figure on; what is not there is nothing or not told', () => {
  const rows = [row(5, 'shop', '2026-09-01'), row(9, 'phone', '2026-11-01'), row(7, 'shop', '2026-11-01')]
  const plot = plotOf(answer(rows), { ...given, by: ['channel', 'month'], valueName })
  assert.deepEqual(plot.along.names, ['Sept 2026', 'Oct 2026', 'Nov 2026'])
  assert.deepEqual(plot.series, [
    { name: 'shop', values: [5, 0, 7] },
    { name: 'phone', values: [0, 0, 9] },
  ])
  const told = plotOf(answer(rows, 1), { ...given, by: ['channel', 'month'], valueName })
  assert.deepEqual(told.series[0]?.values, [5, null, 7], 'where something is withheld, a gap')
})

test('things stand from the top down, as bars whatever was asked', () => {
  const plot = plotOf(answer([row(5, 'a'), row(3, null)]), { ...given, by: ['region'], valueName })
  assert.deepEqual([plot.look, plot.along.isTime, plot.along.names, plot.series], ['bars', false, ['a', '?'], [{ name: 'Buyers', values: [5, 3] }]])
})

test('first days are those the server counts by, over turns of years', () => {
  assert.deepEqual(firstDays('2025-12-31', '2026-01-15', 'week', 1), ['2025-12-29', '2026-01-05', '2026-01-12'])
  assert.deepEqual(firstDays('2025-12-31', '2026-01-15', 'week', 7), ['2025-12-28', '2026-01-04', '2026-01-11'])
  assert.deepEqual(firstDays('2026-01-03', '2026-01-12', 'week', 6), ['2026-01-03', '2026-01-10'])
  assert.deepEqual(firstDays('2025-11-30', '2026-02-01', 'quarter', 1), ['2025-10-01', '2026-01-01'])
  assert.deepEqual(firstDays('2024-02-28', '2024-03-02', 'day', 1), ['2024-02-28', '2024-02-29', '2024-03-01'])
  assert.deepEqual([pointName('2026-10-01', 'quarter', 'ru'), pointName('2026-10-01', 'quarter', 'en')], ['IV кв. 2026', 'Q4 2026'])
})
