import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvOf } from './csv.ts'

test('a table of what is shown: quotes doubled, and nothing in it is a formula', () => {
  assert.equal(
    csvOf(
      [
        ['A “B”, "C"', '=1+1'],
        ['-5', 'line\nline'],
      ],
      ',',
    ),
    '\u{feff}"A “B”, ""C""","\'=1+1"\r\n"\'-5","line\nline"\r\n',
  )
})
