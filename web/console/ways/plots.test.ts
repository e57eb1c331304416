import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordsIn } from '../../ui/words.ts'
import { stopping, waysPlot } from './plots.ts'
import { waysWords } from './ways.words.ts'

const group = (name: string, bought: number, left: number, share: [number, number, number] | null) => ({
  name,
  bought,
  left,
  share: share && { value: share[0], low: share[1], high: share[2] },
})

test('what stops people is the group after which more leave than usually, for sure', () => {
  const usual = { value: 0.7, low: 0.65, high: 0.75 }
  const groups = [
    group('price', 10, 30, [0.25, 0.14, 0.4]),
    group('delivery', 2, 40, [0.05, 0.01, 0.16]),
    group('size', 5, 4, null),
    group('stock', 60, 30, [0.67, 0.5, 0.8]),
  ]
  const most = stopping(groups, usual)
  assert.equal(most?.name, 'delivery')
  assert.deepEqual(
    [most?.left_share.value, most?.left_share.low, most?.left_share.high].map((n) => Math.round((n ?? 0) * 100)),
    [95, 84, 99],
  )
  assert.equal(stopping(groups.slice(2), usual), undefined, 'nothing stands out')
  assert.equal(stopping(groups, null), undefined)
})

test('eight groups are drawn, each with how many bought and how many left', () => {
  const many = Array.from({ length: 12 }, (_, i) => group(`way ${i}`, i, 12 - i, null))
  const drawing = waysPlot('Steps', many, wordsIn(waysWords, 'en'))
  assert.ok(drawing.of === 'plot')
  assert.deepEqual(
    [drawing.plot.along.names.length, drawing.plot.series.map(({ name, values }) => [name, values[3]])],
    [
      8,
      [
        ['Bought', 3],
        ['Left', 9],
      ],
    ],
  )
})
