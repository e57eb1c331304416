import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { testStore } from '../../../../test/store.ts'
import { systemClock } from '../../../platform/clock.ts'
import { openDb, sql } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import { testMirror } from '../mirror/testing.ts'
import { askedCopy } from './copy.ts'
import { freeQuestions } from './free.ts'
import { answerQuestion } from './question.ts'

// Somebody's own SQL sees who may be analysed and what is kept for it, and gets at nothing else, by whatever way it is asked.

const [anna, ben, vera] = [11, 12, 13]

async function house(t: Parameters<typeof testStore>[0], bounds?: { ms: number; memoryMb: number; waiting: number }) {
  const store = await testStore(t)
  const keep = openDb<Record<string, never>>({ url: store.url.keep, max: 2 })
  t.after(() => keep.destroy())
  await sql`insert into fact.derived (customer_id, person, kind, role, status, region, batch)
    values (${anna}, ${anna}, 'person', 'customer', 'known', 'Тверь', 1), (${ben}, ${ben}, 'person', 'customer', 'known', 'Псков', 1), (${vera}, ${vera}, 'person', 'customer', 'restricted', 'Омск', 1)`.execute(
    keep,
  )
  await sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, amount, currency)
    select c, c * 10 + n, 1, timestamptz '2026-10-01 10:00+00', case when n = 3 then 'identify' else 'order' end, 'shop', 'in', 'test', c * 100, 'RUB'
    from unnest(${`{${anna},${ben},${vera}}`}::bigint[]) c, generate_series(1, 3) n`.execute(keep)
  await sql`insert into fact.interaction_item (customer_id, interaction_id, line, batch, sku, quantity, price, amount)
    select customer_id, id, 1, 1, kind, 1, 5, 5 from fact.interaction`.execute(keep)
  await sql`insert into fact.field (customer_id, field, number, batch) values (${anna}, 'x_open', 1, 1), (${anna}, 'x_shut', 2, 1)`.execute(keep)
  await sql`insert into fact.closed_to_analysis (what, code) values ('field', 'x_shut')`.execute(keep)
  const { mirror, folder } = await testMirror(t, { analyst: store.url.analyst })
  await mirror.turn()
  const copy = askedCopy({ mirror, folder, clock: systemClock })
  const free = freeQuestions({ copy, clock: systemClock, ...(bounds ? { bounds } : {}) })
  // As the process does it, without starting one for each.
  const asked = async (question: string, most = 100) =>
    answerQuestion({ path: (await copy.ready()).path, sql: question, bytes: 100_000, ms: 5_000, memoryMb: 100, rows: most })
  const rows = async (question: string) => (await asked(question)).rows
  return { keep, free, asked, rows, folder }
}

test('a question sees who may be analysed, without kinds and fields that are not kept for it', async (t) => {
  const { keep, rows, asked } = await house(t)
  const all = await asked('select person, region from subject order by person')
  assert.deepEqual(all.rows, [
    [anna, 'Тверь'],
    [ben, 'Псков'],
  ])
  assert.deepEqual(all.columns, [
    { name: 'person', type: 'BIGINT' },
    { name: 'region', type: 'VARCHAR' },
  ])
  assert.deepEqual(await rows('select kind, count(*), sum(amount) from interaction group by all'), [['order', 4, 4_600]])
  assert.deepEqual(await rows('select sku, count(*) from interaction_item group by all'), [['order', 4]], 'lines of a closed kind are closed with it')
  assert.deepEqual(await rows('select field from field'), [['x_open']])
  assert.deepEqual(await rows('select min(happened_at) from interaction'), [['2026-10-01 10:00:00']])
  assert.deepEqual(await rows(`select count(*) from duckdb_columns() where column_name in ('customer_id', 'status', 'owner_id')`), [[0]])
  const two = await asked('select * from range(100)', 2)
  assert.deepEqual([two.rows.length, two.more], [2, true])
  await sql`insert into fact.objection (customer_id, purpose) values (${ben}, 'analysis')`.execute(keep)
  assert.deepEqual(await rows('select person from subject'), [[anna]], 'the next question does not see who objected')
  for (const table of ['interaction', 'interaction_item', 'field', 'reach', 'trait'])
    assert.deepEqual(await rows(`select count(*) from ${table} where person <> ${anna}`), [[0]], table)
})

test('no question gets out of its copy, changes a setting or does two things', async (t) => {
  const { rows, folder } = await house(t)
  await rows('select 1')
  const out = join(tmpdir(), `rapport-out-${process.pid}`)
  const files = readdirSync(folder).sort() // the copy among them
  for (const question of [
    `select * from read_text('/etc/hostname')`,
    `select * from read_csv('/etc/passwd')`,
    `select * from read_blob('/proc/self/environ')`,
    `select * from '/etc/passwd'`,
    `select * from glob('/*')`,
    `select * from read_parquet('https://example.com/x.parquet')`,
    `select * from '${join(folder, 'mirror.duckdb')}'`,
    `copy (select 1) to '${out}'`,
    `copy subject to '${out}' (format parquet)`,
    `export database '${out}'`,
    `attach '${join(folder, 'mirror.duckdb')}' as other`,
    `attach ':memory:' as other`,
    'install httpfs',
    'load httpfs',
    `load '/tmp/x.so'`,
    'pragma memory_limit="64GB"',
    'pragma enable_profiling',
    `set memory_limit = '64GB'`,
    'set threads = 64',
    'set enable_external_access = true',
    'set lock_configuration = false',
    'reset lock_configuration',
    'call pragma_version()',
    'checkpoint',
    'create table t (a int)',
    'create temp table t as select 1',
    `create secret s (type s3, key_id 'a', secret 'b')`,
    'insert into subject select * from subject',
    'delete from subject',
    'drop table subject',
    'begin transaction',
    `prepare p as select 1`,
    'select 1; select 2',
    'select 1; drop table subject',
    `explain analyze copy (select 1) to '${out}'`,
    `select * from query('copy (select 1) to ''${out}''')`,
    "select getenv('HOME')",
    'select',
    '',
  ]) {
    await assert.rejects(
      rows(question),
      (error: unknown) => error instanceof AppError && error.code === 'bad_input' && error.place === 'sql' && !error.message.includes('\n'),
      question,
    )
  }
  assert.equal(existsSync(out), false)
  assert.deepEqual(await rows(`select current_setting('enable_external_access'), current_setting('threads')`), [[false, 1]])
  assert.deepEqual(readdirSync(folder).sort(), files)
  assert.deepEqual(await rows('select count(*) from subject'), [[2]], 'and the copy is as it was')
})

test('what takes too long or too much is ended, and the next question is answered', async (t) => {
  const { free } = await house(t, { ms: 400, memoryMb: 120, waiting: 1 })
  const rows = async (question: string) => (await free.ask(question, 1_000)).rows
  const tooMuch = (error: unknown) => error instanceof AppError && error.code === 'too_large'
  await assert.rejects(rows('select count(*) from range(10000000) a, range(10000000) b where a.range + b.range = 7'), tooMuch)
  await assert.rejects(rows('with recursive r as (select 1 as n union all select n + 1 from r) select max(n) from r'), tooMuch)
  await assert.rejects(rows(`select list(repeat('x', 1000) || range) from range(10000000)`), tooMuch)
  await assert.rejects(free.ask('select no_such from subject', 1), /^AppError: line 1: Binder Error: .*no_such/)
  assert.deepEqual(await rows('select 1'), [[1]])
  const many = await Promise.allSettled(Array.from({ length: 4 }, () => free.ask('select 1', 1)))
  assert.ok(
    many.some((one) => one.status === 'rejected' && one.reason instanceof AppError && one.reason.code === 'too_many'),
    'a queue is bounded',
  )
  assert.ok(many.some((one) => one.status === 'fulfilled'))
})

test('whoever asks stops what they ask, also what waits for its turn, and nobody else’s', async (t) => {
  const { free } = await house(t)
  const long = 'select count(*) from range(10000000) a, range(10000000) b where a.range + b.range = 7'
  const told = (answer: Promise<unknown>) =>
    answer.then(
      () => 'answered',
      (error: unknown) => (error instanceof AppError ? error.message : 'broken'),
    )
  const [mine, next, other] = [told(free.ask(long, 10, 1)), told(free.ask('select 1', 10, 1)), told(free.ask('select 2', 10, 2))]
  assert.equal(free.stop(3), 0)
  assert.equal(free.stop(1), 2)
  assert.deepEqual(await Promise.all([mine, next, other]), ['You stopped this question.', 'You stopped this question.', 'answered'])
  assert.equal(free.stop(1), 0, 'there is nothing left')
  const running = told(free.ask(long, 10, 1))
  // Long enough for its process to be at work; the question itself would take half a minute.
  await setTimeout(700)
  assert.equal(free.stop(1), 1)
  assert.equal(await running, 'You stopped this question.')
  assert.deepEqual((await free.ask('select 3', 10, 1)).rows, [[3]])
})
