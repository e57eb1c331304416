import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { testStore } from '../../../../test/store.ts'
import { type Db, inTransaction, openDb, sql, type Tx } from '../../../platform/db/index.ts'
import { idBlocks, opaque } from '../../../platform/ids/index.ts'
import type { OfficeTables } from '../../tables.ts'
import { asked, declared } from '../compile/testing.ts'
import { type Asking, findAudiences, membersOf, type Rule, rule, withAudiences } from '../index.ts'
import { dayMs, type History, history, live, people, now as start } from '../testing.ts'
import { checkLiving, keepAudiences, type Living, sweepMoves, switchLiving } from './index.ts'
import { takeTurn } from './turn.ts'

// Whatever happens, in whatever order it is committed, and however time goes: who is kept in an audience is whom its rule chooses now; what was told of
// entering and leaving leads from the first to the last.

const ids = opaque('test')
type House = {
  /** The keep's connection, for whoever writes facts. */
  facts: Db<Record<string, never>>
  store: Awaited<ReturnType<typeof testStore>>
  keep: Db<OfficeTables>
  db: Db<OfficeTables>
  deps: Living
  warned: object[]
  /** What rules are read by; a test may change it. */
  read: Pick<Asking, 'fields' | 'kinds' | 'asksLeave'>
}

async function house(t: TestContext): Promise<House> {
  const store = await testStore(t)
  const keep = openDb<OfficeTables>({ url: store.url.keep, max: 3 })
  const db = openDb<OfficeTables>({ url: store.url.office, max: 3 })
  const facts = openDb<Record<string, never>>({ url: store.url.keep, max: 1 })
  t.after(() => Promise.all([keep.destroy(), db.destroy(), facts.destroy()]))
  const warned: object[] = []
  const read: House['read'] = { ...declared, asksLeave: false }
  const deps: Living = {
    db: db.$pickTables(),
    ids,
    rowIds: idBlocks(db, 'office.row_id_seq'),
    log: { warn: (said: object) => void warned.push(said) },
    askingFor: async (use, now) => ({
      ...read,
      now,
      zone: 'Europe/Moscow',
      use,
      asksClosed: false,
      traits: new Map(),
      lists: declared.lists,
      audiences: new Map(),
    }),
  }
  return { store, facts, keep, db, deps, warned, read }
}

const relive = (at: House, past: History) => live(past, at.facts, at.db.$pickTables())

async function add({ db }: House, audience: number, said: unknown): Promise<void> {
  await sql`insert into office.audience (audience_id, title, rule, made_by, created_at) values (${audience}, ${`Audience ${audience}`}, ${JSON.stringify(said)}::jsonb, 1, ${start})`.execute(
    db,
  )
}

/** Turns until nothing is left. */
async function followed({ deps }: House, now: Date, piece = 5): Promise<void> {
  for (let turns = 0; turns < 500; turns++) if (!(await keepAudiences(deps, { now, piece, look: true })).more) return
  assert.fail('audiences are never up with the facts')
}

async function kept({ db }: House, audience: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select customer_id as id from office.audience_member where audience_id = ${audience} order by 1`.execute(db)
  return rows.map(({ id }) => id)
}

async function fresh({ db, deps }: House, said: Rule, now: Date): Promise<number[]> {
  const asking = await withAudiences(await deps.askingFor('marketing', now), said, findAudiences({ db: db.$pickTables(), ids }))
  return membersOf(db, said, asking, { after: 0, limit: 100 })
}

let batch = 1_000
/** One writing transaction of the keep. */
function written(at: House, what: string[], customers: readonly number[] | null, write: (tx: Tx<OfficeTables>) => Promise<unknown>): Promise<void> {
  return inTransaction(at.keep, async (tx) => {
    await write(tx)
    await changed(tx, what, customers)
  })
}
async function changed(tx: Tx<OfficeTables>, what: string[], customers: readonly number[] | null): Promise<void> {
  batch += 1
  await sql`insert into fact.change (batch, at, what, customers) values (${batch}, now(), ${what}::text[], ${customers === null ? null : [...customers]}::bigint[])`.execute(
    tx,
  )
}

const order = (by: number, at: Date, sku: string) => async (tx: Tx<OfficeTables>) => {
  batch += 1
  await sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, amount, currency)
    values (${by}, ${batch * 1_000}, ${batch}, ${at}, 'order', 'shop', 'in', 'test', 2, 'RUB')`.execute(tx)
  await sql`insert into fact.interaction_item (customer_id, interaction_id, line, batch, sku, quantity, price, amount) values (${by}, ${batch * 1_000}, 1, ${batch}, ${sku}, 1, 2, 2)`.execute(
    tx,
  )
}

type Step =
  | { kind: 'ordered'; by: number; back: number; sku: string; late: boolean }
  | { kind: 'other'; past: History; named: boolean }
  | { kind: 'status'; of: number; status: string }
  | { kind: 'merged'; from: number; into: number }
  | { kind: 'apart'; of: number }
  | { kind: 'objects'; of: number }
  | { kind: 'gone'; of: number }
  | { kind: 'category'; category: string | null }
  | { kind: 'classed'; of: number; value_class: string }
  | { kind: 'time'; ms: number }
  | { kind: 'check' }

const who = fc.constantFrom(...people)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('ordered' as const),
      by: who,
      back: fc.integer({ min: -2 * dayMs, max: 40 * dayMs }),
      sku: fc.constantFrom('a', 'b', 'c'),
      late: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('other' as const), past: history, named: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('status' as const), of: who, status: fc.constantFrom('known', 'known', 'restricted', 'anonymous', 'erased') }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('merged' as const), from: who, into: who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('apart' as const), of: who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('objects' as const), of: who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('gone' as const), of: who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('category' as const), category: fc.constantFrom(null, 'drinks') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('classed' as const), of: who, value_class: fc.constantFrom('first', 'second', 'third') }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('time' as const), ms: fc.constantFrom(1, 3_600_000, dayMs, 5 * dayMs, 30 * dayMs, 31 * dayMs) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'check' as const }) },
)

/** Takes a step; gives what ends a transaction that stays open. */
async function take(at: House, said: Step, now: Date): Promise<(() => Promise<void>) | undefined> {
  switch (said.kind) {
    case 'ordered': {
      const write = order(said.by, new Date(now.getTime() - said.back), said.sku)
      if (!said.late) return void (await written(at, ['interaction', 'interaction_item'], [said.by], write))
      return leftOpen(at, said.by, write)
    }
    case 'other':
      await relive(at, said.past)
      return void (await written(at, ['derived', 'interaction'], said.named ? people : null, async () => undefined))
    case 'status':
      return void (await written(at, ['derived'], [said.of], (tx) =>
        sql`update fact.derived set status = ${said.status} where customer_id = ${said.of}`.execute(tx),
      ))
    case 'merged':
      return void (await written(at, ['derived'], people, (tx) =>
        sql`update fact.derived set person = (select person from fact.derived where customer_id = ${said.into}) where person = (select person from fact.derived where customer_id = ${said.from})`.execute(
          tx,
        ),
      ))
    case 'apart':
      return void (await written(at, ['derived'], people, (tx) =>
        sql`update fact.derived set person = customer_id where person = (select person from fact.derived where customer_id = ${said.of})`.execute(tx),
      ))
    case 'objects':
      return void (await written(at, ['reach'], [said.of], (tx) =>
        sql`insert into fact.objection (customer_id, purpose) values (${said.of}, 'analysis') on conflict do nothing`.execute(tx),
      ))
    case 'gone':
      return void (await written(at, ['derived'], people, async (tx) => {
        await sql`update fact.derived set person = customer_id where person = ${said.of}`.execute(tx)
        await sql`delete from fact.derived where customer_id = ${said.of}`.execute(tx)
      }))
    case 'category':
      return void (await written(at, ['product'], [], (tx) => sql`update fact.product set category = ${said.category} where sku = 'a'`.execute(tx)))
    case 'classed':
      return void (await sql`
        with moved as (update office.value_class set computed_at = ${new Date(now.getTime() + batch++)})
        insert into office.value_class (customer_id, class, computed_at, days_since_last, purchases, spent, currency, window_days)
        select ${said.of}, ${said.value_class}, ${new Date(now.getTime() + batch)}, 1, 1, 1, 'RUB', 730 where not exists (select from office.value_class where customer_id = ${said.of})`.execute(
        at.db,
      ))
    case 'check':
      return void (await checkLiving(at.db, now))
    case 'time':
      return undefined
  }
}

async function leftOpen(at: House, by: number, write: (tx: Tx<OfficeTables>) => Promise<void>): Promise<() => Promise<void>> {
  let commit = () => {}
  const held = new Promise<void>((resolve) => {
    commit = resolve
  })
  let ended: Promise<unknown> = Promise.resolve()
  await new Promise<void>((ready, failed) => {
    ended = inTransaction(at.keep, async (tx) => {
      await write(tx)
      await changed(tx, ['interaction'], [by])
      ready()
      await held
    }).catch(failed)
  })
  return async () => {
    commit()
    await ended
  }
}

const naming = (said: Rule, other: number): Rule =>
  rule.parse(JSON.parse(JSON.stringify(said).replaceAll('{"audience":"other"}', `{"audience":"${ids.show('audience', other)}"}`)))
const alone = (said: Rule): Rule => rule.parse(JSON.parse(JSON.stringify(said).replaceAll('{"audience":"other"}', '{"role":["lead"]}')))

test('after any history, late commits, broken turns and any time, who is kept is whom the rule chooses now', async (t) => {
  const at = await house(t)
  let audience = 0
  let moved = 0
  const rules = fc.array(asked, { minLength: 3, maxLength: 3 })
  const steps = fc.array(fc.record({ step, turns: fc.integer({ min: 0, max: 1 }), broken: fc.boolean() }), { minLength: 8, maxLength: 11 })
  await fc.assert(
    fc.asyncProperty(history, rules, asked, steps, fc.integer({ min: 3, max: 16 }), async (past, said, other, happened, piece) => {
      await sql`delete from office.audience_live`.execute(at.db)
      await relive(at, past)
      audience += 100
      await add(at, audience, alone(other))
      const all = said.map((one, i) => ({ id: audience + 1 + i, rule: naming(one, audience) }))
      for (const one of all) {
        await add(at, one.id, one.rule)
        await switchLiving(at.db, one.id, 'marketing', start)
      }
      let now = start
      const open: (() => Promise<void>)[] = []
      const first = new Map<number, number[]>()
      for (const [i, { step: one, turns, broken }] of happened.entries()) {
        if (one.kind === 'time') now = new Date(now.getTime() + one.ms)
        const end = await take(at, one, now)
        if (end && open.length < 2) open.push(end)
        else await end?.()
        for (let n = 0; n < turns; n++) await keepAudiences(at.deps, { now, piece, look: true })
        if (broken) await assert.rejects(brokenTurn(at, now, piece), /killed/)
        if (i !== 1) continue
        await followed(at, now, piece)
        for (const { id } of all) first.set(id, await kept(at, id))
      }
      for (const end of open) await end()
      await followed(at, now, piece)
      for (const one of all) {
        const are = await kept(at, one.id)
        assert.deepEqual(are, await fresh(at, one.rule, now), JSON.stringify(one.rule))
        moved += are.join() === first.get(one.id)?.join() ? 0 : 1
        await movesLead(at, one.id, are)
      }
    }),
    { numRuns: 3, seed: 870, endOnFailure: true },
  )
  assert.ok(moved > 1, `${moved} audiences changed`)
})

/** Of each customer the moves take turns, and the last one says where they are; whoever never moved is in since the first. */
async function movesLead({ db }: House, audience: number, are: readonly number[]): Promise<void> {
  const { rows } = await sql<{ id: number; said: string[] }>`
    select customer_id as id, array_agg(what order by move_id) as said from office.audience_move where audience_id = ${audience} group by 1`.execute(db)
  for (const { id, said } of rows) {
    assert.ok(
      said.every((what, i) => i === 0 || what !== said[i - 1]),
      `${id}: ${said.join()}`,
    )
    assert.equal(said.at(-1) === 'entered', are.includes(id))
  }
}

const brokenTurn = ({ db, deps }: House, now: Date, piece: number) =>
  inTransaction(db, async (tx) => {
    await takeTurn(tx.$pickTables(), deps, { now, piece })
    throw new Error('killed')
  })

const bought = (within: number) => ({ all: [{ bought: { sku: ['a'], within_days: within } }] })
const moves = async ({ db }: House) =>
  (
    await sql<{ said: string }>`select customer_id || ' ' || what || ' ' || audience_id as said from office.audience_move order by move_id`.execute(db)
  ).rows.map(({ said }) => said)
const told = async ({ db }: House) =>
  (
    await sql<{
      said: string
    }>`select e.customer_id || ' ' || e.kind || ' ' || (e.facts ->> 'audience_id') as said from office.webhook_delivery d join office.webhook_event e using (customer_id, event_id) order by e.event_id`.execute(
      db,
    )
  ).rows.map(({ said }) => said)
const stateOf = async ({ db }: House, audience: number) =>
  db.selectFrom('office.audience_live').selectAll().where('audience_id', '=', audience).executeTakeFirstOrThrow()

test('entering and leaving is kept and told once, by what happened, by time, and by a check that says what it found', async (t) => {
  const at = await house(t)
  await sql`insert into fact.derived (customer_id, person, kind, role, status, batch) select n, n, 'person', 'customer', 'known', 1 from generate_series(1, 4) n`.execute(
    at.keep,
  )
  await sql`insert into office.webhook (webhook_id, title, url, kinds, made_by, made_at, changed_at) values (1, 'Shop', 'https://shop.example', '{audience.entered,audience.left}', 1, ${start}, ${start})`.execute(
    at.db,
  )
  await add(at, 1, bought(30))
  await add(at, 2, { all: [{ own: { field: 'x_time', is: 'next_days', value: 2 } }] })
  await written(at, ['interaction'], [1], order(1, new Date(start.getTime() - 10 * dayMs), 'a'))
  await keepAudiences(at.deps, { now: start, piece: 5, look: true })
  assert.deepEqual((await sql`select from office.followed`.execute(at.db)).rows, [], 'while none lives, nobody follows')
  for (const audience of [1, 2]) await switchLiving(at.db, audience, 'marketing', start)
  await followed(at, start)
  assert.deepEqual([await kept(at, 1), await moves(at)], [[1], []], 'whoever was in it when it was switched on did not enter')
  assert.deepEqual((await stateOf(at, 1)).complete_at, start)

  await t.test('a turn that is killed was never begun, and the next one does it once', async () => {
    await written(at, ['interaction'], [2], order(2, new Date(start.getTime() - 29 * dayMs), 'a'))
    await assert.rejects(brokenTurn(at, start, 5), /killed/)
    assert.deepEqual([await kept(at, 1), await moves(at), await told(at)], [[1], [], []])
    await followed(at, start)
    await followed(at, start)
    assert.deepEqual([await kept(at, 1), await moves(at), await told(at)], [[1, 2], ['2 entered 1'], ['2 audience.entered 1']])
  })

  let now = start
  await t.test('time alone lets somebody out at the moment the rule says, and in at the beginning of a day of the company', async () => {
    now = new Date(start.getTime() + dayMs)
    await followed(at, now)
    assert.deepEqual(await kept(at, 1), [1, 2], 'thirty days are not over')
    now = new Date(now.getTime() + 1)
    await followed(at, now)
    assert.deepEqual([await kept(at, 1), (await moves(at)).at(-1)], [[1], '2 left 1'])
    await written(at, ['derived'], [3], (tx) =>
      sql`insert into fact.field (customer_id, field, time, batch) values (3, 'x_time', ${new Date('2026-11-25T12:00:00Z')}, 2)`.execute(tx),
    )
    await followed(at, now)
    assert.deepEqual(await kept(at, 2), [], 'it is the 22nd in Moscow')
    now = new Date('2026-11-22T21:00:00Z')
    await followed(at, now)
    assert.deepEqual([await kept(at, 2), (await told(at)).at(-1)], [[3], '3 audience.entered 2'])
  })

  await t.test('a check mends what nothing explains and says so; what is only late is no difference', async () => {
    await sql`insert into office.audience_member (customer_id, audience_id, since) values (4, 1, ${now})`.execute(at.db)
    await followed(at, now)
    assert.deepEqual(await kept(at, 1), [1, 4], 'nobody said anything')
    await checkLiving(at.db, now)
    await followed(at, now)
    assert.deepEqual([await kept(at, 1), at.warned], [[1], [{ audience: 1, people: 1 }]])
    assert.deepEqual([(await stateOf(at, 1)).found, (await stateOf(at, 2)).found], [1, 0])
    await written(at, ['interaction'], [4], order(4, now, 'a'))
    await checkLiving(at.db, now)
    await followed(at, now)
    assert.deepEqual([await kept(at, 1), at.warned.length, (await stateOf(at, 1)).found], [[1, 4], 1, 0])
  })

  await t.test('a rule that is read otherwise is asked anew of everybody; one that cannot be asked has nobody in it and says why', async () => {
    const before = at.read.fields
    at.read.fields = new Map([...before].map(([code, field]) => [code, { ...field, retired: true }]))
    await followed(at, now)
    assert.deepEqual([await kept(at, 2), (await stateOf(at, 2)).trouble?.includes('was retired')], [[], true])
    at.read.fields = before
    await followed(at, now)
    assert.deepEqual([await kept(at, 2), (await stateOf(at, 2)).trouble], [[3], null])
  })

  await t.test('whoever is erased leaves no trace, and one that is switched off or deleted keeps nobody', async () => {
    await written(at, ['derived'], [2, 4], (tx) => sql`update fact.derived set status = 'erased' where customer_id in (2, 4)`.execute(tx))
    await followed(at, now)
    assert.deepEqual([await kept(at, 1), (await moves(at)).filter((said) => /^[24] /.test(said))], [[1], []])
    await switchLiving(at.db, 1, null, now)
    await sql`update office.audience set deleted_at = ${now} where audience_id = 2`.execute(at.db)
    await written(at, ['interaction'], [3], order(3, now, 'a'))
    await followed(at, now)
    assert.deepEqual(await kept(at, 1), [])
    const were = (await moves(at)).length
    assert.equal(await sweepMoves(at.db, now), 0)
    assert.equal(await sweepMoves(at.db, new Date(now.getTime() + 366 * dayMs)), were)
    assert.deepEqual(await moves(at), [])
  })
})
