import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { digitsOf } from '../../../platform/amounts.ts'
import { millionthsOf, minorOf } from './decimal.ts'
import { dateOrderIn, momentsOf } from './moment.ts'
import { splitName } from './name.ts'
import { answerOf, countryOf, languageOf } from './words.ts'

test('numbers as they are written in different countries', () => {
  const cases = [
    ['12', '.', 12_000_000],
    ['-3.5', '.', -3_500_000],
    ['2.55', '.', 2_550_000],
    ['0.001', '.', 1000],
    ['1,234.56', '.', 1_234_560_000],
    ['1 234,56', ',', 1_234_560_000],
    ['1.234,56', ',', 1_234_560_000],
    ['1\u00a0234,5 ₽', ',', 1_234_500_000],
    ['3,50 руб.', ',', 3_500_000],
    ['€12.30', '.', 12_300_000],
    ['(12.50)', '.', -12_500_000],
    ['−7', ',', -7_000_000],
    ['3,5', '.', 3_500_000],
    ['1,234', '.', 1_234_000_000],
    ['1,234', ',', 1_234_000],
    ['USD 5', '.', 5_000_000],
    ['1.1234567', '.', undefined],
    ['abc', '.', undefined],
    ['', '.', undefined],
    ['1e5', '.', undefined],
    ['12-3', '.', undefined],
    ['99999999999', '.', undefined],
    ['1.2.3', '.', undefined],
  ] as const
  for (const [text, decimal, expected] of cases) assert.equal(millionthsOf(text, decimal), expected, `${text} with ${decimal}`)
})

test('money is exact and rounds half away from zero', () => {
  assert.deepEqual(minorOf(3_000_000, 2_550_000, 2), { minor: 765, millionths: 7_650_000 })
  assert.deepEqual(minorOf(1_000_000, 1000, 2), { minor: 0, millionths: 1000 })
  assert.equal(minorOf(-1_000_000, 5000, 2).minor, -1)
  assert.equal(minorOf(1_500_000, 1_990_000, 2).minor, 299)
  assert.equal(minorOf(80_995_000_000, 2_080_000, 2).minor, 16_846_960)
  assert.equal(minorOf(1_000_000, 12_345_600_000, 0).minor, 12346)
  assert.equal(digitsOf('JPY'), 0)
  assert.equal(digitsOf('KWD'), 3)
  assert.equal(digitsOf('RUB'), 2)
})

test('whole minor prices times whole quantities are never off', () => {
  fc.assert(
    fc.property(fc.integer({ min: -100_000, max: 100_000 }), fc.integer({ min: -10_000_000, max: 10_000_000 }), (quantity, minor) => {
      const text = `${minor < 0 ? '-' : ''}${Math.trunc(Math.abs(minor) / 100)}.${String(Math.abs(minor) % 100).padStart(2, '0')}`
      const price = millionthsOf(text, '.')
      assert.ok(price !== undefined)
      assert.equal(minorOf(quantity * 1_000_000, price, 2).minor, quantity * minor + 0)
    }),
  )
})

test('times in the zone of the file, also where the clock changes, and with an offset of their own', () => {
  const moscow = momentsOf('Europe/Moscow', 'dmy')
  const london = momentsOf('Europe/London', 'dmy')
  const american = momentsOf('America/New_York', 'mdy')
  const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString())
  assert.equal(iso(moscow.at('21.11.2026 14:05')), '2026-11-21T11:05:00.000Z')
  assert.equal(iso(moscow.at('2010-07-01 12:00:00')), '2010-07-01T08:00:00.000Z')
  assert.equal(iso(london.at('2010-12-01T08:26:00')), '2010-12-01T08:26:00.000Z')
  assert.equal(iso(london.at('2010-07-01T08:26:30.5')), '2010-07-01T07:26:30.000Z')
  assert.equal(iso(london.at('2010-03-28 01:30:00')), '2010-03-28T01:30:00.000Z')
  assert.equal(iso(american.at('12/1/2010 8:26 PM')), '2010-12-02T01:26:00.000Z')
  assert.equal(iso(london.at('2026-01-31T10:00:00+03:00')), '2026-01-31T07:00:00.000Z')
  assert.equal(iso(london.at('20261121')), '2026-11-21T00:00:00.000Z')
  for (const wrong of ['20260-01-01', '20260-01-01T00:00:00Z', '31.02.2026', '2026-13-01', '1900-01-01', 'yesterday', '', '12:30'])
    assert.equal(london.at(wrong), undefined, wrong)
  assert.equal(moscow.day('31.05.1984'), '1984-05-31')
  assert.equal(dateOrderIn(['01/02/2020', '13/02/2020']), 'dmy')
  assert.equal(dateOrderIn(['01/02/2020', '02/13/2020']), 'mdy')
  assert.equal(dateOrderIn(['01/02/2020']), undefined)
})

test('countries, languages and answers in English and Russian', () => {
  const countries = [
    ['United Kingdom', 'GB'],
    ['EIRE', 'IE'],
    ['USA', 'US'],
    ['RSA', 'ZA'],
    ['Россия', 'RU'],
    ['de', 'DE'],
    ['Korea', 'KR'],
    ['Германия', 'DE'],
    ['Channel Islands', undefined],
    ['Unspecified', undefined],
  ] as const
  for (const [text, code] of countries) assert.equal(countryOf(text), code, text)
  const languages = [
    ['русский', 'ru'],
    ['English', 'en'],
    ['en_GB', 'en-GB'],
    ['немецкий', 'de'],
    ['Klingonian', undefined],
  ] as const
  for (const [text, code] of languages) assert.equal(languageOf(text), code, text)
  assert.deepEqual(['Да', 'x', 'НЕТ', '0', 'maybe'].map(answerOf), ['yes', 'yes', 'no', 'no', undefined])
})

test('whole names are taken apart by patronymic, comma and ending', () => {
  assert.deepEqual(splitName('Белова Анна Сергеевна'), { surname: 'Белова', name: 'Анна', patronymic: 'Сергеевна' })
  assert.deepEqual(splitName('Анна Сергеевна Белова'), { surname: 'Белова', name: 'Анна', patronymic: 'Сергеевна' })
  assert.deepEqual(splitName('Пётр Иванов'), { name: 'Пётр', surname: 'Иванов' })
  assert.deepEqual(splitName('Анна  Сергеевна'), { name: 'Анна', patronymic: 'Сергеевна' })
  assert.deepEqual(splitName('Алиев Тимур Рашид оглы'), { surname: 'Алиев', name: 'Тимур', patronymic: 'Рашид оглы' })
  assert.deepEqual(splitName('Smith, John'), { surname: 'Smith', name: 'John' })
  assert.deepEqual(splitName('Mary Jane Watson'), { name: 'Mary Jane', surname: 'Watson' })
})
