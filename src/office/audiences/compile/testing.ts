import fc from 'fast-check'
import { rule } from '../rule.ts'
import { skus } from '../testing.ts'
import { type TraitType, traitDefinition } from '../traits/definition.ts'

// Random rules for tests, about the histories of ../testing.ts.

const purposes = ['marketing']
const declaredField = (code: string, type: 'number' | 'money' | 'time' | 'boolean' | 'code') =>
  [
    code,
    {
      code,
      title: { en: code },
      type,
      codes: null,
      currency: null,
      category: 'profile' as const,
      purposes: code === 'x_closed' ? [] : purposes,
      retired: false,
    },
  ] as const
const declaredKind = (code: string) =>
  [
    code,
    {
      code,
      title: { en: code },
      attributes: { cups: { type: 'number' }, tea: { type: 'code' } },
      purposes: code === 'closed' ? [] : purposes,
      sensitive: false,
      retired: false,
    },
  ] as const
/** What the company of these histories declared for itself. */
export const declared = {
  fields: new Map([
    declaredField('x_number', 'number'),
    declaredField('x_closed', 'number'),
    declaredField('x_money', 'money'),
    declaredField('x_time', 'time'),
    declaredField('x_yes', 'boolean'),
    declaredField('x_code', 'code'),
  ]),
  lists: new Map([
    ['fair', { list: 1, title: 'Fair', purpose: 'marketing', complete: true, deleted: false }],
    ['closed', { list: 2, title: 'Closed', purpose: 'service', complete: true, deleted: false }],
  ]),
  kinds: new Map([declaredKind('tasting'), declaredKind('call'), declaredKind('closed')]),
}

const days = fc.constantFrom(1, 2, 5, 10, 30, 400)
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined })
const products = fc.record({ sku: maybe(fc.uniqueArray(skus, { minLength: 1, maxLength: 2 })), category: maybe(fc.constant(['drinks'])) })
const once = fc.oneof(
  fc.record({ bought: products }),
  fc.record({
    event: fc.record({
      kind: fc.constantFrom('tasting', 'call'),
      where: maybe(fc.constant([{ attribute: 'tea', one_of: ['green', 'black'] }])),
      channel: maybe(fc.constant(['shop'])),
    }),
  }),
)
const comparison = fc.oneof(
  fc.record({ field: fc.constantFrom('x_number', 'x_closed'), is: fc.constantFrom('more', 'less', 'equals'), value: fc.integer({ min: -2, max: 4 }) }),
  fc.record({ field: fc.constant('x_money'), is: fc.constantFrom('more', 'less', 'equals'), value: fc.integer({ min: -2, max: 4 }) }),
  fc.record({ field: fc.constantFrom('x_number', 'x_money', 'x_time', 'x_yes', 'x_code'), is: fc.constantFrom('empty', 'not_empty') }),
  fc.record({ field: fc.constant('x_yes'), is: fc.constantFrom('true', 'false') }),
  fc.record({ field: fc.constant('x_code'), is: fc.constantFrom('one_of', 'none_of'), value: fc.constantFrom(['gold'], ['gold', 'silver']) }),
  fc.record({ field: fc.constant('x_time'), is: fc.constantFrom('within_days', 'older_than_days', 'next_days'), value: days }),
  fc.record({ field: fc.constant('x_time'), is: fc.constantFrom('before', 'after'), value: fc.constantFrom('2026-11-20', '2026-11-21T11:59:59.500Z') }),
)
const about = fc.oneof(
  fc.record({ fact: fc.constantFrom('region', 'country', 'age_band'), is: fc.constantFrom('empty', 'not_empty') }),
  fc.record({ fact: fc.constant('region'), is: fc.constantFrom('one_of', 'none_of'), value: fc.constantFrom(['north'], ['north', 'south']) }),
  fc.record({ fact: fc.constant('has_email'), is: fc.constantFrom('true', 'false') }),
  fc.record({ fact: fc.constant('birthday'), is: fc.constantFrom('within_days', 'next_days'), value: days }),
  fc.record({ fact: fc.constant('since'), is: fc.constantFrom('within_days', 'older_than_days'), value: days }),
)
const few = fc.integer({ min: 0, max: 3 })
const condition = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      bought: fc.tuple(products, fc.record({ within_days: maybe(days), at_least: few, at_most: maybe(few) })).map(([a, b]) => ({ ...a, ...b })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      spent: fc
        .tuple(
          products,
          fc.record({
            within_days: maybe(days),
            at_least_minor: maybe(fc.integer({ min: -3, max: 9 })),
            at_most_minor: maybe(fc.integer({ min: -3, max: 9 })),
            currency: fc.constantFrom('RUB', 'EUR'),
          }),
        )
        .map(([a, b]) => ({ ...a, ...b })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ last_purchase: fc.record({ within_days: maybe(days), before_days: maybe(days) }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      event: fc.record({
        kind: fc.constantFrom('tasting', 'call', 'closed'),
        within_days: maybe(days),
        at_least: few,
        at_most: maybe(few),
        channel: maybe(fc.constant(['shop'])),
        where: maybe(fc.constant([{ attribute: 'tea', one_of: ['green', '"'] }])),
        sum: maybe(
          fc.record({
            attribute: fc.constant('cups'),
            at_least: fc.constantFrom(-1, 0, 0.3, 2.5),
            at_most: maybe(fc.constantFrom(0, 0.3, 4)),
          }),
        ),
      }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(
        fc.tuple(once, maybe(days)).map(([what, within_days]) => ({ ...what, within_days })),
        fc.array(
          fc.oneof(
            fc.tuple(once, maybe(days)).map(([what, within_days]) => ({ ...what, within_days })),
            fc.record({ not: once, within_days: days }),
          ),
          { minLength: 1, maxLength: 3 },
        ),
      )
      .map(([first, rest]) => ({ sequence: [first, ...rest] })),
  },
  { weight: 3, arbitrary: fc.record({ own: comparison }) },
  { weight: 2, arbitrary: fc.record({ about }) },
  {
    weight: 1,
    arbitrary: fc.record({
      trait: fc.constantFrom(
        { trait: 'tone', is: 'one_of', value: ['warm'] },
        { trait: 'tone', is: 'none_of', value: ['warm'] },
        { trait: 'tone', is: 'empty' },
        { trait: 'tone', is: 'not_empty' },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ reach: fc.record({ purpose: fc.constant('marketing'), channel: fc.constant('email'), topic: fc.constantFrom(null, 'news') }) }),
  },
  { weight: 1, arbitrary: fc.record({ value_class: fc.constantFrom(['first'], ['first', 'third'], ['second']) }) },
  { weight: 1, arbitrary: fc.record({ role: fc.constantFrom(['lead'], ['customer', 'lead']) }) },
  { weight: 1, arbitrary: fc.record({ language: fc.constantFrom(['ru'], ['ru', 'en']) }) },
  { weight: 1, arbitrary: fc.constant({ audience: 'other' }) },
  { weight: 2, arbitrary: fc.record({ list: fc.constantFrom('fair', 'fair', 'closed') }) },
)
const ofEvents = fc.oneof(
  fc.record({ take: fc.constantFrom('count', 'days_since') }),
  fc.record({ take: fc.constantFrom('sum', 'average', 'least', 'most'), what: fc.constant('cups') }),
  fc.record({ take: fc.constantFrom('different', 'first', 'last', 'most_frequent'), what: fc.constantFrom('cups', 'tea', 'channel') }),
)
const ofPurchases = fc.oneof(
  fc.record({ take: fc.constantFrom('count', 'days_since') }),
  fc.record({ take: fc.constantFrom('sum', 'average', 'least', 'most'), what: fc.constant('amount'), currency: fc.constantFrom('RUB', 'EUR') }),
  fc.record({ take: fc.constantFrom('different', 'first', 'last', 'most_frequent'), what: fc.constantFrom('sku', 'category') }),
)
/** Random definitions of traits, each that can be asked. */
export const definition = fc
  .oneof(
    fc
      .tuple(ofEvents, fc.constantFrom('tasting', 'tasting', 'call', 'closed'), maybe(fc.constant(['shop'])))
      .map(([how, kind, channel]) => ({ ...how, of: { event: { kind, channel } } })),
    fc.tuple(ofPurchases, products).map(([how, bought]) => ({ ...how, of: { bought } })),
  )
  .chain((said) => maybe(days).map((within_days) => traitDefinition.parse(JSON.parse(JSON.stringify({ ...said, within_days })))))

const whole = fc.integer({ min: 0, max: 12 })
/** Questions that fit a type, of whatever trait. */
export const questions: { readonly [T in TraitType]: fc.Arbitrary<object> } = {
  code: fc.oneof(
    fc.record({ is: fc.constantFrom('one_of', 'none_of'), value: fc.constantFrom(['green'], ['a', 'c'], ['shop', 'drinks', '"']) }),
    fc.record({ is: fc.constantFrom('empty', 'not_empty') }),
  ),
  number: fc.oneof(
    fc.record({ is: fc.constantFrom('more', 'less', 'equals'), value: fc.constantFrom(-1, 0.1, 1, 2, 2.25, 2.35) }),
    fc.record({ is: fc.constant('between'), value: fc.constantFrom([0, 2], [1, 4]) }),
    fc.record({ is: fc.constantFrom('empty', 'not_empty') }),
  ),
  money: fc
    .record({ is: fc.constantFrom('more', 'less', 'equals', 'between'), value: fc.constantFrom(1, 2, 3.5, 5) })
    .map(({ is, value }) => ({ is, value: is === 'between' ? [1, value] : value })),
  days: fc.oneof(
    fc.record({ is: fc.constantFrom('more', 'less', 'equals'), value: whole }),
    whole.map((low) => ({ is: 'between', value: [low, low + 7] })),
  ),
}

const { part } = fc.letrec<{ part: unknown; group: unknown }>((tie) => ({
  part: fc.oneof({ maxDepth: 2 }, { weight: 4, arbitrary: condition }, { weight: 1, arbitrary: tie('group') }),
  group: fc.record(
    { all: fc.array(tie('part'), { maxLength: 2 }), any: fc.array(tie('part'), { maxLength: 2 }), none: fc.array(tie('part'), { maxLength: 1 }) },
    { requiredKeys: ['all'] },
  ),
}))
export const asked = fc
  .record({ all: fc.array(part, { maxLength: 2 }), any: fc.array(part, { maxLength: 2 }), none: fc.array(part, { maxLength: 1 }) })
  .map((said) => rule.safeParse(JSON.parse(JSON.stringify(said))))
  .filter((read) => read.success)
  .map((read) => read.data)
