import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compare, type Known } from './compare.ts'

const now = new Date('2026-11-22T12:00:00Z')
const lately = new Date('2026-10-01T00:00:00Z')
const none = { email: false, phone: false }
const person = (fields: Known['fields'], since = lately): Known => ({ kind: 'person', since, fields })
const firm = (org_name: string, inn?: string): Known => ({ kind: 'organisation', since: lately, fields: { org_name, inn } })
const anna = { surname: 'Воробьёва', name: 'Анна', birth_date: '1984-05-31' }

test('what is enough to show two as one, and what is not', () => {
  const cases: [why: string, one: Known, other: Known, shared: typeof none, reasons: string | undefined][] = [
    ['the same name and birthday', person(anna), person({ ...anna, surname: 'ВОРОБЬЕВА' }), none, 'same_name same_birth_date'],
    ['a short name', person(anna), person({ ...anna, name: 'Аня' }), none, 'same_name same_birth_date'],
    ['a typing error', person(anna), person({ ...anna, surname: 'Воробёва' }), none, 'similar_name same_birth_date'],
    [
      'the surname before the wedding',
      person({ ...anna, former_surname: 'Котова' }),
      person({ ...anna, surname: 'Котова' }),
      none,
      'same_name same_birth_date',
    ],
    ['surname and name the other way round', person(anna), person({ ...anna, surname: 'Анна', name: 'Воробьёва' }), none, 'same_name same_birth_date'],
    ['a slip in the birthday', person(anna), person({ ...anna, birth_date: '1984-05-30' }), none, 'same_name near_birth_date'],
    [
      'day and month the other way round',
      person({ ...anna, birth_date: '1984-05-03' }),
      person({ ...anna, birth_date: '1984-03-05' }),
      none,
      'same_name near_birth_date',
    ],
    [
      'one e-mail and one name',
      person({ surname: 'Котова', name: 'Мария' }),
      person({ surname: 'Котова', name: 'Маша' }),
      { email: true, phone: false },
      'same_email same_name',
    ],
    ['one phone, and one of them has no name', person({}), person({ surname: 'Котова' }), { email: false, phone: true }, 'same_phone'],
    ['one tax number', firm('ООО «Ромашка»', '7707083893'), firm('Ромашка', '7707083893'), none, 'same_inn same_name'],
    ['a name alone', person({ surname: 'Иванов', name: 'Иван' }), person({ surname: 'Иванов', name: 'Иван' }), none, undefined],
    ['a phone of a family', person({ surname: 'Котова', name: 'Мария' }), person({ surname: 'Котов', name: 'Пётр' }), { email: false, phone: true }, undefined],
    ['a birthday alone', person(anna), person({ ...anna, surname: 'Иванова', name: 'Ольга' }), none, undefined],
    ['namesakes of other ages', person(anna), person({ ...anna, birth_date: '1991-02-14' }), none, undefined],
    ['a person and a firm', person({ surname: 'Ромашка' }), firm('Ромашка'), { email: true, phone: true }, undefined],
    ['nothing known of either', person({}), person({}), none, undefined],
  ]
  for (const [why, one, other, shared, reasons] of cases) {
    assert.equal(compare(one, other, shared, now)?.reasons.join(' '), reasons, why)
    assert.equal(compare(other, one, shared, now)?.reasons.join(' '), reasons, `${why}, the other way round`)
  }
})

test('what speaks against it is said', () => {
  const years = new Date('2020-01-01T00:00:00Z')
  const [son, father] = [
    { ...anna, name: 'Саша', patronymic: 'Иванович', gender: 'm' },
    { ...anna, name: 'Саша', patronymic: 'Петровна', gender: 'f' },
  ]
  const both = compare(person(son, years), person(father, years), { email: true, phone: true }, now)
  assert.deepEqual(both?.cautions, ['patronymic', 'gender', 'both_long'])
})

test('whoever is asked first, the answer is the same; and nobody is too strange to be compared', () => {
  const text = fc.oneof(fc.constantFrom('Анна', 'Аня', 'Anna', 'Иванова', 'Иванов', '1984-05-31', ''), fc.string({ unit: 'binary', maxLength: 30 }))
  const names = ['surname', 'name', 'patronymic', 'former_surname', 'short_name', 'birth_date', 'address', 'inn', 'gender']
  const known = fc.dictionary(fc.constantFrom(...names), text).map((fields) => person(fields))
  fc.assert(
    fc.property(known, known, fc.boolean(), fc.boolean(), (one, other, email, phone) => {
      const [a, b] = [compare(one, other, { email, phone }, now), compare(other, one, { email, phone }, now)]
      assert.deepEqual(a?.cautions, b?.cautions)
      assert.deepEqual(a?.reasons, b?.reasons)
    }),
    { numRuns: 300 },
  )
})
