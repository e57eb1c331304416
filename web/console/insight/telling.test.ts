import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Language, wordsIn } from '../../ui/words.ts'
import { insightWords } from './insight.words.ts'
import { type Thought, tell } from './telling.ts'

const now = new Date('2026-11-20T12:00:00Z')
function at(language: Language) {
  const own: Record<string, string> = insightWords[language]
  return { say: wordsIn(insightWords, language), has: (code: string) => own[code], channel: (code: string) => code, language, now }
}
const both = (thought: Thought) => ({ en: tell(thought, at('en')), ru: tell(thought, at('ru')) })
/** Spaces that do not break are spaces to a reader. */
const plain = (text: string | undefined) => text?.replaceAll(/\s/g, ' ')

const blank: Thought = {
  kind: 'value',
  why: null,
  amount: null,
  number: null,
  low: null,
  high: null,
  level: null,
  on: null,
  items: [],
  evidence: [],
  method: 'mbg/nbd',
  n: 7,
  contested_at: null,
}
const piece = { count: null, amount: null, on: null }
const item = { title: null, share: null, low: null, high: null, lift: null }

test('a sum is told with its bounds, why, by which method, in both languages and in whole units', () => {
  const { en, ru } = both({
    ...blank,
    amount: { minor: 1_234_567, currency: 'RUB' },
    low: 10_049,
    high: 5_000_000,
    level: 0.9,
    method: 'mbg/nbd+gamma-gamma',
    evidence: [
      { ...piece, code: 'purchases', count: 7 },
      { ...piece, code: 'last_on', on: '2026-11-03' },
      { ...piece, code: 'spent', amount: { minor: 3_400_050, currency: 'RUB' } },
      { ...piece, code: 'of another time', count: 3 },
    ],
  })
  assert.equal(plain(en?.sentence), 'We think they will spend about ₽12,346 in the next year: nine times in ten between ₽100 and ₽50,000')
  assert.equal(plain(ru?.sentence), 'Мы думаем, что за год клиент потратит около 12 346 ₽: в девяти случаях из десяти от 100 ₽ до 50 000 ₽')
  assert.equal(plain(en?.because), 'because 7 purchases, the last on 3 November, ₽34,001 in all')
  assert.equal(plain(ru?.because), 'потому что: 7 покупок, последняя — 3 ноября, всего на 34 001 ₽')
  assert.match(en?.method ?? '', /Gamma-Gamma/)
  assert.match(ru?.method ?? '', /гамма-гамма/)
})

test('a chance is never none or certain, and who is late is told so', () => {
  const staying = (number: number) => both({ ...blank, kind: 'staying', number })
  assert.match(staying(0.9999).en?.sentence ?? '', /more than 99%$/)
  assert.match(staying(0.0001).ru?.sentence ?? '', /менее 1\s%$/)
  const rhythm = (number: number) => both({ ...blank, kind: 'rhythm', method: 'own rhythm', number }).ru
  assert.match(rhythm(0.04)?.sentence ?? '', /дольше/)
  assert.match(rhythm(0.06)?.sentence ?? '', /так же часто/)
})

test('a taste is told by titles; a category without one by its code as people write', () => {
  const { en, ru } = both({
    ...blank,
    kind: 'categories',
    method: 'beta-smoothed share',
    items: [
      { ...item, code: 'chinese_art', title: { en: 'Art of China', ru: 'Искусство Китая' }, lift: 3.14 },
      { ...item, code: 'garden-tools', lift: 1.5 },
    ],
    evidence: [{ ...piece, code: 'touches', count: 14 }],
  })
  assert.equal(en?.sentence, 'We think they like this more than others do: Art of China, Garden tools')
  assert.equal(ru?.because, 'потому что: 14 раз за два года, «Искусство Китая» в 3,1 раза чаще других')
  assert.equal(ru?.sure, 'Верно в девяти случаях из десяти.')
  assert.match(both({ ...blank, kind: 'hours', items: [{ ...item, code: 'evening' }] }).ru?.sentence ?? '', /: вечер$/)
})

test('what is contested, or not said, says nothing', () => {
  assert.equal(
    tell({ ...blank, why: 'contested', contested_at: '2026-11-19T00:00:00Z', amount: { minor: 1, currency: 'RUB' }, low: 0, high: 2 }, at('en')),
    undefined,
  )
  assert.equal(tell({ ...blank, kind: 'next', on: null }, at('en')), undefined)
  assert.equal(tell({ ...blank, kind: 'fresh' }, at('en')), undefined)
})

test('every kind of guess has a method that is told in words, and a class a sentence', () => {
  for (const method of [
    'mbg/nbd',
    'bg/nbd',
    'mbg/nbd+gamma-gamma',
    'bg/nbd+gamma-gamma',
    'own rhythm',
    'beta-smoothed share',
    'tifu-knn',
    'item-knn',
    'expected_value',
    'recency_frequency_money',
  ])
    assert.match(both({ ...blank, kind: 'staying', number: 0.5, method }).ru?.method ?? '', /^Посчитано/, method)
  assert.equal(both({ ...blank, kind: 'value_class', items: [{ ...item, code: 'second' }] }).ru?.sentence, 'Мы думаем, что это клиент второго класса')
})

test('a line of the portrait is short, and behind it stand how many, the interval, everybody’s share and the span', () => {
  const line = (kind: Thought['kind'], code: string, more: Partial<Thought> = {}) =>
    both({
      ...blank,
      kind,
      method: 'share against all',
      number: 5 / 6,
      low: 0.4976,
      high: 0.963,
      items: code.split(',').map((one) => ({ ...item, code: one })),
      evidence: [
        { ...piece, code: 'times', count: 5 },
        { ...piece, code: 'of', count: 6 },
        { ...piece, code: 'usual_share', count: 0.31 },
        { ...piece, code: 'first_on', on: '2025-03-02' },
        { ...piece, code: 'last_on', on: '2026-11-03' },
      ],
      ...more,
    })
  const { en, ru } = line('discounts', 'often')
  assert.equal(plain(ru?.sentence), 'Цена важна: покупки со скидкой — 5 из 6')
  assert.equal(plain(en?.sure), '6 cases in all, nine times in ten between 50% and 96%, of all customers 31%, from 2 Mar 2025 to 3 November.')
  assert.match(ru?.method ?? '', /Уилсона/)
  const sentences = [
    line('discounts', 'seldom'),
    line('price_place', 'dear', { number: 0.74 }),
    line('price_place', 'cheap', { number: 0.2 }),
    line('variety', 'new'),
    line('variety', 'same'),
    line('best_channel', 'email'),
    line('best_hour', '22'),
    line('pace', 'days', { number: 2.6, low: 0.2, high: 5 }),
    line('pace', 'days', { number: 0.3 }),
    line('way', 'look,compare,basket'),
    line('stops', 'delivery'),
    line('stops', 'gift_wrap'),
    line('stops', 'chinese_art', { items: [{ ...item, code: 'chinese_art', title: { en: 'Art of China', ru: 'Искусство Китая' } }] }),
  ].map((told) => plain(told.en?.sentence))
  assert.deepEqual(sentences, [
    'Not after discounts: 5 of 6 purchases at one',
    'The dearer ones: above 74% of goods like them',
    'The cheaper ones: below 80% of goods like them',
    'Likes something new: 5 of 6 things for the first time',
    'Stays with what is known: 5 of 6 things new',
    'email: answered 5 of 6',
    '22:00–1:00 by their clock: 5 of 6',
    'Decides in about 3 days from the first look',
    'Decides within a day of the first look',
    'looks → compares → fills the basket (5 of 6)',
    '“Delivery” is the last question before they leave (5 of 6)',
    '“Gift wrap” is the last question before they leave (5 of 6)',
    '“Art of China” is the last question before they leave (5 of 6)',
  ])
  assert.deepEqual(line('stops', 'delivery', { why: 'contested', items: [], number: null }), { en: undefined, ru: undefined })
})
