import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { testStore } from '../../../test/store.ts'
import { type Db, openDb, sql } from '../../platform/db/index.ts'
import { askStore } from './choosing.ts'
import { inStore, type Sql, type Whom } from './compile/engines.ts'
import { questionOf } from './compile/question.ts'
import { turningOf } from './compile/turning.ts'
import { type Asking, rule } from './index.ts'

// What was just loaded has not been looked at by PostgreSQL, which then believes in a handful of rows. The work of a rule must grow with the
// customers also then, not with their square. Counted are the rows that each step of the plan took in its hand.

const now = new Date('2026-11-21T12:00:00Z')
const asking: Asking = {
  now,
  zone: 'UTC',
  use: 'marketing',
  asksLeave: true,
  asksClosed: false,
  traits: new Map(),
  lists: new Map(),
  fields: new Map([
    ['x', { code: 'x', title: { en: 'x' }, type: 'number', codes: null, currency: null, category: 'profile', purposes: ['marketing'], retired: false }],
  ]),
  kinds: new Map([['tasting', { code: 'tasting', title: { en: 'Tasting' }, attributes: {}, purposes: ['marketing'], sensitive: false, retired: false }]]),
  audiences: new Map(),
}

const spent = { at_least_minor: 1, currency: 'RUB' }
const tasting = { kind: 'tasting' }
const conditions = [
  { bought: { at_least: 2, within_days: 30 } },
  { bought: { at_least: 1, sku: ['a'] } },
  { bought: { at_least: 1, category: ['drinks'] } },
  { spent },
  { spent: { ...spent, sku: ['a'] } },
  { last_purchase: { within_days: 14 } },
  { event: { ...tasting, at_least: 1 } },
  { event: { ...tasting, at_least: 0, at_most: 0 } },
  { sequence: [{ bought: {} }, { bought: { sku: ['a'] }, within_days: 30 }] },
  { sequence: [{ event: tasting }, { not: { bought: {} }, within_days: 5 }] },
  { own: { field: 'x', is: 'more', value: 1 } },
  { reach: { purpose: 'marketing', channel: 'email', topic: null } },
  { value_class: ['first'] },
  { about: { fact: 'region', is: 'empty' } },
]

test('what a rule costs grows with the customers it is asked of and not with their square, also where PostgreSQL knows nothing of the tables', async (t) => {
  const { grow, strangers, work, analyse } = await store(t)
  const everybody = { above: 0, upTo: 1_000_000 }
  const rules = conditions.flatMap((one, i) => [
    { all: [one, { reach: { purpose: 'marketing', channel: 'email', topic: null } }, { last_purchase: { within_days: 30 } }] },
    { any: [one, conditions[(i + 1) % conditions.length]], none: [{ value_class: ['third'] }] },
  ])
  const few = 150
  const times = 4
  await grow(few)
  const before = await Promise.all(rules.map((said) => work(said, everybody)))
  await grow(few * times)
  for (const [i, said] of rules.entries()) {
    const [first = 0, rows] = [before[i], await work(said, everybody)]
    assert.ok(first > few)
    assert.ok(rows < first * times * 1.5, `${rows} rows for ${few * times} customers, ${first} for ${few}: ${JSON.stringify(said)}`)
  }
  const some = { customers: Array.from({ length: few }, (_, i) => 4 * i + 1) }
  const cheap = async (when: string) => {
    for (const [i, said] of rules.entries()) {
      const rows = await work(said, some)
      assert.ok(
        rows < (before[i] ?? 0) * 2,
        `${rows} rows for ${few} customers among others ${when}, ${before[i]} where they were alone: ${JSON.stringify(said)}`,
      )
    }
  }
  await strangers(20_000)
  await cheap('unknown to PostgreSQL')
  await analyse()
  await cheap('after it looked at them')
  for (const said of rules) {
    const rows = await work(said, { customers: [7, 8] })
    assert.ok(rows < few * times, `${rows} rows for two customers: ${JSON.stringify(said)}`)
  }
})

type Plan = { 'Actual Rows': number; 'Actual Loops': number; Plans?: Plan[] } & { [removed: `Rows Removed by ${string}`]: number }

const rowsOf = (plan: Plan): number => {
  const removed = Object.entries(plan).reduce((sum, [name, value]) => sum + (name.startsWith('Rows Removed') ? Number(value) : 0), 0)
  return (plan['Actual Rows'] + removed) * plan['Actual Loops'] + (plan.Plans ?? []).reduce((sum, below) => sum + rowsOf(below), 0)
}

async function takenInHand(db: Db<Record<string, never>>, statement: Sql): Promise<number> {
  const [told] = await askStore<Record<string, never>, { 'QUERY PLAN': [{ Plan: Plan }] }>(db, sql`explain (analyze, timing off, format json) ${statement}`)
  assert.ok(told)
  return rowsOf(told['QUERY PLAN'][0].Plan)
}

async function store(t: TestContext) {
  const { url } = await testStore(t)
  const keep = openDb<Record<string, never>>({ url: url.keep, max: 2 })
  const owner = openDb<Record<string, never>>({ url: url.owner, max: 1 })
  const db: Db<Record<string, never>> = openDb({ url: url.office, max: 2 })
  t.after(() => Promise.all([keep.destroy(), db.destroy(), owner.destroy()]))
  for (const table of ['fact.derived', 'fact.interaction', 'fact.interaction_item', 'fact.reach', 'fact.field', 'office.value_class'])
    await sql`alter table ${sql.raw(table)} set (autovacuum_enabled = off)`.execute(owner)
  let there = 0
  return {
    /** So many customers in all, each with six purchases, one of them taken back by every third, and a tasting. */
    grow: async (to: number) => {
      const ids = sql`generate_series(${there + 1}::bigint, ${to}::bigint)`
      await sql`insert into fact.product (sku, title, category, batch) values ('a', 'A', 'drinks', 1) on conflict do nothing`.execute(keep)
      await sql`insert into fact.derived (customer_id, person, kind, role, status, batch) select id, id, 'person', 'customer', 'known', 1 from ${ids} id`.execute(
        keep,
      )
      await sql`insert into fact.reach (customer_id, purpose, channel, topic, reach, batch) select id, 'marketing', 'email', '*', true, 1 from ${ids} id`.execute(
        keep,
      )
      await sql`insert into fact.field (customer_id, field, number, batch) select id, 'x', 2, 1 from ${ids} id`.execute(keep)
      await sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, amount, currency)
        select id, n, 1, ${now}::timestamptz - interval '1 day' * (8 - n), case when n = 7 then 'tasting' when n = 6 and id % 3 = 0 then 'order_cancelled' else 'order' end,
          'shop', 'in', 'test', case when n < 7 then (case when n = 6 and id % 3 = 0 then -100 else 100 end) end, case when n < 7 then 'RUB' end
        from ${ids} id, generate_series(1, 7) n`.execute(keep)
      await sql`insert into fact.interaction_item (customer_id, interaction_id, line, batch, sku, quantity, price, amount)
        select id, n, 1, 1, 'a', 1, 100, 100 from ${ids} id, generate_series(1, 5) n`.execute(keep)
      await sql`insert into office.value_class (customer_id, class, computed_at, days_since_last, purchases, spent, currency, window_days)
        select id, case when id % 2 = 0 then 'first' else 'third' end, ${now}, 1, 1, 1, 'RUB', 730 from ${ids} id`.execute(db)
      there = to
    },
    /** So many more of whom nothing else is known. */
    strangers: (more: number) =>
      sql`insert into fact.derived (customer_id, person, kind, role, status, batch) select id, id, 'person', 'lead', 'known', 1 from generate_series(${there + 1}::bigint, ${there + more}::bigint) id`.execute(
        keep,
      ),
    analyse: () => sql`analyze`.execute(owner),
    work: async (said: unknown, whom: Whom) => {
      const read = rule.parse(said)
      const engine = inStore(whom)
      const question = questionOf(engine, [read], asking)
      const chosen = question.statement(sql`select w.person from w where ${question.holds(read, asking)} order by w.person`)
      const turning = turningOf(engine, [{ rule: read, asking, key: 1 }])
      return (await takenInHand(db, chosen)) + (turning ? await takenInHand(db, turning) : 0)
    },
  }
}
