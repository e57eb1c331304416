import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compared } from './compare.ts'

const drawn = (before: string, after: string) =>
  compared(before, after)
    .map(({ text, is }) => (is === 'gone' ? `[-${text}]` : is === 'new' ? `[+${text}]` : text))
    .join('')

test('what went and what came stands where it stood', () => {
  assert.equal(drawn('I agree to letters.', 'I agree to letters.'), 'I agree to letters.')
  assert.equal(drawn('I agree to get letters by post.', 'I agree to get gifts by post.'), 'I agree to get [-letters ][+gifts ]by post.')
  assert.equal(drawn('', 'All new.'), '[+All new.]')
  assert.equal(drawn('Письма по почте.', 'Письма и подарки по почте.'), 'Письма [+и подарки ]по почте.')
})

test('what stays with what went is the earlier text, with what came the later one', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ' ', '\n', 'д'), { maxLength: 40 }).map((letters) => letters.join(''))
  fc.assert(
    fc.property(text, text, (before, after) => {
      const pieces = compared(before, after)
      const without = (is: string) =>
        pieces
          .filter((piece) => piece.is !== is)
          .map((piece) => piece.text)
          .join('')
      assert.deepEqual([without('new'), without('gone')], [before, after])
    }),
  )
})

test('a text of many pages is told whole', () => {
  assert.deepEqual(
    compared('word '.repeat(2000), 'word').map(({ is }) => is),
    ['gone', 'new'],
  )
})
