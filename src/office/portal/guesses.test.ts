import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Told, titled } from '../insight/index.ts'
import { guessesInWords } from './guesses.ts'

type Insight = Told['items'][number]
const blank = {
  why: null,
  amount: null,
  number: null,
  low: null,
  high: null,
  level: null,
  on: null,
  items: [],
  evidence: [],
  method: 'x',
  n: 3,
  contested_at: null,
}
const told = (...items: Insight[]): Told => ({
  computed_at: new Date('2026-11-20T03:00:00Z'),
  valid_until: new Date('2026-12-04T03:00:00Z'),
  why: null,
  items,
  traits: [],
})

test('a customer reads what is thought of them, how sure it is, and not what nobody thinks', () => {
  const value = { ...blank, kind: 'value' as const, amount: { minor: 1_234_500, currency: 'RUB' }, low: 0, high: 5_000_000, level: 0.9 }
  const [one, ...more] = guessesInWords(told(value, { ...blank, kind: 'next', why: 'unlikely' }, { ...blank, kind: 'rhythm', why: 'too_few' }), 'c_1')
  assert.deepEqual(more, [])
  assert.match(one?.title.en ?? '', /about ₽12,345 .* nine times in ten .* ₽50,000/)
  assert.match(one?.title.ru ?? '', /около 12\s345\s₽; в девяти случаях из десяти/)
  assert.deepEqual([one?.code, one?.confidence, one?.computed_at], ['value', 0.9, '2026-11-20T03:00:00.000Z'])
  const late = guessesInWords(told({ ...blank, kind: 'rhythm', number: 0.01 }), 'c_1')
  assert.match(late[0]?.title.ru ?? '', /дольше обычного/)
  const staying = (number: number) => guessesInWords(told({ ...blank, kind: 'staying', number }), 'c_1')[0]?.title
  assert.match(staying(0.9999)?.en ?? '', /a chance of more than 99%$/)
  assert.match(staying(0.001)?.ru ?? '', /вероятностью менее 1\s%$/)
  assert.match(staying(0.845)?.ru ?? '', /вероятностью 85\s%$/)
})

test('what is liked is told by titles, and a code without one as people write', () => {
  const item = { title: null, share: null, low: null, high: null, lift: 2 }
  const liked = [
    { ...item, code: 'chinese_art' },
    { ...item, code: 'garden-tools' },
  ]
  const topics = new Map([['chinese_art', { en: 'Art of China', ru: 'Искусство Китая' }]])
  const [one] = guessesInWords(titled(told({ ...blank, kind: 'categories', items: liked }), topics), 'c_1')
  assert.match(one?.title.en ?? '', /: Art of China, Garden tools$/)
  assert.match(one?.title.ru ?? '', /: Искусство Китая, Garden tools$/)
  const [way] = guessesInWords(told({ ...blank, kind: 'channels', items: [{ ...item, code: 'phone' }] }), 'c_1')
  assert.match(way?.title.ru ?? '', /: телефон$/)
  const ofClass = { ...blank, kind: 'value_class' as const, items: [{ ...item, code: 'first' }] }
  assert.deepEqual(guessesInWords(told(ofClass), 'c_1'), [], 'the page tells the class by itself')
})

test('what they called wrong keeps its name and says nothing', () => {
  const [one] = guessesInWords(told({ ...blank, kind: 'again', why: 'contested', contested_at: '2026-11-21T00:00:00.000Z' }), 'c_1')
  assert.deepEqual([one?.title.en, one?.evidence, one?.contested_at], ['What you may buy again', [], '2026-11-21T00:00:00.000Z'])
})

test('a computed trait stands under the name the company gives it, with its value by its type and what it was counted from', () => {
  const trait = {
    trait: 'x',
    title: { en: 'Average bill', ru: 'Средний чек' },
    type: 'money' as const,
    take: 'average',
    what: 'amount',
    within_days: 90,
    number: null,
    amount: { minor: 123_450, currency: 'RUB' },
    said: null,
    said_title: null,
    n: 4,
    first_on: '2026-10-01',
    last_on: '2026-11-01',
    as_of: '2026-11-20T03:00:00.000Z',
    contested_at: null,
  }
  const shown = (over: object) => guessesInWords({ ...told(), traits: [{ ...trait, ...over }] }, 'c_1')[0]
  const bill = shown({})
  assert.deepEqual([bill?.title.en, bill?.code, bill?.computed_at], ['Average bill: ₽1,235', 'trait:x', '2026-11-20T03:00:00.000Z'])
  assert.match(bill?.title.ru ?? '', /^Средний чек: 1\s235\s₽$/)
  assert.deepEqual(
    bill?.evidence.map(({ code, count }) => [code, count]),
    [
      ['trait_counted', 4],
      ['trait_days', 90],
    ],
  )
  assert.match(shown({ type: 'days', amount: null, number: 21 })?.title.ru ?? '', /: 21\sдень$/)
  assert.equal(shown({ type: 'number', amount: null, number: 2.5 })?.title.en, 'Average bill: 2.5')
  const code = { type: 'code', amount: null, what: 'channel', said: 'phone' }
  assert.deepEqual(Object.values(shown(code)?.title ?? {}), ['Average bill: phone', 'Средний чек: телефон'])
  assert.equal(shown({ ...code, what: 'sku', said: 'b-1', said_title: { en: 'A book', ru: 'Книга' } })?.title.ru, 'Средний чек: Книга')
  const wrong = shown({ amount: null, n: null, contested_at: '2026-11-21T00:00:00.000Z' })
  assert.deepEqual([wrong?.title.en, wrong?.evidence], ['Average bill', []])
})

test('nothing is computed, nothing is shown', () => {
  assert.deepEqual(guessesInWords({ computed_at: null, valid_until: null, why: 'objected', items: [], traits: [] }, 'c_1'), [])
})

test('each line of the portrait says what we think and because of what, and nothing that is not said', () => {
  const line = (kind: Insight['kind'], code: string, more = {}): Insight => ({
    ...blank,
    kind,
    number: 5 / 6,
    low: 0.4976,
    high: 0.963,
    level: 0.9,
    items: code.split(',').map((one) => ({ code: one, title: null, share: null, low: null, high: null, lift: null })),
    evidence: [
      { code: 'times', count: 5, amount: null, on: null },
      { code: 'of', count: 6, amount: null, on: null },
      { code: 'first_on', count: null, amount: null, on: '2025-03-02' },
      { code: 'last_on', count: null, amount: null, on: '2026-11-03' },
    ],
    ...more,
  })
  const lines = [
    line('discounts', 'often'),
    line('discounts', 'seldom'),
    line('price_place', 'dear'),
    line('price_place', 'cheap'),
    line('variety', 'new'),
    line('variety', 'same'),
    line('best_channel', 'email'),
    line('best_hour', '22'),
    line('pace', 'days', { number: 3.2, low: 1, high: 5 }),
    line('pace', 'days', { number: 0.2 }),
    line('way', 'look,compare,basket'),
    line('stops', 'delivery'),
  ]
  const shown = guessesInWords(told(...lines), 'c_1')
  assert.equal(shown.length, lines.length)
  for (const { title, code } of shown) {
    assert.match(title?.en ?? '', /^We think .* because .* \(2 March 2025 to 3 November 2026\); nine times in ten it is between /, code)
    assert.match(title?.ru ?? '', /^Мы думаем, .* потому что .* \(2 марта 2025.* — 3 ноября 2026.*\); в девяти случаях из десяти — от /, code)
  }
  assert.match(shown[0]?.title?.en ?? '', /price matters to you, because 5 of 6 purchases .* between 50% and 96%$/)
  assert.match(shown[7]?.title?.ru ?? '', /с 22:00 до 1:00/)
  assert.match(shown[10]?.title?.en ?? '', /you look, compare, fill the basket, because 5 of 6/)
  assert.deepEqual(guessesInWords(told({ ...line('discounts', ''), why: 'no_effect', number: null, items: [] }), 'c_1'), [])
  const [wrong] = guessesInWords(
    told({ ...line('stops', 'delivery'), why: 'contested', items: [], evidence: [], contested_at: '2026-11-21T00:00:00.000Z' }),
    'c_1',
  )
  assert.equal(wrong?.title?.ru, 'Что мешает вам купить')
})
