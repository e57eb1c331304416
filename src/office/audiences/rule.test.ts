import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '../../platform/errors.ts'
import { fromZod } from '../../platform/http/problem.ts'
import type { Asking } from './asking.ts'
import { checkRule, refuseContradiction, rule } from './index.ts'

// What a rule may say and what it may not: each in one sentence with its place.

const drinks = { title: { en: 'Tasting' }, attributes: { cups: { type: 'number' } }, purposes: ['marketing'], sensitive: false, retired: false }
const named = (title: string, said: object, deleted = false) => ({ title, rule: rule.parse(said), deleted })
const asking: Asking = {
  now: new Date('2026-11-21T12:00:00Z'),
  zone: 'UTC',
  use: 'marketing',
  asksLeave: false,
  asksClosed: false,
  traits: new Map(),
  lists: new Map(),
  fields: new Map(),
  kinds: new Map([['tasting', { code: 'tasting', ...drinks }]]),
  audiences: new Map([
    ['a_good', named('Good', { all: [{ role: ['customer'] }] })],
    ['a_gone', named('Gone', {}, true)],
    ['a_snake', named('Snake', { any: [{ role: ['lead'] }, { all: [{ audience: 'a_tail' }] }] })],
    ['a_tail', named('Tail', { none: [{ audience: 'a_snake' }] })],
    ['a_old', named('Old', { all: [{ own: { field: 'x_gone', is: 'empty' } }] })],
    ['a_over', named('Over', { all: [{ audience: 'a_old' }] })],
  ]),
}

const order = { bought: { sku: ['A'] } }

const refused: [string, object, string, RegExp][] = [
  ['a word that is none', { all: [{ name: 'Anna' }] }, 'all[0]', /must be one of these, and one alone: value_class, .*, none$/],
  ['two words in one condition', { all: [{ role: ['lead'], language: ['ru'] }] }, 'all[0]', /one alone/],
  ['a slip in a name', { any: [{ event: { kind: 'tasting', within_day: 3 } }] }, 'any[0].event', /is not expected here: within_day/],
  ['a slip deep inside', { all: [{ any: [{ none: [{ bought: { at_least: 'two' } }] }] }] }, 'all[0].any[0].none[0].bought.at_least', /must be a number/],
  ['a group of nothing known', { all: [{}] }, 'all[0]', /must be one of these/],
  ['six groups in each other', { all: [{ all: [{ all: [{ all: [{ all: [{ all: [{ role: ['lead'] }] }] }] }] }] }] }, '', /at most 5 deep/],
  [
    'too many conditions',
    { all: Array.from({ length: 4 }, () => ({ any: Array.from({ length: 16 }, () => ({ role: ['lead'] })) })) },
    '',
    /at most 60 conditions/,
  ],
  ['one step', { all: [{ sequence: [order] }] }, 'all[0].sequence', /at least 2/],
  ['no event and no purchase', { all: [{ sequence: [order, { not: { role: ['lead'] }, within_days: 3 }] }] }, 'all[0].sequence[1].not', /bought, event/],
  ['not, without an end', { all: [{ sequence: [order, { not: order }] }] }, 'all[0].sequence[1]', /bought, event, not/],
]

test('a rule that is none says where and what', () => {
  for (const [what, said, place, sentence] of refused) {
    const read = rule.safeParse(said)
    assert.ok(!read.success, what)
    const told = fromZod(read.error)
    assert.deepEqual([told.place ?? '', sentence.test(told.message)], [place, true], `${what}: ${told.message}`)
  }
})

const meaningless: [object, string, RegExp][] = [
  [{ all: [{ audience: 'a_never' }] }, 'rule.all[0].audience', /there is no such audience/],
  [{ none: [{ any: [{ audience: 'a_gone' }] }] }, 'rule.none[0].any[0].audience', /the audience "Gone" was deleted/],
  [{ all: [{ audience: 'a_snake' }] }, 'rule.all[0].audience', /the audience "Snake" names itself/],
  [{ all: [{ audience: 'a_over' }] }, 'rule.all[0].audience', /in the audience "Old": there is no field "x_gone"/],
  [{ all: [{ sequence: [{ not: order, within_days: 3 }, order] }] }, 'rule.all[0].sequence[0]', /begins with something that happened/],
  [{ all: [{ sequence: [order, { event: { kind: 'never' } }] }] }, 'rule.all[0].sequence[1].event.kind', /no kind of events "never"/],
  [{ all: [{ event: { kind: 'tasting', where: [{ attribute: 'tea', one_of: ['x'] }] } }] }, 'rule.all[0].event.where[0].attribute', /no attribute "tea"/],
  [{ all: [{ about: { fact: 'has_email', is: 'one_of', value: ['x'] } }] }, 'rule.all[0].about.is', /cannot be asked "one_of"/],
  [{ all: [{ about: { fact: 'kind', is: 'one_of', value: ['dog'] } }] }, 'rule.all[0].about.value', /must be one of: person, organisation/],
  [{ all: [{ trait: { trait: 'tone', is: 'one_of' } }] }, 'rule.all[0].trait.value', /takes a list/],
]

const told = (place: string, sentence: RegExp) => (error: unknown) =>
  error instanceof AppError && error.code === 'bad_input' && error.place === place && sentence.test(error.message)

test('what means nothing here is told with its place: audiences that are gone, deleted or name themselves, kinds, attributes', () => {
  checkRule(rule.parse({ all: [{ audience: 'a_good' }, { sequence: [order, { not: order, within_days: 30 }] }] }), asking)
  for (const [said, place, sentence] of meaningless) assert.throws(() => checkRule(rule.parse(said), asking), told(place, sentence), place)
})

const times = (more: object) => ({ event: { kind: 'tasting', ...more } })
const contradictions: [object, string][] = [
  [{ all: [times({ at_least: 3, at_most: 2 })] }, 'rule.all[0]'],
  [{ all: [times({ sum: { attribute: 'cups', at_least: 3, at_most: 2 } })] }, 'rule.all[0]'],
  [{ all: [times({ at_least: 2, within_days: 10 }), times({ at_least: 0, at_most: 1, within_days: 30 })] }, 'rule.all[1]'],
  [{ all: [{ role: ['lead'] }], none: [{ role: ['lead'] }] }, 'rule.none[0]'],
  [{ all: [{ audience: 'a' }, { all: [{ none: [{ audience: 'a' }] }] }] }, 'rule.all[1].all[0].none[0]'],
  [{ all: [{ role: ['lead'] }, { any: [{ language: ['ru'] }, { all: [{ role: ['customer', 'partner'] }] }] }] }, 'rule.all[1].any[1].all[0]'],
  [{ all: [{ value_class: ['first'] }, { value_class: ['second', 'third'] }] }, 'rule.all[1]'],
  [{ all: [{ last_purchase: { within_days: 10, before_days: 30 } }] }, 'rule.all[0]'],
  [{ all: [{ last_purchase: { within_days: 10 } }, { last_purchase: { before_days: 30 } }] }, 'rule.all[1]'],
  [{ all: [{ own: { field: 'x', is: 'more', value: 9 } }, { own: { field: 'x', is: 'less', value: 3 } }] }, 'rule.all[1]'],
  [{ all: [{ own: { field: 'x', is: 'empty' } }, { own: { field: 'x', is: 'one_of', value: ['a'] } }] }, 'rule.all[1]'],
  [{ all: [{ about: { fact: 'has_email', is: 'true' } }, { about: { fact: 'has_email', is: 'false' } }] }, 'rule.all[1]'],
  [{ all: [{ own: { field: 'x', is: 'between', value: [9, 3] } }] }, 'rule.all[0]'],
  [{ all: [{ spent: { at_least_minor: 9, at_most_minor: 3, currency: 'RUB' } }] }, 'rule.all[0]'],
]
const possible: object[] = [
  { all: [times({ at_least: 2, within_days: 30 }), times({ at_least: 0, at_most: 1, within_days: 10 })] },
  { all: [{ role: ['lead', 'customer'] }, { role: ['customer'] }] },
  { any: [{ all: [{ role: ['lead'] }] }, { all: [{ role: ['customer'] }] }] },
  { all: [{ role: ['lead'] }], none: [{ all: [{ role: ['lead'] }, { language: ['ru'] }] }] },
  { all: [{ last_purchase: { within_days: 30, before_days: 10 } }] },
  { all: [{ own: { field: 'x', is: 'more', value: 3 } }, { own: { field: 'x', is: 'less', value: 9 } }, { own: { field: 'y', is: 'empty' } }] },
]

test('what nobody can ever fit is told when it is written; what somebody can is not', () => {
  for (const [said, place] of contradictions)
    assert.throws(() => refuseContradiction(rule.parse(said)), told(place, /nobody can fit|cannot lie|must not be more/), JSON.stringify(said))
  for (const said of possible) refuseContradiction(rule.parse(said))
})
