import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testStore } from '../../test/store.ts'
import { readMainConfig } from './config.ts'
import { sql } from './db/index.ts'
import { AppError } from './errors.ts'
import { joinedReads, openReads } from './reads.ts'

type Nothing = Record<string, never>

test('what takes too long for all is tried alone: only who asks for too much is told so', async (t) => {
  const store = await testStore(t)
  const reads = openReads<Nothing>({ url: store.url.owner, name: 'looks', limitMs: 2500 })
  t.after(reads.destroy)
  const runs: number[][] = []
  const sleeping = joinedReads(reads)<number, number>(async (db, seconds) => {
    runs.push([...seconds])
    const { rows } = await sql<{ s: number }>`select s::int as s from unnest(${[...seconds]}::int[]) as w(s) where pg_sleep(s) is not null`.execute(db)
    return rows.map((r) => r.s)
  })

  assert.deepEqual(await Promise.all([0, 0, 0].map(sleeping)), [0, 0, 0])
  assert.deepEqual(runs.splice(0), [[0, 0, 0]], 'as long as nothing is slow, one statement for all')

  const asked = await Promise.allSettled([sleeping(0), sleeping(60), sleeping(0)])
  assert.deepEqual(
    asked.map((a) => a.status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
  const why = asked[1]?.status === 'rejected' ? asked[1].reason : undefined
  assert.ok(why instanceof AppError && why.code === 'unavailable', String(why))
  assert.match(why.message, /not read within 2\.5 s/)
  assert.deepEqual(runs.splice(0), [[0, 60, 0], [0], [60], [0]])

  assert.equal(await sleeping(0), 0, 'the connection that was stopped reads on')
})

test('what fails is not tried again alone', async (t) => {
  const store = await testStore(t)
  const reads = openReads<Nothing>({ url: store.url.owner, name: 'looks', limitMs: 2500 })
  t.after(reads.destroy)
  let runs = 0
  const broken = joinedReads(reads)<number, number>(async (db, items) => {
    runs += 1
    await sql`select no_such_function()`.execute(db)
    return items
  })
  await assert.rejects(broken(1), /no_such_function/)
  assert.equal(runs, 1)
})

test('the limit is set in milliseconds, and what is no such number starts nothing', () => {
  const limit = (LOOK_LIMIT_MS?: string) => readMainConfig(LOOK_LIMIT_MS === undefined ? {} : { LOOK_LIMIT_MS }).lookLimitMs
  assert.deepEqual([limit(), limit('100'), limit('60000')], [5000, 100, 60_000])
  for (const wrong of ['', '0', '99', '60001', '1.5', '5s']) assert.throws(() => limit(wrong), /LOOK_LIMIT_MS is/)
})
