import assert from 'node:assert/strict'
import { test } from 'node:test'
import { begun, mentionedIn, piecesOf } from './mentions.ts'

const colleagues = [
  { id: 's_1', name: 'Анна Белова' },
  { id: 's_2', name: 'Анна Белова-Орлова' },
  { id: 's_3', name: 'Clara' },
]

test('a name that is being typed is what follows its @, not an address', () => {
  assert.deepEqual(begun('Спросить @Ан', 12), { from: 9, typed: 'Ан' })
  assert.deepEqual(begun('@', 1), { from: 0, typed: '' })
  assert.deepEqual(begun('@Анна Бел', 9), { from: 0, typed: 'Анна Бел' })
  for (const text of ['anna@shop', 'без имени', '@ ', '@Clara\nдальше', '@1']) assert.equal(begun(text, text.length), undefined, text)
})

test('who is named is found by the whole name, the longer of two that begin alike', () => {
  assert.deepEqual(mentionedIn('@Анна Белова-Орлова, @Clara: посмотрите; clara@shop.example и @Clarah нет', colleagues), ['s_2', 's_3'])
  assert.deepEqual(mentionedIn('@Clara @Clara @Анна Белова', colleagues), ['s_3', 's_1'])
  const text = 'a @Clara b @нет <b>@Анна Белова</b>'
  assert.equal(
    piecesOf(text, colleagues)
      .map((piece) => piece.text)
      .join(''),
    text,
  )
})
