import assert from 'node:assert/strict'
import test from 'node:test'
import { derive } from './derive.ts'
import { nameOf } from './naming.ts'

const today = new Date('2026-11-21T12:00:00Z')
const derived = (fields: { [field: string]: string }, emails: string[] = []) => derive({ fields, emails, phones: [], today })

test('a letter says «уважаемая» only where the gender is known', () => {
  const anna = { surname: 'Белова', name: 'Анна', patronymic: 'Сергеевна' }
  const cases: [{ [field: string]: string }, string | null, string | undefined][] = [
    [{}, 'f', undefined],
    [anna, null, 'Здравствуйте, Анна Сергеевна!'],
    [anna, 'f', 'Уважаемая Анна Сергеевна!'],
    [{ surname: 'Белова', name: 'Анна' }, null, 'Здравствуйте, Анна!'],
    [{ surname: 'Мамедов', name: 'Али', patronymic: 'Гасан оглы' }, 'm', 'Уважаемый Али Гасан оглы!'],
    [{ ...anna, form: 'informal', short_name: 'Аня' }, 'f', 'Аня, привет!'],
    [{ ...anna, form: 'informal' }, 'f', 'Анна, привет!'],
    [{ ...anna, address_as: 'тётя Аня' }, null, 'Здравствуйте, тётя Аня!'],
    [{ surname: 'Miller', name: 'Ben' }, 'm', 'Dear Ben,'],
    [{ patronymic: 'Сергеевна' }, null, 'Здравствуйте, Сергеевна!'],
  ]
  for (const [fields, gender, formal] of cases) assert.equal(nameOf(fields, 'person', gender)?.formal, formal)
  assert.equal(nameOf(anna, 'person', null)?.short, 'Белова\u00a0А.\u00a0С.')
  assert.equal(nameOf({ surname: 'Miller', name: 'Ben' }, 'person', null)?.full, 'Ben Miller')
  assert.equal(nameOf(anna, 'organisation', null), undefined)
  assert.equal(nameOf({ org_name: 'ООО «Ромашка»' }, 'organisation', null)?.formal, 'Здравствуйте!')
})

test('gender comes from what was said, else from the patronymic, else stays unknown', () => {
  const cases: [string, string | null][] = [
    ['', null],
    ['Гасан', null],
    ['Ильич', 'm'],
    ['Петрович ', 'm'],
    ['Ильинична', 'f'],
    ['Сергеевна', 'f'],
    ['Гасан оглы', 'm'],
    ['Гасан кызы', 'f'],
  ]
  for (const [patronymic, gender] of cases) assert.equal(derived({ patronymic }).gender, gender, patronymic)
  assert.equal(derived({ patronymic: 'Сергеевна', gender: 'м' }).gender, 'm')
})

test('ages, regions and mail become bounded codes, and nonsense becomes nothing', () => {
  const bands: [string, string | null][] = [
    ['2008-11-22', 'under-18'],
    ['2008-11-21', '18-24'],
    ['1961-11-22', '55-64'],
    ['1961-11-21', '65-plus'],
    ['2030-01-01', null],
    ['1800-01-01', null],
    ['1990-13-01', null],
    ['1990', null],
  ]
  for (const [birth_date, band] of bands) assert.equal(derived({ birth_date }).age_band, band, birth_date)
  assert.equal(derived({ birth_date: '1990-13-45' }).birth_month, null)
  assert.deepEqual([derived({ address: 'Москва, 101000' }).region, derived({ address: 'дом 1234567' }).region], ['ru-10', null])
  assert.deepEqual(
    [derived({}).mail_domain_class, derived({}, ['a@ya.ru']).mail_domain_class, derived({}, ['a@firm.example']).mail_domain_class],
    [null, 'free', 'own'],
  )
})
