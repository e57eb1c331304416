import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asOnly, chipsOf, chosenIn, hides } from './chips.ts'

const counted = (kind: string, channel: string, count: number) => ({ kind, channel, count, title: null })

test('what was written is a chip by channel, everything else one by kind, those with the most first', () => {
  const chips = chipsOf([
    counted('call', 'phone', 5),
    counted('message', 'email', 4),
    counted('letter', 'email', 3),
    counted('order', 'shop', 2),
    counted('order', 'web', 4),
    counted('message', 'sms', 1),
  ])
  assert.deepEqual(
    chips.map(({ code, channel, count }) => [code, channel, count]),
    [
      ['@email', 'email', 7],
      ['order', 'shop', 6],
      ['call', 'phone', 5],
      ['@sms', 'sms', 1],
    ],
  )
})

test('what is chosen is asked for by kinds, and what stands in an address and is no code is not', () => {
  assert.equal(asOnly(['@email', 'order']), 'message@email,letter@email,order')
  assert.deepEqual(chosenIn('@email,order,,order,<b>,a@b,Order'), ['@email', 'order'])
  assert.deepEqual(chosenIn(undefined), [])
})

test('what one has just written down is shown unless something else was chosen', () => {
  assert.deepEqual([hides([], 'note'), hides(['call', 'note'], 'note'), hides(['call'], 'note'), hides(['@email'], 'letter')], [false, false, true, true])
})
