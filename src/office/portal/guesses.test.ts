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
const told = (...items: Insight[]): Told => ({ computed_at: new Date('2026-11-20T03:00:00Z'), valid_until: new Date('2026-12-04T03:00:00Z'), why: null, items })

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

test('nothing is computed, nothing is shown', () => {
  assert.deepEqual(guessesInWords({ computed_at: null, valid_until: null, why: 'objected', items: [] }, 'c_1'), [])
})
