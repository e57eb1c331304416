import fc from 'fast-check'
import { type Db, sql } from '../../platform/db/index.ts'
import type { InsightTables } from '../insight/index.ts'

// Random histories for tests; compile/testing.ts has random rules about them.

export const now = new Date('2026-11-21T12:00:00Z')
export const dayMs = 86_400_000
export const people = Array.from({ length: 16 }, (_, i) => i + 1)

export const skus = fc.constantFrom('a', 'b', 'c')

const who = fc.constantFrom(...people)
const whenAt = fc.oneof(
  fc.integer({ min: -2, max: 40 }).map((n) => new Date(now.getTime() - n * dayMs)),
  fc.integer({ min: -2 * dayMs, max: 40 * dayMs }).map((ms) => new Date(now.getTime() - ms)),
)
const happening = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      by: who,
      at: whenAt,
      kind: fc.constantFrom('order', 'order', 'order_cancelled', 'bill'),
      minor: fc.constantFrom(-2, 1, 2, 2, 5),
      currency: fc.constantFrom('RUB', 'RUB', 'EUR'),
      lines: fc.array(skus, { maxLength: 3 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      by: who,
      at: whenAt,
      kind: fc.constantFrom('tasting', 'call', 'closed'),
      channel: fc.constantFrom('shop', 'mail'),
      attrs: fc.constantFrom(null, { cups: 0.1 }, { cups: 2.25, tea: 'green' }, { cups: 'many', tea: '"' }, { cups: null }, { cups: -1 }),
    }),
  },
)
const known = fc.record({
  person: fc.constantFrom(0, 0, 0, 0, 1, 2),
  status: fc.constantFrom('known', 'known', 'known', 'known', 'known', 'known', 'anonymous', 'restricted'),
  role: fc.constantFrom('customer', 'lead'),
  language: fc.constantFrom(null, 'ru', 'en'),
  region: fc.constantFrom(null, 'north', 'south'),
  birthday: fc.constantFrom([null, null], [11, 21], [11, 25], [2, 29]),
  has_email: fc.boolean(),
  since: fc.oneof(fc.constant(null), whenAt),
  objects: fc.constantFrom(false, false, false, false, true),
  reach: fc.constantFrom([], ['*'], ['*', '-news'], ['-*', 'news']),
  value_class: fc.constantFrom(null, 'first', 'second', 'third'),
  contests: fc.constantFrom(false, false, true),
  number: fc.constantFrom(null, 0, 1, 2.5),
  money: fc.constantFrom(null, -1, 2),
  time: fc.oneof(fc.constant(null), whenAt),
  yes: fc.constantFrom(null, true, false),
  code: fc.constantFrom(null, 'gold', 'silver', 'tin'),
  lists: fc.constantFrom([], [1], [1, 2], [2]),
  tone: fc.constantFrom(null, 'warm', 'cool'),
  batch: fc.integer({ min: 1, max: 3 }),
})
export const history = fc.record({
  happenings: fc.array(happening, { minLength: 60, maxLength: 120 }),
  known: fc.array(known, { minLength: people.length, maxLength: people.length }),
})
export type History = typeof history extends fc.Arbitrary<infer H> ? H : never

const againstSome = [
  [],
  ['address:sources_differ'],
  [],
  ['x_number:sources_differ', 'phone:other_country'],
  ['language:sources_differ'],
  ['birth_date:too_old'],
]

/** Writes a history as the keep and the office would have: all that was before is gone. */
export async function live({ happenings, known: cards }: History, keep: Db<Record<string, never>>, db: Db<InsightTables>): Promise<void> {
  for (const table of ['interaction', 'interaction_item', 'derived', 'field', 'trait', 'reach', 'objection', 'contest', 'product', 'quality'])
    await sql`delete from ${sql.raw(`fact.${table}`)}`.execute(keep)
  await sql`delete from fact.people_list_member`.execute(keep)
  await sql`insert into fact.people_list (list_id, title, purpose, origin, created_at) values (1, 'Fair', 'marketing', 'own', ${now}), (2, 'Closed', 'service', 'own', ${now}) on conflict do nothing`.execute(
    keep,
  )
  await sql`delete from office.value_class`.execute(db)
  const put = (table: string, rows: readonly object[], by: Db<InsightTables> | Db<Record<string, never>> = keep) => {
    const columns = sql.raw([...new Set(rows.flatMap((row) => Object.keys(row)))].join(', '))
    const said = JSON.stringify(rows)
    if (rows.length === 0) return undefined
    return sql`insert into ${sql.raw(table)} (${columns}) select ${columns} from jsonb_populate_recordset(null::${sql.raw(table)}, ${said}::jsonb)`.execute(by)
  }
  const each = <R extends object>(make: (of: History['known'][number], customer_id: number) => readonly R[]) => cards.flatMap((of, i) => make(of, i + 1))
  await put('fact.product', [
    { sku: 'a', title: 'A', category: 'drinks', batch: 1 },
    { sku: 'b', title: 'B', batch: 1 },
  ])
  await put(
    'fact.derived',
    each(({ person, status, role, language, region, birthday, has_email, since }, id) => {
      // A joined card leads to one that is a person by itself.
      const joined = person !== 0 && person < id && cards[person - 1]?.person === 0
      const [birth_month, birth_day] = birthday
      const flags = { has_email, has_phone: false, has_address: false, units: [], batch: 1 }
      return [{ customer_id: id, person: joined ? person : id, kind: 'person', role, status, language, region, birth_month, birth_day, since, ...flags }]
    }),
  )
  await put(
    'fact.objection',
    each(({ objects }, customer_id) => (objects ? [{ customer_id, purpose: 'analysis' }] : [])),
  )
  await put(
    'fact.contest',
    each(({ contests }, customer_id) =>
      contests ? ['value_class', ...(customer_id % 2 === 0 ? ['trait:t0', 'trait:t3', 'trait:t5'] : [])].map((about) => ({ customer_id, about, at: now })) : [],
    ),
  )
  await put(
    'fact.reach',
    each(({ reach }, customer_id) =>
      reach.map((topic) => ({ customer_id, purpose: 'marketing', channel: 'email', topic: topic.replace('-', ''), reach: !topic.startsWith('-'), batch: 1 })),
    ),
  )
  await put(
    'fact.field',
    each(({ number, money, time, yes, code, batch }, customer_id) =>
      [
        { field: 'x_number', number },
        { field: 'x_closed', number },
        { field: 'x_money', minor: money },
        { field: 'x_time', time },
        { field: 'x_yes', yes },
        { field: 'x_code', code },
      ]
        .filter((held) => Object.values(held).every((value) => value !== null))
        .map((held) => ({ customer_id, batch, ...held })),
    ),
  )
  await put(
    'fact.quality',
    each((_, customer_id) => [{ customer_id, fields: [], confirmed: [], against: againstSome[customer_id % againstSome.length] ?? [], gathered_at: now }]),
  )
  await put(
    'fact.trait',
    each(({ tone, batch }, customer_id) => (tone ? [{ customer_id, trait: 'tone', value: tone, n: 3, at: now, batch }] : [])),
  )
  await put(
    'fact.people_list_member',
    each(({ lists }, customer_id) => lists.map((list_id) => ({ customer_id, list_id }))),
  )
  const figures = { computed_at: now, days_since_last: 1, purchases: 1, spent: 1, currency: 'RUB', window_days: 730 }
  await put(
    'office.value_class',
    each(({ value_class }, customer_id) => (value_class ? [{ customer_id, class: value_class, ...figures }] : [])),
    db,
  )
  const rows = happenings.map((one, i) => {
    const what = { customer_id: one.by, id: i + 1, batch: 1, at: one.at, kind: one.kind, direction: 'in', source: 'test', sealed: false }
    const none = { amount: null, currency: null, attrs: null, lines: [] }
    if ('attrs' in one) return { ...what, ...none, channel: one.channel, attrs: one.attrs }
    return {
      ...what,
      ...none,
      channel: 'shop',
      amount: one.kind === 'order_cancelled' ? -Math.abs(one.minor) : one.minor,
      currency: one.currency,
      lines: one.lines,
    }
  })
  await put(
    'fact.interaction',
    rows.map(({ lines: _, ...row }) => row),
  )
  await put(
    'fact.interaction_item',
    rows.flatMap(({ customer_id, id, batch, amount, lines }) =>
      lines.map((bought, line) => ({ customer_id, interaction_id: id, line, batch, sku: bought, quantity: 1, price: amount, amount })),
    ),
  )
}
