import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { amountIn, amountText, digitsOf, type Mark, readAmount } from './amounts.ts'

const minorOf = (text: string, currency = 'RUB', mark?: Mark) => {
  const read = readAmount(text, currency, mark)
  return 'minor' in read ? read.minor : read.problem
}

test('amounts are read as people write them', () => {
  for (const text of [
    '1 234,50',
    '1\u00a0234,50',
    '1\u202f234,50 ₽',
    '1,234.50',
    '1.234,50',
    "1'234.50",
    '1234.5',
    '1234,5',
    '1234.5 ₽',
    '1234,50 руб.',
    '1234,5р.',
    'RUB 1234.50',
    '₽1,234.50',
    '01234.500',
  ])
    assert.equal(minorOf(text), 123450, text)
  for (const text of ['-12', '−12', '–12', '(12)', '-12 ₽', '₽-12', '-₽12']) assert.equal(minorOf(text), -1200, text)
  assert.equal(minorOf('1,234,567'), 123456700)
  assert.equal(minorOf('1.234.567'), 123456700)
  assert.ok(Object.is(minorOf('-0'), 0), 'there is no minus nothing')
  assert.equal(minorOf('$1,234.50', 'USD'), 123450)
  assert.equal(minorOf('¥1 234', 'JPY'), 1234)
  assert.equal(minorOf('1.234', 'KWD'), 1234, 'a dinar has a thousand fils')
})

test('what may be thousands or decimals is asked back about, or read by the habit of its file', () => {
  const unclear = 'may be thousands or decimals: write it like 1234.50'
  assert.equal(minorOf('1,234'), unclear)
  assert.equal(minorOf('1.234'), unclear)
  assert.equal(minorOf('1,234', 'RUB', '.'), 123400)
  assert.equal(minorOf('1.234', 'RUB', ','), 123400)
  assert.equal(minorOf('1,234', 'RUB', ','), 'must be an amount like 1234.50', 'roubles have no thousandths')
  assert.equal(minorOf('1.500', 'RUB', '.'), 150)
  assert.equal(minorOf('0,500'), 50, 'nothing are no thousands')
  assert.equal(minorOf('1 234,500'), 123450)
})

test('rubbish is refused with what it must be', () => {
  for (const text of [
    '',
    'abc',
    '12 34',
    '1,23,456',
    '1..2',
    '1,2,3',
    '12.3456',
    '1e3',
    '--1',
    '(-1)',
    '₽1₽',
    '1.2.3',
    '12 pieces',
    '１２',
    '.5',
    '5.',
    'NaN',
    '1 2345',
    '12-',
  ])
    assert.equal(minorOf(text), 'must be an amount like 1234.50', JSON.stringify(text))
  assert.equal(minorOf('0.5', 'JPY'), 'must be an amount like 1234')
  for (const text of ['$5', '5 USD', '5 €']) assert.equal(minorOf(text), 'must be in RUB, as all amounts of this field are', text)
  assert.equal(minorOf('5 ₽', 'USD'), 'must be in USD, as all amounts of this field are')
  assert.equal(minorOf('1234567890123'), 'must have at most 12 digits before the point')
})

test('an amount written is read again as itself, in any currency and by any habit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -999_999_999_999, max: 999_999_999_999 }),
      fc.constantFrom('RUB', 'USD', 'JPY', 'KWD'),
      fc.constantFrom(undefined, '.' as const),
      (minor, currency, mark) => {
        const amount = { minor, currency }
        assert.deepEqual(readAmount(amountText(amount), currency, mark), amount)
        assert.deepEqual(amountIn(amountText(amount)), amount)
      },
    ),
  )
  assert.equal(amountText({ minor: -5, currency: 'RUB' }), '-0.05 RUB')
  assert.equal(amountIn('1234'), undefined)
  assert.equal(digitsOf('of no land'), 2)
})
