import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { testStore } from '../../../../test/store.ts'
import { type Db, inTransaction, openDb, sql, type Tx } from '../../../platform/db/index.ts'
import type { OfficeTables } from '../../tables.ts'
import { ask } from './duck.ts'
import type { Mirror } from './mirror.ts'
import { prove } from './prove.ts'
import { testMirror } from './testing.ts'

// Whatever is recorded, joined, separated, restricted, erased or taken back, in whatever order it is committed and however many changes a turn takes:
// in the end the copy says what the store says, and only who may be analysed is a subject.

async function house(t: Parameters<typeof testStore>[0]) {
  const store = await testStore(t)
  // A history may leave a dozen transactions open at once.
  const keep = openDb<OfficeTables>({ url: store.url.keep, max: 14 })
  t.after(() => keep.destroy())
  return { store, keep, ...(await testMirror(t, { analyst: store.url.analyst })) }
}

const people = [1, 2, 3, 4, 5, 6]
const who = fc.constantFrom(...people)
type Step =
  | { kind: 'bought'; by: number; minor: number; lines: number }
  | { kind: 'merge'; from: number; into: number }
  | { kind: 'unmerge'; of: number }
  | { kind: 'status'; of: number; status: string }
  | { kind: 'state'; of: number; n: number }
  | { kind: 'takenBack'; of: number }
  | { kind: 'erased'; of: number }
  | { kind: 'objects'; of: number; yes: boolean }
  | { kind: 'crowd'; minor: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('bought' as const), by: who, minor: fc.integer({ min: -500, max: 500 }), lines: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('merge' as const), from: who, into: who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('unmerge' as const), of: who }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('status' as const), of: who, status: fc.constantFrom('known', 'restricted', 'anonymous', 'trashed') }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('state' as const), of: who, n: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('takenBack' as const), of: who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('erased' as const), of: who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('objects' as const), of: who, yes: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crowd' as const), minor: fc.integer({ min: 1, max: 9 }) }) },
)

let batch = 1_000
let number = 1_000

/** One writing transaction of the keep, with its change rows. */
async function write(tx: Tx<OfficeTables>, said: Step): Promise<void> {
  batch += 1
  const own = batch
  const tell = (what: string[], customers: readonly number[] | null) =>
    sql`insert into fact.change (batch, at, what, customers) values (${own}, now(), ${what}::text[], ${customers === null ? null : [...customers]}::bigint[])`.execute(
      tx,
    )
  const record = async (by: number, minor: number, lines: number) => {
    number += 1
    await sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, amount, currency, attrs, sealed)
      values (${by}, ${number}, ${own}, ${new Date(Date.UTC(2026, number % 12, 1, 0, 0, 0, 123))}, 'order', 'shop', 'in', '', ${minor}, 'RUB', ${minor % 2 ? '{"coupon": true, "way": "a\\n\\"b\\""}' : null}::jsonb, false)`.execute(
      tx,
    )
    for (let line = 0; line < lines; line++)
      await sql`insert into fact.interaction_item (customer_id, interaction_id, line, batch, sku, quantity, price, amount) values (${by}, ${number}, ${line}, ${own}, ${`a "b", ${line}`}, ${minor / 7}, 5, ${minor})`.execute(
        tx,
      )
  }
  switch (said.kind) {
    case 'bought':
      await record(said.by, said.minor, said.lines)
      return void (await tell(said.lines > 0 ? ['interaction', 'interaction_item'] : ['interaction'], [said.by]))
    case 'merge':
      await sql`update fact.derived set person = (select person from fact.derived where customer_id = ${said.into}), batch = ${own} where person = (select person from fact.derived where customer_id = ${said.from})`.execute(
        tx,
      )
      return void (await tell(['derived'], people))
    case 'unmerge':
      await sql`update fact.derived set person = customer_id, batch = ${own} where person = (select person from fact.derived where customer_id = ${said.of})`.execute(
        tx,
      )
      return void (await tell(['derived'], people))
    case 'status':
      await sql`update fact.derived set status = ${said.status}, batch = ${own} where customer_id = ${said.of}`.execute(tx)
      return void (await tell(['derived'], [said.of]))
    case 'state':
      await sql`delete from fact.field where customer_id = ${said.of}`.execute(tx)
      await sql`insert into fact.field (customer_id, field, number, batch) values (${said.of}, 'x_size', ${said.n / 3}, ${own})`.execute(tx)
      await sql`delete from fact.reach where customer_id = ${said.of}`.execute(tx)
      if (said.n % 2)
        await sql`insert into fact.reach (customer_id, purpose, channel, topic, reach, batch) values (${said.of}, 'marketing', 'email', '*', true, ${own})`.execute(
          tx,
        )
      await sql`insert into fact.product (sku, title, category, price, batch) values (${`s${said.n}`}, ${`Книга\n"${said.n}"`}, null, ${said.n}, ${own}) on conflict (sku) do update set title = excluded.title || ${own}::text, batch = excluded.batch`.execute(
        tx,
      )
      return void (await tell(['derived', 'reach', 'product'], [said.of]))
    case 'takenBack':
      await sql`delete from fact.interaction where customer_id = ${said.of} and id = (select max(id) from fact.interaction where customer_id = ${said.of})`.execute(
        tx,
      )
      await sql`delete from fact.interaction_item i where customer_id = ${said.of} and not exists (select from fact.interaction x where x.customer_id = i.customer_id and x.id = i.interaction_id)`.execute(
        tx,
      )
      return void (await tell(['interaction'], [said.of]))
    case 'erased':
      for (const table of ['interaction', 'interaction_item', 'field', 'reach', 'trait'])
        await sql`delete from ${sql.raw(`fact.${table}`)} where customer_id = ${said.of}`.execute(tx)
      await sql`update fact.derived set status = 'erased', person = customer_id, region = null, batch = ${own} where customer_id = ${said.of}`.execute(tx)
      return void (await tell(['derived'], people))
    case 'objects':
      if (said.yes) await sql`insert into fact.objection (customer_id, purpose) values (${said.of}, 'analysis') on conflict do nothing`.execute(tx)
      else await sql`delete from fact.objection where customer_id = ${said.of}`.execute(tx)
      return void (await tell(['reach'], [said.of]))
    case 'crowd':
      for (const by of people) await record(by, said.minor, 1)
      return void (await tell(['interaction', 'interaction_item'], null))
  }
}

async function enter(keep: Db<OfficeTables>): Promise<void> {
  batch += 1
  await inTransaction(keep, async (tx) => {
    for (const id of people)
      await sql`insert into fact.derived (customer_id, person, kind, role, status, units, region, since, batch) values (${id}, ${id}, 'person', 'customer', 'known', '{a,b}', 'Тверь', now(), ${batch})
        on conflict (customer_id) do update set person = excluded.person, status = 'known', batch = excluded.batch`.execute(tx)
    await sql`insert into fact.change (batch, at, what, customers) values (${batch}, now(), '{derived,created}', null)`.execute(tx)
  })
}

async function leftOpen(keep: Db<OfficeTables>, said: Step): Promise<{ commit: () => void; ended: Promise<unknown> }> {
  const told = Promise.withResolvers<void>()
  const written = Promise.withResolvers<void>()
  const ended = inTransaction(keep, async (tx) => {
    await write(tx, said)
    written.resolve()
    await told.promise
  })
  await Promise.race([written.promise, ended])
  return { commit: told.resolve, ended }
}

async function upToDate(mirror: Mirror): Promise<void> {
  await mirror.refreshAside()
  while ((await mirror.turn()) > 0);
}

const subjects = (mirror: Mirror) => mirror.reading(async (duck) => (await ask(duck, 'select person from subject order by 1')).map((row) => row['person']))

test('after any history the copy says what the store says, and only who may be analysed is a subject', async (t) => {
  const { keep, mirror } = await house(t)
  const history = fc.array(fc.record({ step, late: fc.boolean(), turns: fc.integer({ min: 0, max: 1 }) }), { minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      await enter(keep)
      const open: Awaited<ReturnType<typeof leftOpen>>[] = []
      for (const { step: said, late, turns } of steps) {
        if (late && said.kind === 'bought') open.push(await leftOpen(keep, said))
        else await inTransaction(keep, (tx) => write(tx, said))
        for (let n = 0; n < turns; n++) await mirror.turn()
      }
      for (const one of open) {
        one.commit()
        await one.ended
      }
      await upToDate(mirror)
      assert.deepEqual((await mirror.compared(prove)).differences, [])
      const { rows } = await sql<{ person: number }>`
        select person from fact.derived p where customer_id = person and status = 'known'
          and not exists (select from fact.derived m where m.person = p.person and m.status in ('restricted', 'erased', 'trashed'))
          and not exists (select from fact.objection o join fact.derived m on m.customer_id = o.customer_id where m.person = p.person) order by 1`.execute(keep)
      assert.deepEqual(
        await subjects(mirror),
        rows.map((row) => row.person),
      )
    }),
    { numRuns: 12 },
  )
})

test('a copy that says something else is found out, and named down to the customer', async (t) => {
  const { keep, mirror } = await house(t)
  await enter(keep)
  for (const by of people) await inTransaction(keep, (tx) => write(tx, { kind: 'bought', by, minor: 100, lines: 1 }))
  await upToDate(mirror)
  const spoil = (statement: string) => mirror.reading((duck) => duck.run(statement))
  const differs = async () =>
    (await mirror.compared(prove)).differences.map(({ table, customers, store_rows, copy_rows }) => ({ table, customers, store_rows, copy_rows }))
  for (const [statement, found] of [
    ['update interaction set amount = 101 where customer_id = 2', { table: 'interaction', customers: [2], store_rows: 1, copy_rows: 1 }],
    ['insert into interaction select * from interaction where customer_id = 3', { table: 'interaction', customers: [3], store_rows: 1, copy_rows: 2 }],
    ['update interaction_item set person = 5 where customer_id = 4', { table: 'interaction_item', customers: [4], store_rows: 1, copy_rows: 1 }],
    ['delete from derived where customer_id = 6', { table: 'derived', customers: [6], store_rows: 1, copy_rows: 0 }],
    [`update derived set region = 'Псков' where customer_id = 6`, { table: 'derived', customers: [6], store_rows: 1, copy_rows: 1 }],
    [
      `update interaction set "at" = "at" + interval 1 microsecond where customer_id = 1`,
      { table: 'interaction', customers: [1], store_rows: 1, copy_rows: 1 },
    ],
  ] as const) {
    await spoil(statement)
    assert.deepEqual(await differs(), [found], statement)
    await mirror.rebuild()
    assert.deepEqual(await differs(), [])
  }
})

test('whoever objects leaves without waiting for the facts, with all cards, and comes back the same way', async (t) => {
  const { keep, mirror } = await house(t)
  await enter(keep)
  await inTransaction(keep, (tx) => write(tx, { kind: 'merge', from: 2, into: 1 }))
  await upToDate(mirror)
  assert.deepEqual(await subjects(mirror), [1, 3, 4, 5, 6])
  await inTransaction(keep, (tx) => write(tx, { kind: 'objects', of: 1, yes: true }))
  await inTransaction(keep, (tx) => write(tx, { kind: 'status', of: 3, status: 'restricted' }))
  // Separated in the store, joined still in the copy: whoever they were part of stays out until the facts say so.
  await mirror.refreshAside()
  assert.deepEqual(await subjects(mirror), [4, 5, 6], 'no turn was taken')
  await inTransaction(keep, (tx) => write(tx, { kind: 'objects', of: 1, yes: false }))
  await mirror.refreshAside()
  assert.deepEqual(await subjects(mirror), [1, 4, 5, 6])
  assert.equal(await mirror.refreshAside(), false, 'what says the same is not written again')
})

test('a copy is opened where it was left, and made anew when it missed too much or the store is another', async (t) => {
  const { keep, mirror: first, reopened } = await house(t)
  await enter(keep)
  await upToDate(first)
  const built = first.state().built_at
  await inTransaction(keep, (tx) => write(tx, { kind: 'bought', by: 1, minor: 5, lines: 1 }))
  let mirror = await reopened()
  assert.equal(await mirror.turn(), 1, 'it goes on behind what it has')
  assert.deepEqual(mirror.state().built_at, built)
  assert.deepEqual((await mirror.compared(prove)).differences, [])
  for (const lost of [
    `update mark set "at" = "at" - interval 7 day`,
    `update mark set snapshot = '999999999:999999999:'`,
    `update mark set store = 'another'`,
    'update mark set shape = 0',
  ]) {
    const before = mirror.state().built_at
    await mirror.reading((duck) => duck.run(lost))
    mirror = await reopened()
    await mirror.turn()
    assert.notDeepEqual(mirror.state().built_at, before, lost)
    assert.deepEqual((await mirror.compared(prove)).differences, [])
  }
})
