import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { testStore } from '../../../test/store.ts'
import { type Db, openDb, sql } from '../../platform/db/index.ts'
import { opaque } from '../../platform/ids/index.ts'
import type { OfficeTables } from '../tables.ts'
import { type Columns, columnOf, operatorsOf, ownColumns } from './columns.ts'
import { type Asking, compile } from './compile.ts'
import { daysOfYear, startOfDay } from './days.ts'
import { readSort } from './order.ts'
import { allOf, firstOf, looking } from './people.ts'
import type { Condition, Filter } from './shapes.ts'

// What the database chooses is what the words of a filter mean, said a second time in plain TypeScript.

const hour = 3_600_000
const day = 24 * hour
const now = new Date('2026-11-21T09:30:00Z')
const ids = opaque('ids')
const staff = [7, 8]
const tags = [11, 12, 13]
const units = ['north', 'south', 'till']
const fields = [
  { code: 'x_size', title: { en: 'Size', ru: 'Размер' }, type: 'number' as const, codes: null },
  { code: 'x_limit', title: { en: 'Limit', ru: 'Лимит' }, type: 'money' as const, codes: null },
  { code: 'x_tier', title: { en: 'Tier', ru: 'Уровень' }, type: 'code' as const, codes: ['gold', 'silver'] },
  { code: 'x_until', title: { en: 'Until', ru: 'До' }, type: 'time' as const, codes: null },
  { code: 'x_vip', title: { en: 'VIP', ru: 'VIP' }, type: 'boolean' as const, codes: null },
]
const columns: Columns = {
  byName: new Map(
    [...ownColumns, ...fields.map((field) => columnOf({ ...field, currency: field.type === 'money' ? 'RUB' : null, category: 'profile' }))].map((c) => [
      c.column,
      c,
    ]),
  ),
  retired: new Set(),
  elsewhere: new Set(),
}
const asking: Asking = { columns, ids, me: 7, within: undefined, now, zone: 'Europe/Moscow' }

type Person = { id: number; tags: number[]; units: string[]; currency: string | null } & { [column: string]: unknown }

const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { freq: 4 })
// Moments at the edges of days, where a mistake would show.
const moment = fc
  .tuple(fc.integer({ min: -40, max: 40 }), fc.constantFrom(0, 1, 21 * hour - 1, 21 * hour, 9.5 * hour, 12 * hour))
  .map(([days, within]) => new Date(Date.UTC(2026, 10, 21) + days * day + within))
const birthday = fc.constantFrom(101, 228, 229, 301, 1120, 1121, 1122, 1231)
const person = fc.record({
  kind: fc.constantFrom('person', 'organisation'),
  role: fc.constantFrom('customer', 'lead', 'supplier', 'partner'),
  value_class: maybe(fc.constantFrom('first', 'second', 'third')),
  since: maybe(moment),
  last_contact: maybe(moment),
  last_channel: maybe(fc.constantFrom('shop', 'email', 'phone')),
  spent: maybe(fc.constantFrom(-500, 0, 100, 200, 3_000_000_000)),
  currency: fc.constantFrom('RUB', 'EUR'),
  purchases: fc.integer({ min: 0, max: 3 }),
  last_purchase: maybe(moment),
  open_tasks: fc.integer({ min: 0, max: 2 }),
  next_task: moment,
  open_cases: fc.integer({ min: 0, max: 1 }),
  owner: maybe(fc.constantFrom(...staff)),
  tags: fc.subarray(tags),
  units: fc.subarray(units),
  language: maybe(fc.constantFrom('ru', 'en')),
  country: maybe(fc.constantFrom('RU', 'DE')),
  region: maybe(fc.constantFrom('RU-MOW', "O'Higgins")),
  age_band: maybe(fc.constantFrom('18-24', '25-34')),
  birthday: maybe(birthday),
  has_email: fc.boolean(),
  has_phone: fc.boolean(),
  created: maybe(moment),
  x_limit: maybe(fc.constantFrom(-500, 0, 150, 200)),
  x_size: maybe(fc.constantFrom(36, 37.5, -1)),
  x_tier: maybe(fc.constantFrom('gold', 'silver')),
  x_until: maybe(moment),
  x_vip: maybe(fc.boolean()),
})

const people: Person[] = fc.sample(person, { numRuns: 80, seed: 300 }).map((p, i) => {
  const id = i + 1
  return { ...p, id, currency: p.spent === null ? null : p.currency, next_task: p.open_tasks > 0 ? p.next_task : null }
})

async function house(t: Parameters<typeof testStore>[0]): Promise<Db<OfficeTables>> {
  const store = await testStore(t)
  const [db, keep, owner] = [openDb<OfficeTables>({ url: store.url.office }), openDb<OfficeTables>({ url: store.url.keep }), openDb({ url: store.url.owner })]
  t.after(() => Promise.all([db, keep, owner].map((one) => one.destroy())))
  for (const tag of tags)
    await sql`insert into office.tag (tag_id, title, colour, made_by, created_at) values (${tag}, ${`t${tag}`}, 'red', 1, ${now})`.execute(db)
  for (const p of people) {
    await sql`insert into fact.derived (customer_id, person, kind, role, status, units, owner_id, batch) values (${p.id}, ${p.id}, 'person', 'customer', 'known', ${p.units}::text[], ${p['owner']}, 1)`.execute(
      keep,
    )
    const own = Object.fromEntries(fields.flatMap(({ code }) => (p[code] === null ? [] : [[code, p[code]]])))
    await sql`insert into office.figures (customer_id, kind, role, language, country, region, age_band, birthday, has_email, has_phone, created, first_at, last_contact_at, last_channel,
        purchases, spent, currency, last_purchase_at, own, changed_at)
      values (${p.id}, ${p['kind']}, ${p['role']}, ${p['language']}, ${p['country']}, ${p['region']}, ${p['age_band']}, ${p['birthday']}, ${p['has_email']}, ${p['has_phone']}, ${p['created']},
        ${p['since']}, ${p['last_contact']}, ${p['last_channel']}, ${p['purchases']}, ${p['spent']}, ${p.currency}, ${p['last_purchase']}, ${JSON.stringify(own)}::jsonb, ${now})`.execute(
      db,
    )
    if (p['value_class'] !== null)
      await sql`insert into office.value_class (customer_id, class, computed_at, days_since_last, purchases, spent, currency, window_days) values (${p.id}, ${p['value_class']}, ${now}, 1, 1, 1, 'RUB', 730)`.execute(
        db,
      )
    for (const tag of p.tags) await sql`insert into office.customer_tag (customer_id, tag_id, at, made_by) values (${p.id}, ${tag}, ${now}, 1)`.execute(db)
    for (let n = 0; n < Number(p['open_tasks']); n++)
      await sql`insert into office.task (customer_id, task_id, kind, made_by, due_at, created_at) values (${p.id}, ${p.id * 10 + n}, 'task', 1, ${n === 0 ? p['next_task'] : null}, ${now})`.execute(
        db,
      )
    for (let n = 0; n < Number(p['open_cases']); n++)
      await sql`insert into office.work_case (customer_id, case_id, number, kind, made_by, opened_at) values (${p.id}, ${p.id}, ${`${p.id}`}, 'question', 1, ${now})`.execute(
        db,
      )
  }
  return db
}

const several = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: 1, maxLength: 3 })
const days = fc.integer({ min: 0, max: 200 })
const when = fc.oneof(
  moment.map((at) => at.toISOString()),
  fc.integer({ min: -40, max: 40 }).map((n) => new Date(now.getTime() + n * day).toISOString().slice(0, 10)),
)

function valueFor(type: string, is: string, codes: readonly string[] | null): fc.Arbitrary<Condition['value']> {
  if (['empty', 'not_empty', 'true', 'false'].includes(is)) return fc.constant(undefined)
  if (is.endsWith('_days')) return days
  const one: { [type: string]: fc.Arbitrary<string | number | { minor: number; currency: string }> } = {
    code: fc.constantFrom(...(codes ?? ['shop', 'ru', 'RU', "O'Higgins", '18-24', 'x'])),
    staff: fc.constantFrom('me', ids.show('staff', 8), ids.show('staff', 9)),
    tags: fc.constantFrom(...[...tags, 99].map((tag) => ids.show('tag', tag))),
    units: fc.constantFrom(...units, 'gone'),
    number: fc.constantFrom(-1, 0, 1, 2, 36, 37.5),
    money: fc.oneof(
      fc.constantFrom(-500, 0, 150, 200),
      fc.constantFrom(0, 150).map((minor) => ({ minor, currency: 'RUB' })),
    ),
    time: when,
    day: fc.constantFrom('02-28', '02-29', '11-21', '12-31'),
  }
  const of = one[type] ?? fc.constant('x')
  if (is === 'between') return fc.tuple(of, of).map((pair) => [...pair])
  return ['one_of', 'none_of', 'has_any', 'has_all', 'has_none'].includes(is) ? several(of) : of
}

const condition: fc.Arbitrary<Filter> = fc
  .constantFrom(...[...columns.byName.values()].flatMap((c) => c.filter.map((is) => ({ column: c, is }))))
  .chain(({ column, is }) => valueFor(column.type, is, column.codes).map((value) => ({ column: column.column, is, ...(value === undefined ? {} : { value }) })))
const filter: fc.Arbitrary<Filter> = fc.letrec<{ node: Filter }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    condition,
    fc.array(tie('node'), { maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('node'), { maxLength: 3 }).map((any) => ({ any })),
    tie('node').map((not) => ({ not })),
  ),
})).node

/** undefined: it asks for nothing. */
function holds(said: Filter, p: Person): boolean | undefined {
  if ('all' in said || 'any' in said) {
    const parts = ('all' in said ? said.all : said.any).map((one) => holds(one, p)).filter((one) => one !== undefined)
    if (parts.length === 0) return undefined
    return 'all' in said ? parts.every(Boolean) : parts.some(Boolean)
  }
  if ('not' in said) {
    const inside = holds(said.not, p)
    return inside === undefined ? undefined : !inside
  }
  return asked(said, p)
}

const dayIn = (at: Date) => Math.floor((at.getTime() + 3 * hour) / day)
const dayOf = (text: string) => Math.floor(Date.parse(text) / day)
const isDay = (text: string) => text.length === 10

function asked({ column, is, value }: Condition, p: Person): boolean {
  const held = p[column]
  const given = [value].flat()
  const several = column === 'tags' ? p.tags.map((tag) => ids.show('tag', tag)) : column === 'units' ? p.units : undefined
  if (is === 'empty') return several ? several.length === 0 : held === null
  if (is === 'not_empty') return several ? several.length > 0 : held !== null
  const chosen = (list: readonly unknown[]) => list.includes(held)
  const numbers = given.map((v) => (v === 'me' ? 7 : ids.read('staff', String(v))))
  switch (is) {
    case 'true':
      return held === true
    case 'false':
      return held === false
    case 'one_of':
      return column === 'owner' ? chosen(numbers) : chosen(given)
    case 'none_of':
      return column === 'owner' ? !chosen(numbers) : !chosen(given)
    case 'has_any':
      return (several ?? []).some((one) => given.includes(one))
    case 'has_all':
      return given.every((one) => (several ?? []).includes(String(one)))
    case 'has_none':
      return !(several ?? []).some((one) => given.includes(one))
  }
  if (held === null || held === undefined) return false
  if (held instanceof Date) return timed(held, is, given)
  if (column === 'birthday') return born(Number(held), is, value)
  if (column === 'owner') return chosen(numbers)
  if (typeof held === 'string') return held === value
  const sums = given.map((v) =>
    typeof v === 'object' && v !== null && 'minor' in v ? (v.currency === (column === 'x_limit' ? 'RUB' : p.currency) ? v.minor : Number.NaN) : Number(v),
  )
  const [first = Number.NaN, second = Number.NaN] = sums
  const number = Number(held)
  if (is === 'less') return number < first
  if (is === 'more') return number > first
  return is === 'between' ? number >= first && number <= second : number === first
}

function timed(at: Date, is: string, [first, second]: readonly unknown[]): boolean {
  const ago = dayIn(now) - dayIn(at)
  if (is === 'within_days') return ago <= Number(first) && at <= now
  if (is === 'older_than_days') return ago > Number(first)
  if (is === 'next_days') return ago <= 0 && -ago <= Number(first)
  const [from, to] = [String(first), String(second)]
  const before = (text: string) => (isDay(text) ? dayIn(at) < dayOf(text) : at < new Date(text))
  const after = (text: string) => (isDay(text) ? dayIn(at) > dayOf(text) : at > new Date(text))
  if (is === 'before') return before(from)
  return is === 'after' ? after(from) : !before(from) && !after(to)
}

function born(birthday: number, is: string, value: Condition['value']): boolean {
  if (is === 'equals') return birthday === Number(String(value).replace('-', ''))
  const kept = Array.from({ length: Number(value) + 1 }, (_, n) => new Date(now.getTime() + (is === 'next_days' ? n : -n) * day))
  return kept.some((d) => {
    const code = (d.getUTCMonth() + 1) * 100 + d.getUTCDate()
    // 2026 and 2027 have no 29 February.
    return code === birthday || (birthday === 229 && code === 228)
  })
}

test('what the database chooses is what the filter means, whatever it is', async (t) => {
  const db = await house(t)
  await fc.assert(
    fc.asyncProperty(filter, async (said) => {
      const compiled = compile(said, asking)
      const chosen = await looking(db.$pickTables(), (tx) => allOf(tx, { ...compiled, sorts: [] }))
      assert.deepEqual(
        [...chosen],
        people.filter((p) => holds(said, p) ?? true).map((p) => p.id),
      )
    }),
    { numRuns: 300 },
  )
})

test('every operator of every column is asked of the database at least once', async (t) => {
  const db = await house(t)
  const seen = new Set<string>()
  for (const column of columns.byName.values()) {
    for (const is of column.filter) {
      for (const value of fc.sample(valueFor(column.type, is, column.codes), { numRuns: 4, seed: 1 })) {
        const said: Filter = { column: column.column, is, ...(value === undefined ? {} : { value }) }
        const chosen = await looking(db.$pickTables(), (tx) => allOf(tx, { ...compile(said, asking), sorts: [] }))
        assert.deepEqual(
          [...chosen],
          people.filter((p) => holds(said, p)).map((p) => p.id),
          JSON.stringify(said),
        )
        seen.add(`${column.type} ${is}`)
      }
    }
  }
  for (const [type, list] of Object.entries(operatorsOf)) for (const is of list) assert.ok(seen.has(`${type} ${is}`), `${type} ${is}`)
})

test('an order is total: whoever has no value stands last, equals by their numbers, either way round', async (t) => {
  const db = await house(t)
  const rank = (value: unknown) => (value instanceof Date ? value.getTime() : value)
  for (const column of columns.byName.values()) {
    if (!column.sort || column.sql === undefined) continue
    for (const way of ['', '-']) {
      const sorts = readSort(`${way}${column.column}`, columns)
      const found = await looking(db.$pickTables(), (tx) => firstOf(tx, { ...compile(undefined, asking), sorts }, 1000))
      const expected = [...people].sort((a, b) => {
        const [x, y] = [rank(a[column.column]), rank(b[column.column])]
        if (x === y) return a.id - b.id
        if (x === null || y === null) return x === null ? 1 : -1
        const less = typeof x === 'string' ? (x < String(y) ? -1 : 1) : Number(x) - Number(y)
        return way === '-' ? -less : less
      })
      assert.deepEqual(
        [...found],
        expected.map((p) => p.id),
        `${way}${column.column}`,
      )
    }
  }
})

test('days are the company’s, also where the clocks change', () => {
  const cases: [string, string, number, string][] = [
    ['2026-11-21T22:00:00Z', 'Europe/Moscow', 0, '2026-11-21T21:00:00.000Z'],
    ['2026-11-21T20:00:00Z', 'Europe/Moscow', -1, '2026-11-19T21:00:00.000Z'],
    ['2026-11-02T12:00:00Z', 'America/New_York', -1, '2026-11-01T04:00:00.000Z'],
    ['2026-11-02T12:00:00Z', 'America/New_York', 0, '2026-11-02T05:00:00.000Z'],
    ['2026-03-29T12:00:00Z', 'Europe/Berlin', 1, '2026-03-29T22:00:00.000Z'],
  ]
  for (const [at, zone, n, start] of cases) assert.equal(startOfDay({ now: new Date(at), zone }, n).toISOString(), start, `${at} ${zone} ${n}`)
  const march = (year: number) => daysOfYear({ now: new Date(`${year}-02-27T12:00:00Z`), zone: 'UTC' }, 0, 3)
  assert.deepEqual(march(2027), [227, 228, 229, 301, 302])
  assert.deepEqual(march(2028), [227, 228, 229, 301])
  assert.ok(daysOfYear({ now, zone: 'UTC' }, 0, 36_500).length <= 366)
})
