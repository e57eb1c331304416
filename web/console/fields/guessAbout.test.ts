import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guessAbout } from './guessAbout.ts'

test('a title tells what a field is about, in either language, and nothing is guessed of what it does not tell', () => {
  const cases: [string, ReturnType<typeof guessAbout>][] = [
    ['Loyalty tier', 'mark'],
    ['Уровень лояльности', 'mark'],
    ['Аллергия на цитрусовые', 'health'],
    ['Shoe size', 'preference'],
    ['Размер обуви', 'preference'],
    ['Вероисповедание', 'belief'],
    ['Номер паспорта', 'identity'],
    ['Income per month', 'money'],
    ['Дети', 'family'],
    ['Код домофона', 'contact'],
    ['Zebra', undefined],
    ['', undefined],
  ]
  for (const [title, about] of cases) assert.equal(guessAbout(title), about, title)
  assert.equal(guessAbout('Zebra', 'Аллергия'), 'health', 'either title')
})
