import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { testStore } from '../../../test/store.ts'
import { type Db, openDb, sql } from '../../platform/db/index.ts'
import { type FactTables, summariesOf } from '../catalogue/index.ts'
import { classBoard, computeValueClasses, type InsightTables } from '../insight/index.ts'
import { type Asking, membersOf } from './index.ts'
import { type Condition, rule } from './rule.ts'

const today = new Date('2026-11-21T12:00:00Z')
const daysAgo = (days: number) => new Date(today.getTime() - days * 86_400_000)

const asking: Asking = {
  now: today,
  zone: 'UTC',
  use: 'marketing',
  asksLeave: false,
  asksClosed: false,
  traits: new Map(),
  lists: new Map(),
  fields: new Map(),
  kinds: new Map(),
  audiences: new Map(),
}

type Bought = { by: number; days: number; amount: number; kind?: string; currency?: string; sku?: string }

async function office(t: TestContext) {
  const store = await testStore(t)
  const keep = openDb<Record<string, never>>({ url: store.url.keep, max: 2 })
  const db: Db<InsightTables & FactTables> = openDb({ url: store.url.office, max: 2 })
  t.after(() => Promise.all([keep.destroy(), db.destroy()]))
  let last = 0
  return {
    db,
    keep,
    person: async (id: number, more: { person?: number; status?: string; role?: string; language?: string } = {}) =>
      sql`insert into fact.derived (customer_id, person, kind, role, status, language, batch)
        values (${id}, ${more.person ?? id}, 'person', ${more.role ?? 'customer'}, ${more.status ?? 'known'}, ${more.language ?? null}, 1)`.execute(keep),
    bought: async ({ by, days, amount, kind = 'order', currency = 'RUB', sku }: Bought) => {
      last += 1
      // The id carries the time; here days, the latest the highest.
      const id = (10_000 - days) * 1_000 + last
      await sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, amount, currency)
        values (${by}, ${id}, 1, ${daysAgo(days)}, ${kind}, 'shop', 'in', 'test', ${amount}, ${currency})`.execute(keep)
      if (sku)
        await sql`insert into fact.interaction_item (customer_id, interaction_id, line, batch, sku, quantity, price, amount) values (${by}, ${id}, 1, 1, ${sku}, 1, ${amount}, ${amount})`.execute(
          keep,
        )
    },
    classes: async () => (await sql<InsightTables['office.value_class']>`select * from office.value_class order by customer_id`.execute(db)).rows,
    chosen: async (...all: Condition[]) => membersOf(db, rule.parse({ all }), asking, { after: 0, limit: 100 }),
    left: async (...none: Condition[]) => membersOf(db, rule.parse({ none }), asking, { after: 0, limit: 100 }),
  }
}

test('classes count what was bought and kept, once a person, and nobody unknown', async (t) => {
  const at = await office(t)
  for (let id = 1; id <= 10; id++) await at.person(id)
  await at.person(11, { person: 10 })
  await at.person(12, { status: 'anonymous' })
  for (let id = 1; id <= 9; id++) await at.bought({ by: id, days: 100 - id * 10, amount: id * 1_000 })
  await at.bought({ by: 10, days: 5, amount: 6_000 })
  await at.bought({ by: 11, days: 1, amount: 6_000 })
  await at.bought({ by: 12, days: 1, amount: 90_000 })
  await at.bought({ by: 1, days: 0, amount: -1_000, kind: 'order_cancelled' }) // all of it
  await at.bought({ by: 2, days: 0, amount: -500, kind: 'order_cancelled' })
  await at.bought({ by: 3, days: 731, amount: 999_000 })
  await at.bought({ by: 4, days: 3, amount: 10, currency: 'EUR' })
  const counts = await computeValueClasses(at.db, today)
  const rows = await at.classes()
  assert.deepEqual(
    rows.map((r) => r.customer_id),
    [2, 3, 4, 5, 6, 7, 8, 9, 10],
  )
  const of = (id: number) => rows.find((r) => r.customer_id === id)
  assert.equal(of(2)?.spent, 1_500)
  assert.equal(of(2)?.days_since_last, 80, 'cancelling is not buying')
  assert.equal(of(3)?.spent, 3_000, 'outside the window')
  assert.deepEqual([of(4)?.spent, of(4)?.currency], [4_000, 'RUB'])
  assert.deepEqual([of(10)?.spent, of(10)?.purchases, of(10)?.days_since_last, of(10)?.class], [12_000, 2, 1, 'first'])
  assert.equal(of(2)?.class, 'third')
  assert.equal(counts.first + counts.second + counts.third, 9)
})

test('a move is kept with its day until the next; who leaves the window leaves; the same facts give the same classes', async (t) => {
  const at = await office(t)
  for (let id = 1; id <= 5; id++) {
    await at.person(id)
    await at.bought({ by: id, days: id * 20, amount: 6_000 - id * 1_000 })
  }
  await computeValueClasses(at.db, today)
  const before = await at.classes()
  assert.deepEqual([before[0]?.class, before[4]?.class], ['first', 'third'])
  assert.ok(before.every((r) => r.previous === null && r.changed_on === null))
  await computeValueClasses(at.db, today)
  assert.deepEqual(await at.classes(), before)
  await sql`insert into office.webhook (webhook_id, title, url, kinds, made_by, made_at, changed_at) values (1, 'Till', 'https://till.example', '{class.changed}', 1, ${today}, ${today})`.execute(
    at.db,
  )
  for (let i = 0; i < 3; i++) await at.bought({ by: 5, days: 0, amount: 50_000 })
  await at.person(6)
  await at.bought({ by: 6, days: 1, amount: 10 })
  await computeValueClasses(at.db, today)
  const told = await sql<{ customer_id: number; facts: unknown }>`select customer_id, facts from office.webhook_event order by 1`.execute(at.db)
  assert.deepEqual(
    told.rows.filter(({ customer_id }) => customer_id > 4),
    [{ customer_id: 5, facts: { before: 'third', after: 'first' } }],
    'a first class is no change',
  )
  const risen = (await at.classes())[4]
  assert.deepEqual([risen?.class, risen?.previous], ['first', 'third'])
  assert.ok(risen?.changed_on)
  const board = await classBoard(at.db, today)
  assert.equal(board.classes[0]?.rose, 1)
  assert.equal(
    board.classes.reduce((n, c) => n + c.count, 0),
    6,
  )
  await computeValueClasses(at.db, new Date(today.getTime() + 700 * 86_400_000))
  assert.deepEqual(
    (await at.classes()).map((r) => r.customer_id),
    [1, 5, 6],
  )
})

test('a contested class chooses nobody and counts on no board, also after it is computed again', async (t) => {
  const at = await office(t)
  await at.person(1)
  await at.person(2)
  for (const by of [1, 2]) await at.bought({ by, days: by, amount: 1_000 })
  await computeValueClasses(at.db, today)
  const all: Condition = { value_class: ['first', 'second', 'third'] }
  assert.deepEqual(await at.chosen(all), [1, 2])
  await sql`insert into fact.contest (customer_id, about, at) values (1, 'value_class', ${today})`.execute(at.keep)
  await computeValueClasses(at.db, today)
  assert.deepEqual(await at.chosen(all), [2])
  const board = await classBoard(at.db, today)
  assert.deepEqual([board.classes.reduce((n, c) => n + c.count, 0), board.notAnalysed], [1, 1])
})

test('who objects to being counted leaves classes, board and audiences at once, and no computing brings them back', async (t) => {
  const at = await office(t)
  await at.person(1)
  await at.person(2)
  for (const by of [1, 2]) await at.bought({ by, days: by, amount: 1_000 })
  await computeValueClasses(at.db, today)
  assert.deepEqual(await at.chosen({ role: ['customer'] }), [1, 2])
  await sql`insert into fact.objection (customer_id, purpose) values (1, 'analysis')`.execute(at.keep)
  assert.deepEqual(await at.chosen({ role: ['customer'] }), [2])
  assert.deepEqual(await at.chosen({ value_class: ['first', 'second', 'third'] }), [2])
  assert.deepEqual(await at.left({ role: ['supplier'] }), [2], 'also where those are chosen who are not something')
  const counted = async () => (await classBoard(at.db, today)).classes.reduce((n, c) => n + c.count, 0)
  assert.equal(await counted(), 1)
  await computeValueClasses(at.db, today)
  assert.deepEqual(
    (await at.classes()).map((row) => row.customer_id),
    [2],
    'their class is gone',
  )
  await sql`insert into fact.objection (customer_id, purpose) values (2, 'another')`.execute(at.keep)
  assert.equal(await counted(), 1, 'an objection to something else takes nobody out')
})

test('each condition of an audience chooses whom it says and nobody else', async (t) => {
  const at = await office(t)
  await at.person(1, { role: 'lead', language: 'ru' })
  await at.person(2, { language: 'en' })
  await at.person(3, { person: 2 })
  await at.person(4, { status: 'anonymous', role: 'lead' })
  await at.bought({ by: 3, days: 10, amount: 700, sku: 'tea' })
  await at.bought({ by: 2, days: 5, amount: -100, kind: 'order_cancelled' })
  await at.bought({ by: 1, days: 200, amount: 500, sku: 'cup' })
  await sql`insert into fact.product (sku, title, category, batch) values ('tea', 'Tea', 'drinks', 1), ('cup', 'Cup', 'things', 1)`.execute(at.keep)
  const cases: [Condition, number[]][] = [
    [{ role: ['supplier'] }, []],
    [{ role: ['lead'] }, [1]],
    [{ language: ['en', 'de'] }, [2]],
    [{ bought: { within_days: 9, at_least: 1 } }, []],
    [{ bought: { within_days: 30, at_least: 1 } }, [2]],
    [{ bought: { within_days: 30, at_least: 2 } }, []],
    [{ bought: { sku: ['cup'], within_days: 300, at_least: 1 } }, [1]],
    [{ bought: { category: ['drinks'], within_days: 300, at_least: 1 } }, [2]],
    [{ bought: { sku: ['cup'], category: ['drinks'], within_days: 300, at_least: 1 } }, []],
    [{ spent: { within_days: 30, at_least_minor: 601, currency: 'RUB' } }, []],
    [{ spent: { within_days: 30, at_least_minor: 600, currency: 'RUB' } }, [2]],
    [{ spent: { within_days: 30, at_least_minor: 1, currency: 'EUR' } }, []],
    [{ last_purchase: { within_days: 7 } }, []],
    [{ last_purchase: { within_days: 20 } }, [2]],
    [{ last_purchase: { before_days: 7 } }, [1, 2]],
    [{ last_purchase: { before_days: 100 } }, [1]],
  ]
  for (const [condition, chosen] of cases) {
    assert.deepEqual(await at.chosen(condition), chosen, JSON.stringify(condition))
    assert.deepEqual(
      await at.left(condition),
      [1, 2].filter((id) => !chosen.includes(id)),
      `none of ${JSON.stringify(condition)}`,
    )
  }
  const any = await membersOf(at.db, rule.parse({ any: [{ role: ['lead'] }, { language: ['en'] }] }), asking, { after: 1, limit: 100 })
  assert.deepEqual(any, [2])
})

test('what is said of a topic stands over what is said of all, and silence is no', async (t) => {
  const at = await office(t)
  for (const id of [1, 2, 3]) await at.person(id)
  for (const [id, topic, reach] of [
    [1, '*', true],
    [1, 'news', false],
    [2, '*', false],
    [2, 'news', true],
  ] as const)
    await sql`insert into fact.reach (customer_id, purpose, channel, topic, reach, batch) values (${id}, 'marketing', 'email', ${topic}, ${reach}, 1)`.execute(
      at.keep,
    )
  const reach = (topic: string | null, channel = 'email') => at.chosen({ reach: { purpose: 'marketing', channel, topic } })
  assert.deepEqual(await reach(null), [1])
  assert.deepEqual(await reach('news'), [2])
  assert.deepEqual(await reach('sales'), [1])
  assert.deepEqual(await reach(null, 'sms'), [])
})

test('a summary speaks of the person: breaks, the unbroken run, each currency, and the last contact', async (t) => {
  const at = await office(t)
  assert.equal((await summariesOf(at.db, [])).size, 0)
  await at.bought({ by: 1, days: 2_000, amount: 100 })
  await at.bought({ by: 2, days: 1_400, amount: 5_000, currency: 'EUR' })
  await at.bought({ by: 2, days: 900, amount: 300 })
  await at.bought({ by: 1, days: 500, amount: 200 })
  await at.bought({ by: 1, days: 499, amount: -200, kind: 'order_cancelled' })
  const members = [
    { id: 1, person: 1 },
    { id: 2, person: 1 },
    { id: 9, person: 9 },
  ]
  const all = await summariesOf(at.db, members)
  assert.equal(all.get(9), undefined)
  const one = all.get(1)
  assert.deepEqual([one?.interactions, one?.breaks, one?.purchases], [5, 2, 3])
  assert.deepEqual(one?.unbroken_since, daysAgo(900))
  assert.deepEqual(one?.spent, [
    { currency: 'EUR', minor: 5_000 },
    { currency: 'RUB', minor: 400 },
  ])
  assert.deepEqual([one?.last_contact?.at, one?.last_contact?.kind], [daysAgo(499), 'order_cancelled'])
  assert.equal((await summariesOf(at.db, [{ id: 1, person: 1 }])).get(1)?.breaks, 1)
})

test('only purchases that stand count: for classes, for the card, for audiences, and they agree', async (t) => {
  const at = await office(t)
  const cancelled = 'order_cancelled'
  for (let id = 1; id <= 7; id++) await at.person(id)
  await at.person(8, { person: 7 })
  // 1: bought twice, the later one taken back as a whole.
  await at.bought({ by: 1, days: 100, amount: 500, sku: 'tea' })
  await at.bought({ by: 1, days: 20, amount: 300, sku: 'cup' })
  await at.bought({ by: 1, days: 10, amount: -300, kind: cancelled, sku: 'cup' })
  // 2: a part sent back: the purchase stands, its money shrinks.
  await at.bought({ by: 2, days: 30, amount: 900, sku: 'tea' })
  await at.bought({ by: 2, days: 10, amount: -200, kind: cancelled })
  // 3: all taken back.
  await at.bought({ by: 3, days: 30, amount: 700 })
  await at.bought({ by: 3, days: 29, amount: -700, kind: cancelled })
  // 4: three of one sum, two taken back, and bought once more afterwards.
  for (const days of [90, 80, 70]) await at.bought({ by: 4, days, amount: 100 })
  for (const days of [60, 50]) await at.bought({ by: 4, days, amount: -100, kind: cancelled })
  await at.bought({ by: 4, days: 5, amount: 100 })
  // 5: the cancelled order lies outside the window: its cancellation takes nothing from what was bought within.
  await at.bought({ by: 5, days: 735, amount: 10_000 })
  await at.bought({ by: 5, days: 725, amount: -10_000, kind: cancelled })
  await at.bought({ by: 5, days: 40, amount: 600 })
  // 6: a cancellation before the order, and one in another currency, match nothing.
  await at.bought({ by: 6, days: 50, amount: -400, kind: cancelled })
  await at.bought({ by: 6, days: 45, amount: 400 })
  await at.bought({ by: 6, days: 44, amount: -400, kind: cancelled, currency: 'EUR' })
  await at.bought({ by: 6, days: 43, amount: 1_000 })
  // 7: cancelled under another id of the same person.
  await at.bought({ by: 7, days: 33, amount: 250 })
  await at.bought({ by: 8, days: 31, amount: -250, kind: cancelled })
  await at.bought({ by: 8, days: 200, amount: 50 })
  await computeValueClasses(at.db, today)
  const rows = new Map((await at.classes()).map((r) => [r.customer_id, [r.purchases, r.spent, r.days_since_last]]))
  const stands: [number, [number, number, number]][] = [
    [1, [1, 500, 100]],
    [2, [1, 700, 30]],
    [4, [2, 200, 5]],
    [5, [1, 600, 40]],
    [6, [2, 1_000, 43]],
    [7, [1, 50, 200]],
  ]
  assert.deepEqual([...rows].sort(), stands.sort())
  const members = [1, 2, 3, 4, 5, 6, 7].map((id) => ({ id, person: id })).concat({ id: 8, person: 7 })
  const cards = await summariesOf(at.db, members)
  for (const [person, [purchases, spent]] of stands) {
    const card = cards.get(person)
    assert.deepEqual([card?.purchases, card?.spent.find((s) => s.currency === 'RUB')?.minor], [purchases, spent], `card of ${person}`)
    assert.deepEqual(
      [
        (await at.chosen({ spent: { within_days: 730, at_least_minor: spent, currency: 'RUB' } })).includes(person),
        (await at.chosen({ spent: { within_days: 730, at_least_minor: spent + 1, currency: 'RUB' } })).includes(person),
      ],
      [true, false],
      `audience of ${person}`,
    )
  }
  assert.deepEqual(cards.get(3)?.purchases, 0)
  assert.deepEqual(await at.chosen({ last_purchase: { within_days: 35 } }), [2, 4])
  assert.deepEqual(await at.chosen({ last_purchase: { before_days: 60 } }), [1, 7])
  assert.deepEqual(await at.chosen({ bought: { sku: ['cup'], within_days: 300, at_least: 1 } }), [])
  assert.deepEqual(await at.chosen({ bought: { sku: ['tea'], within_days: 300, at_least: 1 } }), [1, 2])
})
