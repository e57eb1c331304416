import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { makeApiKey, openCustomerSession } from '../../src/keep/access/index.ts'
import type { Credential } from '../../src/keep/door/contract.ts'
import { keepTasks } from '../../src/keep/jobs.ts'
import { writeOfAnswer } from '../../src/keep/needs/index.ts'
import { takeHeard } from '../../src/office/needs/index.ts'
import { inTransaction, sql } from '../../src/platform/db/index.ts'
import { AppError } from '../../src/platform/errors.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { openWings, type Wings } from '../wings.ts'

// Whoever holds all that the company holds (the office's role in the database, the door with a key for everything, the journals, lists and
// letters) looks for whose a need without a name is, before an answer is accepted.

type Scene = Wings & { clerk: Credential; clara: { customer: number; as: Credential }; words: string }

const words = 'Книга о живописи эпохи Сун, до 3 000 ₽'
const someone = 8_127_553

async function scene(t: TestContext): Promise<Scene> {
  const wings = await openWings(t)
  await wings.customers(3)
  // A number that stands nowhere by chance.
  await sql`insert into keep.customer (customer_id, kind, role, status, created_at, language) values (${someone}, 'person', 'customer', 'known', ${wings.clock.now()}, 'ru')`.execute(
    wings.keep.db,
  )
  const digest = wings.keep.access.keyring.digest('email', 'clara@shop.example')
  await sql`insert into keep.identifier (kind, digest, customer_id, verified_at, source, first_seen, last_seen)
    values ('email', ${digest}, ${someone}, ${wings.clock.now()}, 'test', ${wings.clock.now()}, ${wings.clock.now()})`.execute(wings.keep.db)
  const key = { kind: 'secret', title: 'all', source: 'all', scopes: ['read', 'change'], purposes: [] } as const
  const { secret } = await makeApiKey(wings.keep.access, { ...key, scopes: [...key.scopes], purposes: [] }, { staff: 1, now: wings.clock.now() })
  const { token } = await openCustomerSession(wings.keep.access, { customer: someone, device: 'test' }, wings.clock.now())
  return { ...wings, clerk: { key: secret }, clara: { customer: someone, as: { session: token } }, words }
}

/** Every row that the office's role can read, as text, by table. */
async function readable({ store }: Wings): Promise<Map<string, Set<string>>> {
  return withClient(store.url.office, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
         and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select') order by 1`,
    )
    const seen = new Map<string, Set<string>>()
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`)
      seen.set(name, new Set(rows.map(({ row }) => row)))
    }
    return seen
  })
}

/** What is new to whoever reads everything, by table. */
const newSince = (before: Map<string, Set<string>>, after: Map<string, Set<string>>) =>
  new Map(
    [...after].flatMap(([table, rows]): [string, string[]][] => {
      const fresh = [...rows].filter((row) => !before.get(table)?.has(row))
      return fresh.length > 0 ? [[table, fresh]] : []
    }),
  )

const door = ({ office, clara }: Scene) => ({
  say: () =>
    office.door.ask(clara.as, 'mySayNeed', {
      kind: 'need',
      unnamed: true,
      words,
      topic: null,
      budget: { minor: 291_700, currency: 'RUB' },
      until: '2026-12-10',
    }),
  decide: (need: number, answer: number, accepted: boolean) => office.door.ask(clara.as, 'myDecide', { need, answer, accepted }),
})

const heard = (at: Scene, wanted = {}) => at.office.door.ask(at.clerk, 'needs', { limit: 50, ...wanted }).then(({ items }) => items)
const answer = (at: Scene, need: number) => at.office.door.ask(at.clerk, 'answerNeed', { need, words: 'Есть', price: null }).then((given) => given.answer)

/** The office's jobs as they run, and the letter of an answer handed over. */
async function everythingRuns(at: Scene, of?: { need: number; answer: number }): Promise<void> {
  const { rows } = await sql<{ payload: unknown }>`
    select j.payload from office_jobs._private_jobs j join office_jobs._private_tasks t on t.id = j.task_id where t.identifier = 'needs'`.execute(at.office.db)
  for (const { payload } of rows) await takeHeard({ db: at.office.db, rowIds: at.office.rowIds }, payload, at.clock.now())
  if (of) await writeOfAnswer(at.keep.channels.deps, at.keep.db.$pickTables(), of, at.clock.now())
  await at.keep.channels.handOverDue(at.clock.now())
}

test('whoever reads all that the office may read finds nothing of whose it is: said, answered, declined, changed, closed, written of', async (t) => {
  const at = await scene(t)
  const before = await readable(at)
  assert.ok(before.size > 40, 'there is much to read')
  const { need } = await door(at).say()
  const first = await answer(at, need)
  await everythingRuns(at, { need, answer: first })
  await door(at).decide(need, first, false)
  await at.office.door.ask(at.clara.as, 'myChangeNeed', { need, words, topic: null, budget: null, until: null })
  const second = await answer(at, need)
  await everythingRuns(at, { need, answer: second })
  await heard(at)
  await at.office.door.ask(at.clara.as, 'myNeeds', { limit: 10 })
  await at.office.door.ask(at.clara.as, 'myCloseNeed', { need })
  await everythingRuns(at)

  const fresh = newSince(before, await readable(at))
  for (const [table, rows] of fresh)
    for (const row of rows) {
      assert.doesNotMatch(row, new RegExp(`(?<![0-9])${someone}(?![0-9])`), table)
      assert.ok(!row.includes('clara') && !row.includes('Сун') && !row.includes('291700'), `${table}: ${row}`)
    }
  assert.deepEqual(
    [...fresh.keys()].filter((table) => table.startsWith('fact.')),
    ['fact.need'],
    'no change, no interaction, nothing derived',
  )
  const sent = await sql<{ state: string; recorded: boolean }>`select state, recorded from keep.message where customer_id = ${someone}`.execute(at.keep.db)
  assert.ok(sent.rows.length > 0, 'the letters were written all the same')
})

test('the same search finds whose a need with a name is, so it can fail', async (t) => {
  const at = await scene(t)
  const before = await readable(at)
  await at.office.door.ask(at.clara.as, 'mySayNeed', { kind: 'worry', unnamed: false, words, topic: null, budget: null, until: null })
  await everythingRuns(at)
  const rows = [...newSince(before, await readable(at)).values()].flat()
  assert.ok(rows.some((row) => new RegExp(`(?<![0-9])${someone}(?![0-9])`).test(row)))
})

test('the door tells its words and nothing else: no customer, no exact budget, no moment, by no filter and in no list of a card', async (t) => {
  const at = await scene(t)
  const { need } = await door(at).say()
  await answer(at, need)
  const [seen] = await heard(at)
  assert.equal(seen?.words, words)
  assert.deepEqual([seen?.about, seen?.budget, seen?.band, seen?.said_at, seen?.said_on], [null, null, 'to_3000', null, '2026-11-21'])
  assert.doesNotMatch(JSON.stringify(seen), new RegExp(`${someone}|clara|291700`))
  for (const stage of ['open', 'answered', 'accepted', 'over'] as const) assert.deepEqual(await heard(at, { customer: someone, stage }), [])
  assert.deepEqual(await heard(at, { customer: someone }), [])
  assert.deepEqual(await heard(at, { customer: someone, need }), [])
  assert.deepEqual(await heard(at, { customer: someone, unnamed: true }), [])
})

test('nothing that a colleague does to a card shows in the list whose it is: trash, units, restriction, joining', async (t) => {
  const at = await scene(t)
  const { need } = await door(at).say()
  const shown = async () => JSON.stringify(await heard(at))
  const as = await shown()
  const there = async (sentence: string) => {
    assert.equal(await shown(), as, sentence)
    await at.office.door
      .ask(at.clerk, 'answerNeed', { need, words: ' ', price: null })
      .catch((error: unknown) => assert.match(String(error), /few words/, sentence))
  }
  await sql`update keep.customer set trashed_at = ${at.clock.now()} where customer_id = ${someone}`.execute(at.keep.db)
  await there('trash')
  await sql`update keep.customer set trashed_at = null, status = 'restricted' where customer_id = ${someone}`.execute(at.keep.db)
  await there('restriction')
  await sql`update keep.customer set status = 'known' where customer_id = ${someone}`.execute(at.keep.db)
  const [other = 0] = (
    await sql<{ id: number }>`select customer_id as id from keep.customer where customer_id <> ${someone} limit 1`.execute(at.keep.db)
  ).rows.map(({ id }) => id)
  await at.joins(someone, other)
  await there('joining')
})

test('the journal that colleagues read has no line of it, and no count that goes up; the customer’s own has every one', async (t) => {
  const at = await scene(t)
  const journal = (as: Credential, more = {}) => at.office.door.ask(as, 'journal', { customer: someone, cursor: null, limit: 200, ...more })
  await at.office.door.ask(at.clerk, 'preview', { customers: [someone], purpose: 'service', reason: { kind: 'list' } })
  const before = await journal(at.clerk)
  assert.equal(before.items.length, 1, 'what colleagues do is told')
  const { need } = await door(at).say()
  await heard(at)
  const given = await answer(at, need)
  await everythingRuns(at, { need, answer: given })
  await door(at).decide(need, given, false)
  at.clock.set(new Date(at.clock.now().getTime() + 3_600_000))
  for (const more of [
    {},
    { decision: 'allow' },
    { deeds: 'changes' },
    { deeds: 'messages' },
    { deeds: 'looks' },
    { by: 'customer' },
    { by: 'service' },
    { zone: 'Europe/Moscow' },
  ] as const) {
    const { items } = await journal(at.clerk, more)
    assert.ok(
      items.every(({ seq }) => seq === before.items[0]?.seq),
      JSON.stringify(more),
    )
  }
  const own = new Set((await journal(at.clara.as)).items.map(({ deed }) => deed))
  for (const deed of ['need_unnamed', 'needs_unnamed', 'answer_unnamed', 'send_discreet'] as const) assert.ok(own.has(deed), deed)
})

test('accepting opens the name, and nothing before it does; the card shows it from then on', async (t) => {
  const at = await scene(t)
  const { need } = await door(at).say()
  const [kept] = (await heard(at)).map(({ about }) => about)
  assert.equal(kept, null)
  const given = await answer(at, need)
  await door(at).decide(need, given, true)
  const [seen] = await heard(at)
  assert.equal(seen?.about?.customer, someone)
  assert.equal(seen?.unnamed, false)
  assert.equal(seen?.named_at, at.clock.now().toISOString())
  assert.deepEqual(seen?.budget, { minor: 291_700, currency: 'RUB' })
  assert.equal((await heard(at, { customer: someone })).length, 1)
})

test('a need without a name that was closed or is past its day never gets one', async (t) => {
  const at = await scene(t)
  const { need: closed } = await door(at).say()
  const { need: past } = await door(at).say()
  const given = await answer(at, past)
  await at.office.door.ask(at.clara.as, 'myCloseNeed', { need: closed })
  await sql`update keep.need set expires_at = ${at.clock.now()} where need_id = ${past}`.execute(at.keep.db)
  const conflict = (error: unknown) => error instanceof AppError && error.code === 'conflict'
  await assert.rejects(door(at).decide(past, given, true), conflict)
  const sweep = keepTasks({ db: at.keep.db, access: at.keep.access, channels: at.keep.channels })['needs_past']
  await sweep?.(undefined, at.clock.now())
  for (const need of await heard(at)) assert.deepEqual([need.about, need.words, need.unnamed], [null, null, true])
})

test('the database itself refuses a name by another way: a worry without one, or one that somebody else entered', async (t) => {
  const at = await scene(t)
  const put = (kind: string, by: string) =>
    inTransaction(at.keep.db, (tx) =>
      sql`insert into keep.need (customer_id, need_id, kind, unnamed, road, state, said_at, moved_at, expires_at, by_kind, by_id, by_role)
        values (${someone}, 7, ${kind}, true, 'phone', 'open', now(), now(), now(), ${by}, 1, 'clerk')`.execute(tx),
    )
  await assert.rejects(put('worry', 'customer'), /check constraint/)
  await assert.rejects(put('need', 'staff'), /check constraint/)
})

test('numbers of needs stand in no order with the moments they were said', async (t) => {
  const at = await scene(t)
  const made: number[] = []
  for (let i = 0; i < 12; i++) made.push((await door(at).say()).need)
  assert.notDeepEqual(
    made,
    made.toSorted((a, b) => a - b),
  )
  const listed = (await heard(at)).map(({ need }) => need)
  assert.deepEqual(
    listed,
    made.toSorted((a, b) => b - a),
    'the list is by lot within a day',
  )
})
