import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { normaliseIdentifier } from './normalise.ts'

const wanted: [kind: string, given: string, value: string][] = [
  ['email', '  Anna.Belova@Example.ORG ', 'anna.belova@example.org'],
  ['email', 'анна@почта.рф', 'анна@xn--80a1acny.xn--p1ai'],
  ['email', 'e\u0301va@example.org', 'éva@example.org'],
  ['phone', '+7 (912) 345-67-89', '+79123456789'],
  ['phone', '8 912 345-67-89', '+79123456789'],
  ['phone', '+79123456789', '+79123456789'],
  ['user', '  U-17 ', 'U-17'],
]

test('each identifier has one written form', () => {
  for (const [kind, given, value] of wanted) assert.deepEqual(normaliseIdentifier(kind, given, 'RU'), { value }, given)
})

test('what is no identifier is refused with the reason', () => {
  for (const [kind, given] of [
    ['email', 'anna'],
    ['email', '@example.org'],
    ['email', 'a b@example.org'],
    ['email', 'a@b'],
    ['phone', 'letters'],
    ['phone', 'CALL-ME-NOW'],
    ['phone', '12'],
    ['user', '  '],
    ['user', 'a\0b'],
    ['user', 'a\ud800'],
    ['user', 'x'.repeat(400)],
  ] as const) {
    assert.ok('problem' in normaliseIdentifier(kind, given, 'RU'), given)
  }
})

test('the written form of a written form is itself', () => {
  fc.assert(
    fc.property(fc.constantFrom('email', 'phone', 'user', 'card'), fc.oneof(fc.emailAddress(), fc.string()), (kind, given) => {
      const once = normaliseIdentifier(kind, given, 'RU')
      if ('value' in once) assert.deepEqual(normaliseIdentifier(kind, once.value, 'RU'), once)
    }),
  )
})
