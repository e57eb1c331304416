import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entries } from './entries.ts'
import { settingsFor } from './find.ts'
import { settingsWords } from './settings.words.ts'

const found = (typed: string) => settingsFor(typed).map(({ to }) => to)

test('a setting is found by its name and by other words for it, in both languages and layouts', () => {
  assert.deepEqual(
    found(''),
    entries.map(({ to }) => to),
  )
  for (const typed of ['notices', 'quiet', 'тихие', 'колок', 'nb[bt', 'ГУВЕДОМ'.slice(1)]) assert.ok(found(typed).includes('/settings/notices'), typed)
  assert.deepEqual(found('бэкап'), ['/status'])
  assert.deepEqual(found('xyzzy'), [])
})

test('every setting has its words in both languages', () => {
  for (const { word, about, keywords } of entries) for (const key of [word, about, keywords]) assert.ok(settingsWords.ru[key], key)
})
