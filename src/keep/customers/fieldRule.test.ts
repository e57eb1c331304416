import assert from 'node:assert/strict'
import { test } from 'node:test'
import { whyNotField } from './fieldRule.ts'

const today = new Date('2026-11-22T10:00:00Z')

test('a birth is a day of the calendar that somebody alive can have', () => {
  const table: [string, string | undefined][] = [
    ['1066-10-14', 'must lie between 1900 and today'],
    ['1899-12-31', 'must lie between 1900 and today'],
    ['2026-11-23', 'must lie between 1900 and today'],
    ['20260-01-01', 'must be a date like 1984-05-31'],
    ['2001-02-29', 'must be a date like 1984-05-31'],
    ['1984-06-31', 'must be a date like 1984-05-31'],
    ['31.05.1984', 'must be a date like 1984-05-31'],
    ['2000-02-29', undefined],
    ['2026-11-22', undefined],
  ]
  for (const [value, said] of table) assert.equal(whyNotField('birth_date', value, today), said, value)
})

test('a name is as long as names are, counted in letters and not in bytes', () => {
  assert.equal(whyNotField('surname', 'Я'.repeat(100), today), undefined)
  assert.equal(whyNotField('surname', 'Я'.repeat(101), today), 'must have at most 100 characters')
  assert.equal(whyNotField('name', '𝒜'.repeat(100), today), undefined)
  assert.equal(whyNotField('org_name', 'О'.repeat(300), today), undefined)
  assert.equal(whyNotField('org_name', 'О'.repeat(301), today), 'must have at most 300 characters')
  assert.equal(whyNotField('x_hobby', 'о'.repeat(2001), today), 'must have at most 2000 characters')
  assert.equal(whyNotField('form', 'friendly', today), 'must be formal or informal')
})
