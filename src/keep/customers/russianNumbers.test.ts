import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { keptAs, whyNotTyped } from './fieldRule.ts'
import { isBik, isInn, isKpp, isOgrn } from './russianNumbers.ts'

// Numbers of public companies and made-up people.

test('true numbers pass', () => {
  for (const inn of ['7707083893', '7736207543', '500100732259']) assert.ok(isInn(inn), inn)
  for (const ogrn of ['1027700132195', '1027700229193', '304500116000157']) assert.ok(isOgrn(ogrn), ogrn)
  assert.ok(isKpp('770801001') && isKpp('7708AB001'))
  assert.ok(isBik('044525225') && isBik('004525988'))
})

test('one digit that is not as it should be is found, wherever it stands', () => {
  for (const [is, number] of [
    [isInn, '7707083893'],
    [isInn, '500100732259'],
  ] as const)
    fc.assert(
      fc.property(fc.nat(number.length - 1), fc.integer({ min: 1, max: 9 }), (place, by) => {
        const wrong = [...number].map((d, i) => (i === place ? String((Number(d) + by) % 10) : d)).join('')
        // Modulo 11 and then 10 lets 10 pass for 0: such a slip cannot be found by these digits.
        if (is(wrong)) assert.equal(collides(number, place), true, wrong)
      }),
    )
  for (const wrong of ['1027700132196', '304500116000158', '102770013219', '']) assert.ok(!isOgrn(wrong), wrong)
  for (const wrong of ['77080100', '7708-1001', 'АБВГ01001']) assert.ok(!isKpp(wrong), wrong)
  for (const wrong of ['994525225', '04452522']) assert.ok(!isBik(wrong), wrong)
})

const collides = (number: string, place: number) => {
  const same = Array.from({ length: 10 }, (_, d) => [...number].map((own, i) => (i === place ? String(d) : own)).join('')).filter(isInn)
  return same.length > 1
}

test('what a person types is refused with a sentence in a Russian company, and kept without the blanks it is read with', () => {
  const today = new Date('2026-11-22T10:00:00Z')
  assert.match(whyNotTyped('inn', '7707083894', today, 'RU') ?? '', /one digit here is wrong/)
  assert.equal(whyNotTyped('inn', '7707083894', today, 'KZ'), undefined)
  assert.equal(whyNotTyped('inn', keptAs('inn', '77 0708 3893'), today, 'RU'), undefined)
  assert.match(whyNotTyped('legal_form', 'llc', today, 'RU') ?? '', /must be one of: ooo/)
  assert.equal(whyNotTyped('legal_form', 'ip', today, undefined), undefined)
  assert.equal(keptAs('surname', 'Римский-Корсаков'), 'Римский-Корсаков')
})
