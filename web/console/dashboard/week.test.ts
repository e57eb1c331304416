import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Figures } from '../reports/queries.ts'
import { changeOf, reasonOf } from './week.ts'

const figures = (total: number | null, rows: [string, number][] = []): Figures => ({
  of: 'figures',
  as_of: '2026-11-21T12:00:00Z',
  from: '2026-11-14',
  until: '2026-11-21',
  time_zone: 'UTC',
  week_start: 1,
  rows: rows.map(([key, value]) => ({ key: [key], value, currency: 'RUB', people: 30 })),
  totals: total === null ? [] : [{ currency: 'RUB', value: total, people: 30 }],
  withheld: 0,
  cut: 0,
  titles: [],
})

test('a change is told when both weeks are, and its reason when one channel makes up a third of it', () => {
  assert.equal(changeOf(figures(5), figures(null)), undefined)
  const change = changeOf(figures(160), figures(100))
  assert.deepEqual(change, { now: 160, before: 100, currency: 'RUB' })
  assert.ok(change)
  const before = figures(100, [
    ['shop', 60],
    ['phone', 40],
  ])
  assert.deepEqual(
    reasonOf(
      change,
      figures(160, [
        ['shop', 100],
        ['phone', 30],
      ]),
      before,
    ),
    { key: 'shop', by: 40 },
  )
  assert.equal(
    reasonOf(
      change,
      figures(160, [
        ['shop', 70],
        ['phone', 50],
      ]),
      before,
    ),
    undefined,
    'ten each of sixty',
  )
  assert.equal(reasonOf(change, figures(160, [['web', 90]]), before), undefined, 'of a channel told once nobody knows')
  assert.equal(
    reasonOf(
      change,
      figures(160, [
        ['shop', 0],
        ['phone', 30],
      ]),
      before,
    ),
    undefined,
    'what fell is no reason of a rise',
  )
})
