import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { type Canonical, canonical } from './canonical.ts'

test('keys stand in the order of their UTF-16 code units (RFC 8785, section 3.2.3)', () => {
  const sorted = canonical({
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew',
    '1': 'One',
    '\ud83d\ude00': 'Emoji',
    '\u0080': 'Control',
    '\u00f6': 'o',
  })
  assert.deepEqual(
    [...sorted.matchAll(/:"(\w+)/g)].map((m) => m[1]),
    ['Carriage', 'One', 'Control', 'o', 'Euro', 'Emoji', 'Hebrew'],
  )
})

test('strings are escaped as RFC 8785, section 3.2.2.2, has it', () => {
  assert.equal(canonical('\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/'), '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"')
})

test('whole numbers, lists and nested objects', () => {
  assert.equal(canonical({ b: [1, -0, 9007199254740991, true], a: { d: [], c: {} } }), '{"a":{"c":{},"d":[]},"b":[1,0,9007199254740991,true]}')
})

test('what receipts never hold is refused', () => {
  for (const value of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) assert.throws(() => canonical(value), TypeError)
  assert.throws(() => canonical('\ud800'), TypeError)
  assert.throws(() => canonical(JSON.parse('{"a":null}')), TypeError)
  assert.throws(() => canonical(JSON.parse('[null]')), TypeError)
})

const values = fc.letrec<{ value: Canonical }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }).filter((s) => s.isWellFormed()),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 5 }),
  ),
})).value

test('the same value has one text, whatever the order of its keys, and the text reads back', () => {
  fc.assert(
    fc.property(values, (value) => {
      const text = canonical(value)
      assert.equal(canonical(JSON.parse(text)), text)
      assert.equal(canonical(turned(value)), text)
    }),
  )
})

function turned(value: Canonical): Canonical {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([k, v]) => [k, turned(v)]),
  )
}
