import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OwnField } from '../../customers/index.ts'
import { guessMapping, guessPreset, type Sampled } from './guess.ts'
import { findHeader, headersDigest } from './header.ts'

const company = { country: 'RU', currency: 'RUB', time_zone: 'Europe/Moscow' }
const sampled = (columns: Record<string, readonly string[]>): Sampled[] => Object.entries(columns).map(([name, samples]) => ({ name, samples }))

test('order lines of an online shop, by either of two sets of headers', () => {
  const first = sampled({
    Invoice: ['489434', '489435'],
    StockCode: ['85048'],
    Description: ['GLASS BALL'],
    Quantity: ['12', '-1'],
    InvoiceDate: ['2009-12-01 07:45:00'],
    Price: ['6.95'],
    'Customer ID': ['13085'],
    Country: ['United Kingdom'],
  })
  assert.equal(guessPreset(first), 'order-lines')
  const mapping = guessMapping(first, 'order-lines', 'shop', { country: 'GB', currency: 'GBP', time_zone: 'Europe/London' })
  assert.deepEqual(mapping.columns, {
    Invoice: 'order_id',
    StockCode: 'sku',
    Description: 'title',
    Quantity: 'quantity',
    InvoiceDate: 'at',
    Price: 'price',
    'Customer ID': 'customer_number',
    Country: 'country',
  })
  assert.deepEqual(mapping.prefixes, { C: 'order_cancelled', A: 'order_adjusted' })
  assert.equal(mapping.decimal, '.')
  const second = sampled({
    InvoiceNo: ['536365'],
    StockCode: ['85123A'],
    Description: ['LANTERN'],
    Quantity: ['6'],
    InvoiceDate: ['2010-12-01T08:26:00'],
    UnitPrice: ['2.55'],
    CustomerID: ['17850'],
    Country: ['France'],
  })
  assert.equal(Object.values(guessMapping(second, 'order-lines', 'shop', company).columns).includes(null), false)
})

test('an order file in Russian, with decimal commas and its own letters before every number', () => {
  const columns = sampled({
    'Номер заказа': ['ЗК-1'],
    Дата: ['21.11.2026 14:05'],
    Артикул: ['A-1'],
    Наименование: ['Чай'],
    'Кол-во': ['2'],
    Цена: ['1 234,50'],
    Телефон: ['8 912 345-67-89'],
  })
  const mapping = guessMapping(columns, guessPreset(columns), 'shop', company)
  assert.deepEqual(mapping.columns, {
    'Номер заказа': 'order_id',
    Дата: 'at',
    Артикул: 'sku',
    Наименование: 'title',
    'Кол-во': 'quantity',
    Цена: 'price',
    Телефон: 'phone',
  })
  assert.equal(mapping.decimal, ',')
  const lettered = guessMapping(sampled({ Order: ['C1001', 'C1002', 'C1003'], Qty: ['1'], Price: ['2'] }), 'order-lines', 'shop', company)
  assert.deepEqual(lettered.prefixes, {})
})

test('contacts: several phones and e-mails, a whole name, a consent', () => {
  const columns = sampled({
    ФИО: ['Белова Анна Сергеевна'],
    'Рабочий телефон': ['+7 912'],
    'Мобильный телефон': ['8 495'],
    'E-mail': ['a@b.ru'],
    'E-mail (2)': [''],
    'Дата рождения': ['31.05.1984'],
    'Согласие на рассылку': ['да'],
    'Любимый цвет': ['синий'],
  })
  assert.equal(guessPreset(columns), 'contacts')
  assert.deepEqual(guessMapping(columns, 'contacts', 'crm', company).columns, {
    ФИО: 'full_name',
    'Рабочий телефон': 'phone',
    'Мобильный телефон': 'phone',
    'E-mail': 'email',
    'E-mail (2)': 'email',
    'Дата рождения': 'birth_date',
    'Согласие на рассылку': 'consent',
    'Любимый цвет': null,
  })
  const english = sampled({ 'First Name': ['Anna'], 'Last Name': ['Bell'], Email: ['a@b.com'], 'Amount owed': ['?'], Quantity: ['none'] })
  assert.deepEqual(guessMapping(english, 'contacts', 'crm', company).columns, {
    'First Name': 'name',
    'Last Name': 'surname',
    Email: 'email',
    'Amount owed': null,
    Quantity: null,
  })
})

test('a column called by the title or the code of a field of our own becomes it, if it holds such values', () => {
  const field = (
    code: string,
    type: OwnField['type'],
    en: string,
    ru: string,
    more: { codes?: string[]; currency?: string; retired?: boolean } = {},
  ): OwnField => ({
    code,
    about: null,
    category: 'profile',
    type,
    title: { en, ru },
    codes: null,
    currency: null,
    purposes: ['service'],
    searched: false,
    version: 1,
    retired: false,
    ...more,
  })
  const own = [
    field('x_tier', 'code', 'Tier', 'Уровень', { codes: ['silver', 'gold'] }),
    field('x_shoe_size', 'number', 'Shoe size', 'Размер обуви'),
    field('x_until', 'time', 'Member until', 'Участник до'),
    field('x_wholesale', 'boolean', 'Buys wholesale', 'Оптовик'),
    field('x_limit', 'money', 'Credit limit', 'Кредитный лимит', { currency: 'RUB' }),
    field('x_remark', 'text', 'Comment', 'Комментарий'),
    field('x_gone', 'text', 'Gone', 'Ушло', { retired: true }),
  ]
  const columns = sampled({
    Email: ['a@b.ru'],
    УРОВЕНЬ: ['Gold', 'silver'],
    'shoe size': ['38,5', ''],
    x_until: ['31.12.2027'],
    Оптовик: ['да', '-'],
    'Кредитный лимит, RUB': ['1 234,50'],
    Комментарий: ['any'],
    Gone: ['any'],
    'Member until': ['never', 'soon'],
  })
  assert.deepEqual(guessMapping(columns, 'contacts', 'crm', company, own).columns, {
    Email: 'email',
    УРОВЕНЬ: 'x_tier',
    'shoe size': 'x_shoe_size',
    x_until: 'x_until',
    Оптовик: 'x_wholesale',
    'Кредитный лимит, RUB': 'x_limit',
    Комментарий: 'x_remark',
    Gone: null,
    'Member until': null,
  })
  const other = sampled({ Email: ['a@b.ru'], Tier: ['bronze', 'iron'], 'Размер обуви': ['как у слона'] })
  assert.deepEqual(guessMapping(other, 'contacts', 'crm', company, own).columns, { Email: 'email', Tier: null, 'Размер обуви': null })
  assert.equal(
    guessMapping(sampled({ Order: ['1'], Qty: ['1'], Tier: ['gold'] }), 'order-lines', 'crm', company, own).columns['Tier'],
    null,
    'of contacts only',
  )
})

test('a bare list of addresses is a suppression list', () => {
  const columns = sampled({ 'column 1': ['a@b.ru', 'c@d.ru'] })
  assert.equal(guessPreset(columns), 'suppression')
  assert.equal(guessPreset(sampled({ Name: ['Anna'], Email: ['a@b.ru'] })), 'contacts', 'names are of people')
  assert.deepEqual(guessMapping(columns, 'suppression', 'list', company).columns, { 'column 1': 'email' })
})

test('the header is found under a title, and its names are made distinct', () => {
  const rows = [
    ['Выгрузка за ноябрь', '', ''],
    ['Имя', 'Email', 'Email'],
    ['Анна', 'a@b.ru', ''],
  ]
  assert.deepEqual(findHeader(rows, [1, 3, 4]), { line: 3, names: ['Имя', 'Email', 'Email (2)'] })
  assert.deepEqual(
    findHeader(
      [
        ['1', '2'],
        ['3', '4'],
      ],
      [1, 2],
    ),
    { line: 0, names: ['column 1', 'column 2'] },
  )
})

test('a mapping is remembered by the set of headers, and a rejected file that comes back has the same set', () => {
  const keyring = { digest: (kind: string, value: string) => Buffer.from(`${kind}:${value}`) }
  assert.deepEqual(headersDigest(keyring, ['b', 'a']), headersDigest(keyring, ['a', 'b', 'rapport_line', 'rapport_reason']))
  assert.notDeepEqual(headersDigest(keyring, ['a']), headersDigest(keyring, ['a', 'b']))
})
