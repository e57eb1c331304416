import assert from 'node:assert/strict'
import { test } from 'node:test'
import { marksOf } from './marks.ts'

test('what is typed or scanned is taken for a card, a telephone number, or a mark that names nobody', () => {
  const cases: [string, string[]][] = [
    ['', []],
    ['   ', []],
    ['771000632', ['card 771000632']],
    ['4600104110001', ['card 4600104110001']],
    ['9453001122', ['phone 9453001122', 'card 9453001122']],
    ['89453001122', ['phone 89453001122', 'card 89453001122']],
    ['+7 (945) 300-11-22', ['phone +79453001122']],
    ['till-51c00', ['anonymous till-51c00']],
    [' 771 000 632 ', ['card 771000632']],
  ]
  for (const [typed, meant] of cases)
    assert.deepEqual(
      marksOf(typed).map(({ kind, value }) => `${kind} ${value}`),
      meant,
      typed,
    )
})
