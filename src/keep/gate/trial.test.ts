import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { SaidRule } from '../terms/index.ts'
import { type Reached, type Trial, tried } from './trial.ts'

const by = { topics: new Map([['china', 1]]), zones: ['Europe/Moscow'] }
const day = 86_400
const everything = { channel: '*', topic: '*' }
const fortnight: SaidRule = { kind: 'cap', ...everything, contacts: 1, windowS: 14 * day }
const saying = (...rules: SaidRule[]): Trial => ({ rules, channelsOff: new Set(), topicsOff: new Set(), stop: false })
const reached = (said: readonly [number, string, string, string?][]): Reached[] =>
  said.map(([on, channel, topic, time = '12:00']) => ({ at: new Date(`2026-10-${String(on).padStart(2, '0')}T${time}:00Z`), channel, topic }))

test('once in two weeks: what did not come does not count against what follows', () => {
  const had = reached([
    [2, 'email', 'china'],
    [5, 'sms', '*'],
    [9, 'email', 'china'],
    [14, 'email', '*'],
    [16, 'sms', 'china'],
    [21, 'email', 'china'],
    [28, 'post', '*'],
  ])
  assert.deepEqual(
    tried(had, saying(fortnight), by).map((one) => one.would),
    [true, false, false, false, true, false, false],
  )
  assert.ok(tried(had, saying(), by).every((one) => one.would))
})

test('a channel or topic that is not wanted, and a stop: what did not come counts under no cap', () => {
  const had = reached([
    [2, 'sms', 'china'],
    [3, 'email', 'poetry'],
    [4, 'email', 'china'],
    [5, 'email', '*'],
    [20, 'email', '*'],
  ])
  const said = { ...saying(fortnight), channelsOff: new Set(['sms']), topicsOff: new Set(['poetry']) }
  assert.deepEqual(
    tried(had, said, by).map((one) => one.because),
    ['channel', 'topic', null, 'cap', null],
  )
  assert.ok(tried(had, { ...said, stop: true }, by).every((one) => one.because === 'stop'))
})

test('hours by their own clock, and a channel of its own', () => {
  const evenings: SaidRule = { kind: 'hours', ...everything, open: [{ days: 127, from: 18 * 60, to: 21 * 60 }] }
  const had = reached([
    [2, 'email', '*', '12:00'],
    [3, 'email', '*', '15:30'],
    [4, 'sms', '*', '16:00'],
  ])
  const noSms: SaidRule = { kind: 'cap', channel: 'sms', topic: '*', contacts: 0, windowS: day }
  assert.deepEqual(
    tried(had, saying(evenings, noSms), by).map((one) => one.because),
    ['hours', null, 'cap'],
  )
})

test('whatever would have come keeps every rule that was tried', () => {
  const time = fc.integer({ min: 0, max: 30 * day }).map((s): Reached => ({ at: new Date(1_790_000_000_000 + s * 1000), channel: 'email', topic: '*' }))
  fc.assert(
    fc.property(fc.array(time, { maxLength: 30 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 10 }), (had, contacts, days) => {
      const cap: SaidRule = { kind: 'cap', ...everything, contacts, windowS: days * day }
      const came = tried(had, saying(cap), by).filter((one) => one.would)
      for (let i = 0; i + contacts < came.length; i++) assert.ok((came[i + contacts]?.at.getTime() ?? 0) - (came[i]?.at.getTime() ?? 0) >= days * day * 1000)
    }),
  )
})
