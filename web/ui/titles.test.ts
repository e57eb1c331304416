import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeOf, inBoth, isSaid } from './titles.ts'

test('a code follows from what something is called, in whichever language it was said', () => {
  const cases: [string | { en: string; ru: string }, string][] = [
    ['Shoe size', 'shoe_size'],
    ['Размер обуви (EU)', 'razmer_obuvi_eu'],
    ['Café  crème', 'cafe_creme'],
    ['№ договора', 'dogovora'],
    ['💐', ''],
    ['2-я касса', 'ya_kassa'],
    [{ en: '', ru: 'Щётка' }, 'shchetka'],
    [{ en: ' Brush ', ru: 'Щётка' }, 'brush'],
    ['a'.repeat(60), 'a'.repeat(40)],
  ]
  for (const [title, code] of cases) assert.equal(codeOf(title), code)
  assert.equal(codeOf('North shop', '-'), 'north-shop')
})

test('one language is enough: where the other is left out it is called the same', () => {
  assert.equal(isSaid({ en: ' ', ru: '' }), false)
  assert.equal(isSaid({ en: '', ru: 'Касса' }), true)
  assert.deepEqual(inBoth({ en: ' ', ru: ' Касса ' }), { en: 'Касса', ru: 'Касса' })
  assert.deepEqual(inBoth({ en: 'Till', ru: 'Касса' }), { en: 'Till', ru: 'Касса' })
})
