import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { testStore } from '../../../../test/store.ts'
import { type Db, inTransaction, openDb, sql, type Tx } from '../../../platform/db/index.ts'
import { summariesOf } from '../../catalogue/index.ts'
import type { OfficeTables } from '../../tables.ts'
import { followFigures, takeTurn } from './follow.ts'

// Whatever is recorded, cancelled, merged, separated, restricted or erased, in whatever order it is committed and wherever a turn is
// broken off: in the end the figures are what the card says.

const start = Date.UTC(2026, 9, 1)
const hourMs = 3_600_000
const people = [1, 2, 3, 4, 5, 6]

async function house(t: Parameters<typeof testStore>[0]) {
  const store = await testStore(t)
  const office = openDb<OfficeTables>({ url: store.url.office })
  const keep = openDb<OfficeTables>({ url: store.url.keep, max: 8 })
  t.after(() => Promise.all([office.destroy(), keep.destroy()]))
  return { store, office, keep }
}

type Step =
  | { kind: 'bought'; by: number; hour: number; minor: number; currency: string; cancelled: boolean }
  | { kind: 'wrote'; by: number; hour: number }
  | { kind: 'merge'; from: number; into: number }
  | { kind: 'unmerge'; of: number }
  | { kind: 'status'; of: number; status: string }
  | { kind: 'field'; of: number; size: number | null }
  | { kind: 'takenBack'; of: number }
  | { kind: 'crowd' }

const who = fc.constantFrom(...people)
const hour = fc.integer({ min: 0, max: 900 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('bought' as const),
      by: who,
      hour,
      minor: fc.constantFrom(100, 200),
      currency: fc.constantFrom('RUB', 'EUR'),
      cancelled: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wrote' as const), by: who, hour }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('merge' as const), from: who, into: who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('unmerge' as const), of: who }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('status' as const), of: who, status: fc.constantFrom('known', 'known', 'restricted', 'erased', 'anonymous') }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('field' as const), of: who, size: fc.option(fc.integer({ min: 1, max: 9 })) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('takenBack' as const), of: who }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'crowd' as const }) },
)

let batch = 1_000
let interaction = 1_000

/** One writing transaction of the keep, with its change row. */
async function write(tx: Tx<OfficeTables>, said: Step): Promise<void> {
  batch += 1
  const tell = (what: string[], customers: readonly number[] | null) =>
    sql`insert into fact.change (batch, at, what, customers) values (${batch}, now(), ${what}::text[], ${customers === null ? null : [...customers]}::bigint[])`.execute(
      tx,
    )
  const record = async (by: number, hourOf: number, kind: string, amount: number | null, currency: string | null) => {
    interaction += 1
    const at = new Date(start + hourOf * hourMs)
    await sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, amount, currency)
      values (${by}, ${hourOf * 1_000_000 + interaction}, ${batch}, ${at}, ${kind}, ${kind === 'message' ? 'email' : 'shop'}, 'in', 'test', ${amount}, ${currency})`.execute(
      tx,
    )
  }
  switch (said.kind) {
    case 'bought':
      await record(said.by, said.hour, said.cancelled ? 'order_cancelled' : 'order', said.cancelled ? -said.minor : said.minor, said.currency)
      return void (await tell(['interaction', 'interaction_item'], [said.by]))
    case 'wrote':
      await record(said.by, said.hour, 'message', null, null)
      return void (await tell(['interaction'], [said.by]))
    case 'merge':
      await sql`update fact.derived set person = (select person from fact.derived where customer_id = ${said.into}), batch = ${batch} where person = (select person from fact.derived where customer_id = ${said.from})`.execute(
        tx,
      )
      return void (await tell(['derived'], people))
    case 'unmerge':
      await sql`update fact.derived set person = customer_id, batch = ${batch} where person = (select person from fact.derived where customer_id = ${said.of})`.execute(
        tx,
      )
      return void (await tell(['derived'], people))
    case 'status':
      await sql`update fact.derived set status = ${said.status}, batch = ${batch} where customer_id = ${said.of}`.execute(tx)
      return void (await tell(['derived'], [said.of]))
    case 'field':
      await sql`delete from fact.field where customer_id = ${said.of}`.execute(tx)
      if (said.size !== null)
        await sql`insert into fact.field (customer_id, field, number, batch) values (${said.of}, 'x_size', ${said.size}, ${batch})`.execute(tx)
      return void (await tell(['derived'], [said.of]))
    case 'takenBack':
      await sql`delete from fact.interaction where customer_id = ${said.of} and id = (select max(id) from fact.interaction where customer_id = ${said.of})`.execute(
        tx,
      )
      return void (await tell(['interaction'], [said.of]))
    case 'crowd':
      for (const by of people) await record(by, 500 + by, 'order', 700, 'RUB')
      return void (await tell(['interaction'], null))
  }
}

async function followAll(db: Db<OfficeTables>, piece: number): Promise<void> {
  for (let turns = 0; turns < 2_000; turns++) if (!(await followFigures(db, { now: new Date(start), piece })).more) return
  assert.fail('the figures are never up with the facts')
}

async function expected(db: Db<OfficeTables>) {
  const all = await sql<{ id: number; person: number; status: string }>`select customer_id as id, person, status from fact.derived order by 1`.execute(db)
  const known = new Set(all.rows.filter((r) => r.id === r.person && r.status === 'known').map((r) => r.id))
  const members = all.rows.filter((r) => known.has(r.person))
  const summaries = await summariesOf(db.$pickTables(), members)
  const sizes = await sql<{ person: number; number: number }>`
    select distinct on (d.person) d.person, x.number from fact.field x join fact.derived d using (customer_id) order by d.person, x.batch desc`.execute(db)
  return [...known].map((id) => {
    const s = summaries.get(id)
    return {
      customer_id: id,
      first_at: s?.first_at ?? null,
      last_contact_at: s?.last_contact?.at ?? null,
      last_kind: s?.last_contact?.kind ?? null,
      purchases: s?.purchases ?? 0,
      spent: s?.spent[0]?.minor ?? null,
      currency: s?.spent[0]?.currency ?? null,
      last_purchase_at: s?.last_purchase_at ?? null,
      size: sizes.rows.find((r) => r.person === id)?.number ?? null,
    }
  })
}

const held = async (db: Db<OfficeTables>) =>
  (
    await sql`select customer_id, first_at, last_contact_at, last_kind, purchases, spent, currency, last_purchase_at, (own ->> 'x_size')::float8 as size from office.figures order by 1`.execute(
      db,
    )
  ).rows

async function enter(keep: Db<OfficeTables>): Promise<void> {
  for (const id of people)
    await sql`insert into fact.derived (customer_id, person, kind, role, status, batch) values (${id}, ${id}, 'person', 'customer', 'known', 1)`.execute(keep)
}

test('after any history the figures are what the card says, late commits and broken turns among it', async (t) => {
  const { office, keep } = await house(t)
  await enter(keep)
  // `late`: the transaction wrote and stays open while others commit and turns are taken.
  const history = fc.array(fc.record({ step, late: fc.boolean(), turns: fc.integer({ min: 0, max: 2 }), broken: fc.boolean() }), {
    minLength: 1,
    maxLength: 12,
  })
  await fc.assert(
    fc.asyncProperty(history, fc.integer({ min: 1, max: 4 }), async (steps, piece) => {
      const open: { commit: () => void; ended: Promise<unknown> }[] = []
      for (const { step: said, late, turns, broken } of steps) {
        // Only what is recorded stays open: merges lock the rows of persons, as they do in life.
        if (late && (said.kind === 'bought' || said.kind === 'wrote')) open.push(await leftOpen(keep, said))
        else await inTransaction(keep, (tx) => write(tx, said))
        for (let n = 0; n < turns; n++) await followFigures(office, { now: new Date(start), piece })
        if (broken) await assert.rejects(brokenTurn(office, piece), /killed/)
      }
      for (const one of open) {
        one.commit()
        await one.ended
      }
      await followAll(office, piece)
      assert.deepEqual(await held(office), await expected(office))
    }),
    { numRuns: 60 },
  )
})

/** Writes and leaves the transaction open until told. */
async function leftOpen(keep: Db<OfficeTables>, said: Step): Promise<{ commit: () => void; ended: Promise<unknown> }> {
  let commit = () => {}
  const told = new Promise<void>((resolve) => {
    commit = resolve
  })
  let wrote = () => {}
  const written = new Promise<void>((resolve) => {
    wrote = resolve
  })
  const ended = inTransaction(keep, async (tx) => {
    await write(tx, said)
    wrote()
    await told
  })
  await Promise.race([written, ended])
  return { commit, ended }
}

/** A turn whose process dies before it commits. */
function brokenTurn(office: Db<OfficeTables>, piece: number): Promise<unknown> {
  return office.transaction().execute(async (tx) => {
    await takeTurn(tx, { now: new Date(start), piece })
    throw new Error('killed')
  })
}

test('a fresh table, a backup brought back and a long absence go through everybody, a piece a turn', async (t) => {
  const { store, office, keep } = await house(t)
  await enter(keep)
  const first = await followFigures(office, { now: new Date(start), piece: 2 })
  assert.deepEqual([first.people, first.more], [2, true])
  assert.equal((await held(office)).length, 2, 'a piece only')
  await followAll(office, 2)
  assert.equal((await held(office)).length, 6)
  const walkedAt = async () => (await sql<{ walked_at: Date | null }>`select walked_at from office.figures_follow`.execute(office)).rows[0]?.walked_at
  assert.ok(await walkedAt())

  // Nobody says that somebody went: only who goes through everybody can find it.
  const forget = () => sql`delete from fact.derived where customer_id = (select max(customer_id) from fact.derived)`.execute(keep)
  await forget()
  await followAll(office, 2)
  assert.equal((await held(office)).length, 6, 'what nobody tells is not seen')

  const admin = openDb({ url: store.url.admin, max: 1 })
  t.after(() => admin.destroy())
  await sql`update office.figures_follow set mark_xid = default`.execute(admin)
  await followAll(office, 2)
  assert.equal((await held(office)).length, 5, 'a mark of another cluster says nothing')

  await forget()
  for (let turns = 0; turns < 50; turns++) if (!(await followFigures(office, { now: new Date(start + 6.5 * 24 * hourMs), piece: 2 })).more) break
  assert.equal((await held(office)).length, 4, 'the keep forgets changes after a week')
})

test('two processes never take one turn together, and a turn without news writes nothing', async (t) => {
  const { office, keep } = await house(t)
  await enter(keep)
  await followAll(office, 10)
  const version = async () => (await sql<{ v: string }>`select xmin::text as v from office.figures_follow`.execute(office)).rows[0]?.v
  const before = await version()
  assert.deepEqual(await followFigures(office, { now: new Date(start), piece: 10 }), { people: 0, facts: 0, more: false })
  assert.equal(await version(), before)

  await inTransaction(keep, (tx) => write(tx, { kind: 'wrote', by: 1, hour: 1 }))
  await office.transaction().execute(async (tx) => {
    await sql`select from office.figures_follow for update`.execute(tx)
    assert.deepEqual(await followFigures(office, { now: new Date(start), piece: 10 }), { people: 0, facts: 0, more: false })
  })
  assert.equal((await followFigures(office, { now: new Date(start), piece: 10 })).people, 1)
})
