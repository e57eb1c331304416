import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Answer, Line } from './history.ts'
import { silentUntil } from './silence.ts'
import { type Good, suggestionFor } from './suggest.ts'
import { notYetToday, usualOf } from './usual.ts'

const now = new Date('2026-11-20T09:00:00Z')
const today = 20_000
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000)
const said = (days: number, took = false): Answer => ({ at: ago(days), took, sku: null })

test('two refusals in a row are heeded for sixty days from the second, by the clock', () => {
  const cases: [string, Answer[], number | undefined][] = [
    ['nothing was said', [], undefined],
    ['one no', [said(1)], undefined],
    ['a no, a yes, a no', [said(30), said(20, true), said(10)], undefined],
    ['two in a row', [said(25), said(11)], 49],
    ['the second sixty days ago', [said(80), said(60)], undefined],
    ['the second a day later', [said(80), said(59)], 1],
    ['a yes within the silence ends nothing', [said(25), said(11), said(5, true)], 49],
    ['after a silence one no is one again', [said(150), said(140), said(70)], undefined],
    ['and two are two', [said(150), said(140), said(70), said(10)], 50],
  ]
  for (const [what, answers, left] of cases) assert.deepEqual(silentUntil(answers, now), left === undefined ? undefined : ago(-left), what)
})

let purchases = 0
const bought = (daysAgo: number, ...goods: string[]): Line[] => {
  purchases += 1
  return goods.map((sku) => ({ purchase: purchases, day: today - daysAgo, sku, quantity: 1, category: sku.split('-')[0] ?? null }))
}
const range = (n: number) => Array.from({ length: n }, (_, i) => n - i)

test('as usual is what half of their faded days have, what comes round by its own rhythm, and nothing of today', () => {
  const papers = range(40).flatMap((d) => bought(d, 'news-1', 'news-2'))
  const skus = (lines: Line[], at = today) => usualOf(lines, at).map(({ sku }) => sku)
  assert.deepEqual(skus([]), [])
  assert.deepEqual(skus([...bought(3, 'news-1'), ...bought(2, 'news-1')]), [], 'twice is no habit')
  assert.deepEqual(skus(papers), ['news-1', 'news-2'])
  assert.deepEqual(skus([...papers, ...bought(20, 'travel-1')].toSorted((a, b) => a.day - b.day)), ['news-1', 'news-2'], 'once is none')
  const moved = [...range(30).flatMap((d) => bought(d + 30, 'news-1')), ...range(30).flatMap((d) => bought(d, 'news-2'))]
  assert.deepEqual(skus(moved), ['news-2'], 'what they have left off is past')
  const weekly = [...papers, ...[28, 21, 14, 7].flatMap((d) => bought(d, 'tv-1'))].toSorted((a, b) => a.day - b.day)
  assert.deepEqual(skus(weekly), ['news-1', 'news-2', 'tv-1'], 'due today')
  assert.deepEqual(skus(weekly, today - 3), ['news-1', 'news-2'], 'not due yet')
  const again = [...papers, ...bought(0, 'news-1')]
  assert.deepEqual(
    notYetToday(usualOf(again, today), again, today).map(({ sku }) => sku),
    ['news-2'],
  )
  const pairs = range(10).flatMap((d) => bought(d, 'news-1').map((line) => ({ ...line, quantity: d === 5 ? 1 : 2 })))
  assert.deepEqual(usualOf(pairs, today), [{ sku: 'news-1', quantity: 2 }])
})

const good = (sku: string, more: Partial<Good> = {}): Good => ({
  sku,
  title: sku,
  category: sku.split('-')[0] ?? null,
  price: 100,
  currency: 'RUB',
  added: null,
  buyers: 20,
  near: [],
  ...more,
})
const shelf = (...goods: Good[]) => new Map(goods.map((one) => [one.sku, one]))
const nothing = { lines: [], usual: new Set<string>(), basket: [], refused: new Set<string>(), now }

test('what is new in a topic they like more than everybody comes first, with the counts it rests on', () => {
  const news = [good('news-1', { buyers: 300 }), good('news-2', { buyers: 300 })]
  const goods = shelf(
    ...news,
    good('travel-1'),
    good('travel-2'),
    good('travel-3', { buyers: 0, added: ago(9) }),
    good('travel-4', { buyers: 0, added: ago(200) }),
    good('chess-1'),
  )
  const lines = [
    ...range(40).flatMap((d) => bought(d, 'news-1')),
    ...['travel-1', 'travel-1', 'travel-2', 'travel-1', 'chess-1', 'chess-1'].flatMap((sku, i) => bought(i + 1, sku)),
  ]
  const asked = { ...nothing, goods, lines, usual: new Set(['news-1']), basket: ['news-1'] }
  const found = suggestionFor(asked)
  assert.ok(found?.because === 'topic')
  assert.deepEqual([found.good.sku, found.category, found.count, found.of], ['travel-3', 'travel', 4, 6])
  assert.equal(suggestionFor({ ...asked, refused: new Set(['travel-3']) })?.good.sku, 'travel-4', 'what they refused is not said again')
  assert.equal(suggestionFor({ ...asked, lines: lines.slice(0, 42) }), undefined, 'twice is no liking')
})

test('what goes with the basket needs five who bought both, and is nothing they have', () => {
  const near = [
    { sku: 'b-1', score: 0.9, both: 4 },
    { sku: 'c-1', score: 0.5, both: 6 },
    { sku: 'gone-1', score: 0.8, both: 9 },
  ]
  const goods = shelf(good('a-1', { near, buyers: 30 }), good('b-1'), good('c-1'))
  const found = suggestionFor({ ...nothing, goods, basket: ['a-1'] })
  assert.ok(found?.because === 'together')
  assert.deepEqual([found.good.sku, found.with.sku, found.count, found.of], ['c-1', 'a-1', 6, 30])
  assert.equal(suggestionFor({ ...nothing, goods, basket: ['a-1', 'c-1'] }), undefined)
  assert.equal(suggestionFor({ ...nothing, goods, basket: [] }), undefined)
})
