import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apart, loadRussian, saidIn, whole } from './said.ts'
import { saidInRussian } from './said.words.ts'

test('a sentence is found whatever is put in, and what has no words is not guessed', async () => {
  assert.equal(saidIn('ru', 'Sign in first.'), undefined, 'not before the words are there')
  await loadRussian()
  assert.equal(saidIn('ru', 'Too many attempts. Please wait 30 seconds.'), 'Слишком много попыток. Подождите 30 с.')
  assert.equal(saidIn('ru', 'Too many requests: at most 5 a second. Please wait 2 s.'), 'Слишком много запросов: можно не больше 5 в секунду. Подождите 2 с.')
  assert.equal(saidIn('ru', 'There is no purpose "a (b) $1" in use.'), 'Цель «a (b) $1» не действует.')
  assert.equal(
    saidIn('ru', 'The search index is being filled. The disk is almost full: recording is refused until there is room.'),
    'Поиск ещё наполняется. Диск почти заполнен: пока нет места, события не принимаются.',
  )
  assert.equal(saidIn('ru', 'Nobody has ever said this.'), undefined)
  assert.equal(saidIn('ru', 'Sign in first. Nobody has ever said this.'), undefined)
  assert.equal(saidIn('en', 'Sign in first.'), 'Sign in first.')
})

test('every place in the Russian has its value in the English', () => {
  for (const [english, russian] of Object.entries(saidInRussian)) {
    const values = english.split('{}').length - 1
    for (const [, n] of russian.matchAll(/\{(\d)\}/g)) assert.ok(Number(n) <= values, english)
    assert.match(russian, /[а-яё]/i, english)
  }
})

test('no path into the request is read by a person', () => {
  assert.deepEqual(apart('fields.birth_date: must be a date like 1984-05-31', 'fields.birth_date'), {
    field: 'birth_date',
    sentence: 'must be a date like 1984-05-31',
  })
  assert.deepEqual(apart('identifiers[0].value: must not be empty', 'identifiers[0].value'), { field: 'value', sentence: 'must not be empty' })
  assert.deepEqual(apart('items[2]: is missing', 'items[2]'), { field: 'items', sentence: 'is missing' })
  assert.deepEqual(apart('This code is wrong: look again', 'code'), { field: undefined, sentence: 'This code is wrong: look again' })
  assert.equal(whole('must not be empty'), 'Must not be empty.')
})
