import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testStore } from '../../../../test/store.ts'
import { type Db, inTransaction, openDb, sql } from '../../../platform/db/index.ts'
import { boundsByRank, classesWithHysteresis, migration } from '../../value/index.ts'
import type { InsightTables } from '../tables.ts'
import { settleClasses } from './classes.ts'

const now = new Date('2026-11-20T12:00:00Z')
const names = ['none', 'first', 'second', 'third'] as const

/** Numbers that are the same each time: a value, and a class before (0: none). */
const drawn = Array.from({ length: 211 }, (_, i) => {
  const wild = (i * 7_919 + 13) % 1_009
  return { id: i + 1, value: wild < 60 ? 0 : wild * wild, before: (i * 31) % 4 }
})

test('classes by expected value are settled in SQL as the pure function settles a column', async (t) => {
  const store = await testStore(t)
  const db: Db<InsightTables> = openDb({ url: store.url.office, max: 2 })
  const keep = openDb<Record<string, never>>({ url: store.url.keep, max: 1 })
  t.after(() => Promise.all([db.destroy(), keep.destroy()]))
  const rows = drawn.map((one) => ({
    ...one,
    class: one.before === 0 ? 'second' : names[one.before],
    method: one.before === 0 ? 'recency_frequency_money' : 'expected_value',
  }))
  await sql`insert into office.value_class (customer_id, class, computed_at, days_since_last, purchases, spent, currency, window_days, rfm_class, method, value)
    select id, class, ${now}, 1, 2, 100, 'RUB', 730, 'third', method, case when method = 'expected_value' then value + 5 end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id bigint, class text, method text, value bigint)`.execute(db)
  await sql`insert into office.insight (customer_id, run_id, computed_at, valid_until, purchases, currency, value, value_low, value_high)
    select id, 1, ${now}, ${new Date(now.getTime() + 1_000)}, 2, 'RUB', value, 0, value from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id bigint, value bigint)`.execute(
    db,
  )
  await sql`insert into fact.contest (customer_id, about, at) values (211, 'value_class', ${now})`.execute(keep)
  await sql`insert into office.webhook (webhook_id, title, url, kinds, made_by, made_at, changed_at) values (1, 'Till', 'https://till.example', '{class.changed}', 1, ${now}, ${now})`.execute(
    db,
  )
  const settled = await inTransaction(db, (tx) => settleClasses(tx, now))
  const values = Float64Array.from(drawn, ({ value }) => value)
  const before = Uint8Array.from(drawn, (one) => one.before)
  const bounds = boundsByRank(values)
  const expected = classesWithHysteresis(values, before, bounds)
  const found = (await sql<InsightTables['office.value_class']>`select * from office.value_class order by customer_id`.execute(db)).rows
  assert.deepEqual(
    found.map((row) => row.class),
    Array.from(expected, (c) => names[c]),
  )
  assert.deepEqual(settled, {
    bounds: [{ currency: 'RUB', ...bounds, n: drawn.filter(({ value }) => value > 0).length }],
    counts: migration(before, expected).counts,
  })
  found.forEach((row, i) => {
    const moved = before[i] !== 0 && before[i] !== expected[i]
    assert.deepEqual([row.previous, row.changed_on !== null], [moved ? names[before[i] ?? 0] : null, moved], `of ${row.customer_id}`)
    assert.equal(row.value_before, before[i] === 0 ? null : (drawn[i]?.value ?? 0) + 5)
  })
  const told = await sql<{ customer_id: number; facts: unknown }>`
    select customer_id, facts from office.webhook_event join office.webhook_delivery using (customer_id, event_id) where kind = 'class.changed' order by 1`.execute(
    db,
  )
  const changed = found.flatMap(({ customer_id, class: after }, i) =>
    rows[i]?.class !== after && customer_id !== 211 ? [{ customer_id, facts: { before: rows[i]?.class, after } }] : [],
  )
  assert.ok(changed.length > 20 && found[210]?.class !== rows[210]?.class)
  assert.deepEqual(told.rows, changed, 'webhooks are told of each change, and of none that its person calls wrong')

  // A contested value decides nothing, nor does one that is out of date.
  await sql`insert into fact.contest (customer_id, about, at) values (1, 'value', ${now})`.execute(keep)
  await inTransaction(db, (tx) => settleClasses(tx, now))
  const [contested, other] = (await sql<InsightTables['office.value_class']>`select * from office.value_class where customer_id <= 2 order by 1`.execute(db))
    .rows
  assert.deepEqual([contested?.class, contested?.method, other?.method], ['third', 'recency_frequency_money', 'expected_value'])
  const later = await inTransaction(db, (tx) => settleClasses(tx, new Date(now.getTime() + 2_000)))
  assert.deepEqual(later.bounds, [])
  assert.equal((await sql`select 1 from office.value_class where method = 'expected_value'`.execute(db)).rows.length, 0)
})
