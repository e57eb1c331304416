import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { testStore } from '../../../test/store.ts'
import { awayError } from '../errors.ts'
import { both, copyRows, type Db, inTransaction, openDb, openPipeline, plannedForValues, sql } from './index.ts'

type Nothing = Record<string, never>

async function numbers(t: TestContext): Promise<{ db: Db<Nothing>; reads: Db<Nothing>; url: string }> {
  const store = await testStore(t)
  const db = openDb<Nothing>({ url: store.url.owner, max: 2 })
  const reads = openPipeline<Nothing>({ url: store.url.owner, max: 1, name: 'many at once' })
  t.after(() => Promise.all([db.destroy(), reads.destroy()]))
  await sql`create table public.numbers (n bigint primary key)`.execute(db)
  return { db, reads, url: store.url.owner }
}

const all = async (db: Db<Nothing>) => (await sql<{ n: number }>`select n from public.numbers order by n`.execute(db)).rows.map((r) => r.n)
const insert = (n: number) => sql`insert into public.numbers values (${n})`
const double = async (db: Db<Nothing>, n: number) => (await sql<{ twice: number }>`select ${n}::bigint * 2 as twice`.execute(db)).rows[0]?.twice

test('a transaction begins with its first statement, ends whole or not at all, and may be empty', async (t) => {
  const { db } = await numbers(t)
  assert.equal(await inTransaction(db, async () => 'nothing asked'), 'nothing asked')
  await assert.rejects(
    inTransaction(db, async (tx) => {
      await insert(1).execute(tx)
      throw new Error('changed my mind')
    }),
    /changed my mind/,
  )
  await assert.rejects(inTransaction(db, (tx) => sql`select no_such_function()`.execute(tx)))
  assert.deepEqual(await all(db), [], 'nothing of either stays, and the connections are good for more')
  await inTransaction(db, async (tx) => {
    await insert(1).execute(tx)
    await insert(2).execute(tx)
  })
  assert.deepEqual(await all(db), [1, 2])
})

test('a copy may be the first of a transaction, and one that fails undoes it', async (t) => {
  const { db } = await numbers(t)
  const copy = (rows: number[], fail: boolean) =>
    inTransaction(db, async (tx) => {
      await copyRows(
        tx,
        'public.numbers',
        [{ name: 'n', type: 'int8' }],
        rows.map((n) => [n]),
      )
      await insert(100).execute(tx)
      if (fail) throw new Error('no')
    })
  await assert.rejects(copy([1, 2], true), /no/)
  await assert.rejects(copy([3, 3], false), /duplicate key/)
  assert.deepEqual(await all(db), [])
  await copy([4, 5], false)
  assert.deepEqual(await all(db), [4, 5, 100])
})

test('two statements travel together; the failure of either is told, the first one before', async (t) => {
  const { db } = await numbers(t)
  const two = (a: number, b: number) => inTransaction(db, (tx) => both(tx, insert(a), sql<{ n: number }>`insert into public.numbers values (${b}) returning n`))
  assert.deepEqual(await two(1, 2), [[], [{ n: 2 }]])
  await assert.rejects(two(3, 2), /duplicate key/)
  await assert.rejects(two(1, 4), /duplicate key/, 'not that the transaction is aborted, which is what the second says')
  assert.deepEqual(await all(db), [1, 2])
})

test('many share a connection: each gets its own answer, and the error of one is nobody else’s', async (t) => {
  const { reads } = await numbers(t)
  const answers = await Promise.allSettled(
    Array.from({ length: 300 }, (_, n) => (n % 7 === 3 ? sql`select 1 / ${0}::int as none`.execute(reads) : double(reads, n))),
  )
  answers.forEach((answer, n) => {
    if (n % 7 === 3) assert.match(answer.status === 'rejected' ? String(answer.reason) : '', /division by zero/)
    else assert.deepEqual(answer, { status: 'fulfilled', value: n * 2 })
  })
  await assert.rejects(
    reads.transaction().execute((tx) => insert(1).execute(tx)),
    /no transactions/,
  )
})

test('a shared connection that dies fails what was under way and is replaced', async (t) => {
  const { db, reads } = await numbers(t)
  assert.equal(await double(reads, 1), 2)
  const waiting = Array.from({ length: 5 }, () => sql`select pg_sleep(5)`.execute(reads))
  const ended = Promise.allSettled(waiting)
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'many at once'`.execute(db)
  for (const one of await ended) assert.ok(one.status === 'rejected' && awayError(one.reason), 'told as a database that is away')
  assert.equal(await double(reads, 4), 8)
})

test('statements are planned once for all values, except where it is asked for', async (t) => {
  const { db } = await numbers(t)
  const mode = async (on: Db<Nothing>) => (await sql<{ plan_cache_mode: string }>`show plan_cache_mode`.execute(on)).rows[0]?.plan_cache_mode
  assert.equal(await mode(db), 'force_generic_plan')
  assert.equal(await plannedForValues(db, (tx) => mode(tx)), 'force_custom_plan')
  assert.equal(await mode(db), 'force_generic_plan')
})

test('a pipeline looks up by key also in a table that was empty when the plan was made', async (t) => {
  const { db, reads } = await numbers(t)
  await sql`analyze public.numbers`.execute(db)
  const plan = async (by: Db<Nothing>) => (await sql<{ 'QUERY PLAN': string }>`explain select * from public.numbers where n = 7`.execute(by)).rows
  assert.match(JSON.stringify(await plan(db)), /Seq Scan/, 'which a look-up by key must not keep')
  assert.match(JSON.stringify(await plan(reads)), /Index/)
})
