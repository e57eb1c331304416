import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createIndex, type Found, list, put, remove, type SearchIndex, search } from './index.ts'
import type { SearchPlace } from './search.ts'

const TOWN: readonly [number, string[], string[]?, string[]?, string[]?][] = [
  [1, ['Белова', 'Анна', 'Сергеевна'], ['+79123454567'], ['belova.anna@mail.ru'], ['1234 5678 9012 3456']],
  [2, ['Белова', 'Ольга', 'Петровна', 'Щёголева'], ['+79123450001']],
  [3, ['Щукин', 'Александр', 'Игоревич'], [], ['catfish@yandex.ru']],
  [4, ['Smith', 'John'], ['+447911123456'], ['j.smith@example.org']],
  [5, ['Йорданов', 'Фёдор', 'Ильич']],
  [6, ['О’Коннор', 'Шинед']],
  [7, ['Соколова', 'Наталия', 'Андреевна']],
  [8, ['Соколова', 'Александра', 'Юрьевна']],
  [9, ['', '', '', '', 'ООО «Ромашка-Сервис»'], ['+74951234567'], ['info@romashka.example']],
  [10, ['Белых', 'Пётр']],
  [11, ['Мамедов', 'Али', 'Гасан оглы']],
  [12, []],
]

function town(): SearchIndex {
  const index = createIndex()
  for (const [customer, names, phones = [], emails = [], other = []] of TOWN) put(index, { customer, names, phones, emails, other })
  return index
}

const CASES: readonly [question: string, found: number[], why: string][] = [
  ['ольга 4567', [], 'a number of someone else'],
  ['белова 99', [], 'two digits are no part of a phone'],
  ['анна ольга', [], 'names of two people'],
  ['белова б', [], 'an initial is not the surname over again'],
  ['', [], 'nothing asked'],
  ['\0', [], 'no letters'],
  ['👋', [], 'no letters either'],
  ['бело 4567', [1], 'part of a name and of a phone'],
  ['Белова А С', [1], 'initials'],
  ['А.С. Белова', [1], 'initials with dots, in front'],
  ['сергеевна анна', [1], 'any order'],
  ['Белова О', [2], 'one initial'],
  ['щеголева', [2], 'a former surname, ё as е'],
  ['фёдор', [5], 'ё as it is'],
  ['федор', [5], 'е for ё'],
  ['и\u0306орданов', [5], 'й in two signs'],
  ['ЙОРДАНОВ', [5], 'capitals'],
  ['<tkjdf', [1, 2], 'wrong layout with Shift'],
  [',tkjdf', [1, 2], 'wrong layout'],
  ['<tkjdf F C', [1], 'wrong layout, with initials'],
  ['Ыьшер', [4], 'wrong layout the other way'],
  ['belova', [1, 2], 'transliteration'],
  ['shchukin', [3], 'щ as shch'],
  ['schukin', [3], 'щ as sch'],
  ['Смит', [4], 'transliteration the other way'],
  ['Джон', [4], 'a name as it sounds'],
  ['yordanov fyodor', [5], 'yo'],
  ['oconnor', [6], 'transliteration past an apostrophe'],
  ["о'коннор", [6], 'another apostrophe'],
  ['коннор', [6], 'the part after the apostrophe'],
  ['Саша', [8, 3], 'a short name of a man and a woman, in the order of the list'],
  ['саш', [8, 3], 'its beginning'],
  ['cfif', [8, 3], 'a short name in the wrong layout'],
  ['sasha', [8, 3], 'a short name in Latin'],
  ['Наталья', [7], 'a variant'],
  ['наташа соколова', [7], 'a short name and a surname'],
  ['Белва', [1, 2], 'a letter left out'],
  ['Белвоа анна', [1], 'two letters swapped'],
  ['Соколлова Александа', [8], 'an error in each word'],
  ['йарданав', [5], 'two errors in a long word'],
  ['4567', [1, 9], 'the end of a phone, or four digits of it'],
  ['8 (912) 345-45-67', [1], '8 for +7'],
  ['8 912 345 45 67', [1], 'in parts'],
  ['+79123454567', [1], 'as it is kept'],
  ['89123', [1, 2], 'the beginning as it is dialled'],
  ['345', [1, 2, 9, 4], 'any three digits'],
  ['07911 123456', [4], 'with a trunk 0'],
  ['belova.anna@mail.ru', [1], 'an e-mail'],
  ['anna@mail', [1], 'part of an e-mail'],
  ['tfish', [3], 'part of the name in an e-mail'],
  ['yandex', [3], 'its domain'],
  ['1234567890123456', [1], 'a card without spaces'],
  ['9012', [1], 'part of a card'],
  ['ромашка', [9], 'an organisation'],
  ['ромашка-сервис', [9], 'both its words'],
  ['ооо ром 495', [9], 'three parts'],
  ['гасан', [11], 'a patronymic of two words'],
]

for (const [question, found, why] of CASES) {
  test(`«${question}» finds ${found.join(', ') || 'nobody'}: ${why}`, () => {
    const { customers, total } = search(town(), question)
    assert.deepEqual(customers, found)
    assert.equal(total, found.length)
  })
}

test('the nearer match comes first, then the higher rank, then the order of names', () => {
  const index = createIndex()
  const names = ['Ивонов', 'Иванова', 'Ivanov', 'Иванов', 'Иванов']
  names.forEach((surname, customer) => {
    put(index, { customer, names: [surname], phones: [], emails: [], other: [], rank: customer })
  })
  put(index, { customer: 9, names: ['Иванов', 'Ян'], phones: [], emails: [], other: [], rank: 3 })
  assert.deepEqual(search(index, 'иванов', { limit: 10 }).customers, [4, 3, 9, 1, 2])
  assert.deepEqual(search(index, 'ивонов', { limit: 10 }).customers, [0, 4, 3, 9, 1])
})

/** The place at the end of a page, and how many were shown with it. */
const placeAfter = (found: Found, shown: number): SearchPlace => {
  const last = found.customers.map((customer, i) => ({ customer, score: found.scores[i] ?? 0 })).slice(-3)
  return { thorough: found.thorough, before: shown - last.length, last: last.toReversed() }
}

/** All pages of a search, so many at a time; `meanwhile` happens after each. */
function walk(index: SearchIndex, question: string, limit: number, meanwhile: (page: number) => void = () => {}): number[] {
  const all: number[] = []
  let after: SearchPlace | undefined
  for (let page = 0; page < 100; page++) {
    const found = search(index, question, { limit, after })
    all.push(...found.customers)
    if (!found.more) return all
    after = placeAfter(found, all.length)
    meanwhile(page)
  }
  assert.fail('it has no end')
}

test('pages follow one another, whatever their size', () => {
  for (const question of ['а', '345', 'анна', 'ан'])
    for (const limit of [1, 2, 3, 5])
      assert.deepEqual(walk(town(), question, limit), search(town(), question, { limit: 100 }).customers, `${question} by ${limit}`)
})

test('who comes, goes or is called otherwise between two pages moves nobody else', () => {
  const many = () => {
    const index = createIndex()
    for (let n = 0; n < 40; n++)
      put(index, { customer: n, names: ['Белова', `Имя${String.fromCharCode(0x430 + (n % 30))}${n}`], phones: [], emails: [], other: [] })
    return index
  }
  const rest = search(many(), 'белова', { limit: 100 }).customers
  const [fourth = -1] = rest.slice(3)
  const change = (happens: (index: SearchIndex) => void) => {
    const index = many()
    return walk(index, 'белова', 4, (page) => (page === 0 ? happens(index) : undefined))
  }
  const before = (index: SearchIndex) => put(index, { customer: 100, names: ['Белова', 'Аа'], phones: [], emails: [], other: [] })
  assert.deepEqual(change(before), rest, 'one more on a page that was read')
  assert.deepEqual(
    change((index) => remove(index, fourth)),
    rest,
    'the last of the page is gone',
  )
  assert.deepEqual(
    change((index) => {
      for (const one of rest.slice(1, 4)) remove(index, one)
    }),
    rest,
    'all by whom the place is known are gone: then it is counted',
  )
})

test('a search that forgave typing errors goes on so', () => {
  const index = createIndex()
  for (let n = 0; n < 4; n++) put(index, { customer: n, names: ['Белова'], phones: [], emails: [], other: [] })
  for (let n = 4; n < 8; n++) put(index, { customer: n, names: ['Белава'], phones: [], emails: [], other: [] })
  const whole = search(index, 'белова', { limit: 100 }).customers
  assert.equal(whole.length, 8, 'four as typed are few')
  const meanwhile = () => put(index, { customer: 50, names: ['Белова'], phones: [], emails: [], other: [] })
  assert.deepEqual(new Set(walk(index, 'белова', 3, meanwhile)), new Set([...whole, 50]))
})

test('the list stands in Russian order, digits before and Latin after, the nameless last', () => {
  const index = town()
  put(index, { customer: 20, names: ['1000 мелочей'], phones: [], emails: [], other: [] })
  const all = list(index, { limit: 100 })
  assert.deepEqual(all, [20, 1, 2, 10, 5, 11, 6, 9, 8, 7, 3, 4, 12])
  assert.deepEqual(list(index, { after: [5], limit: 3 }), [11, 6, 9])
  assert.deepEqual(list(index, { offset: 11, limit: 3 }), [4, 12])
  assert.deepEqual(list(index, { after: [777, 5], limit: 3 }), [11, 6, 9], 'the last of the page before is gone, the one before it is not')
  assert.deepEqual(list(index, { after: [777, 778], offset: 11, limit: 3 }), [4, 12], 'both are gone')
})

test('a changed customer is found by what is new and not by what was', () => {
  const index = town()
  put(index, { customer: 1, names: ['Орлова', 'Анна', 'Сергеевна'], phones: ['+79990000000'], emails: [], other: [] })
  assert.deepEqual(search(index, 'белова анна').customers, [])
  assert.deepEqual(search(index, '4567').customers, [9])
  assert.deepEqual(search(index, 'орлова 999').customers, [1])
})

test('what was removed leaves no letter of it in memory', () => {
  const index = town()
  assert.equal(remove(index, 3), true)
  assert.equal(remove(index, 3), false)
  assert.deepEqual(search(index, 'щукин').customers, [])
  assert.equal(Buffer.from(index.emails.bytes).includes('catfish'), false)
})
