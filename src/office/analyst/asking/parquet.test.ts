import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { parquetReadObjects } from 'hyparquet'
import { testStore } from '../../../../test/store.ts'
import { openDb, sql } from '../../../platform/db/index.ts'
import { testMirror } from '../mirror/testing.ts'
import { writeParquet } from './parquet.ts'

const read = async (file: string) => {
  const bytes = readFileSync(file)
  return parquetReadObjects({ file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) })
}

test('files by month hold who may be analysed, are read by another program, and are written again only when they changed', async (t) => {
  const store = await testStore(t)
  const keep = openDb<Record<string, never>>({ url: store.url.keep, max: 2 })
  const folder = mkdtempSync(join(tmpdir(), 'rapport-parquet-'))
  t.after(async () => {
    await keep.destroy()
    rmSync(folder, { recursive: true, force: true })
  })
  await sql`insert into fact.derived (customer_id, person, kind, role, status, region, batch)
    values (1, 1, 'person', 'customer', 'known', 'Тверь', 1), (2, 2, 'person', 'customer', 'known', null, 1), (3, 3, 'person', 'customer', 'restricted', null, 1)`.execute(
    keep,
  )
  await sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, amount, currency)
    select c, m * 10 + c, 1, make_timestamptz(2026, m, 5, 12, 0, 0, 'UTC'), 'order', 'shop', 'in', 'test', m * 100, 'RUB' from generate_series(1, 3) c, generate_series(8, 10) m`.execute(
    keep,
  )
  const { mirror } = await testMirror(t, { analyst: store.url.analyst })
  await mirror.turn()
  const write = (month: string | null = null) => writeParquet(mirror, { folder, month })
  const first = await write()
  assert.deepEqual([first.written, first.kept], [4, 0], 'three months of one table, and who they are')
  const october = join(folder, 'interaction', '2026-10.parquet')
  const rows = await read(october)
  assert.deepEqual(rows.map(({ person, amount, happened_at }) => [Number(person), Number(amount), happened_at]).sort(), [
    [1, 1_000, new Date('2026-10-05T12:00:00Z')],
    [2, 1_000, new Date('2026-10-05T12:00:00Z')],
  ])
  assert.deepEqual((await read(join(folder, 'subject', 'all.parquet'))).map((row) => row['region']).sort(), ['Тверь', null].sort())

  const made = statSync(october).mtimeMs
  assert.deepEqual(await write(), { ...first, written: 0, kept: 4 })
  assert.equal(statSync(october).mtimeMs, made)

  // Late news of August, and somebody who objects: only what that changes is written.
  await sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source) values (1, 999, 5, '2026-08-01', 'visit', 'shop', 'in', 'test')`.execute(
    keep,
  )
  await sql`insert into fact.change (batch, at, what, customers) values (5, now(), '{interaction}', '{1}')`.execute(keep)
  await mirror.turn()
  assert.deepEqual((await write()).written, 1)
  truncateSync(october, 40) // a run that was broken off
  assert.deepEqual((await write('2026-10')).written, 1)
  assert.equal((await read(october)).length, 2)
  await sql`insert into fact.objection (customer_id, purpose) values (2, 'analysis')`.execute(keep)
  assert.deepEqual((await write()).written, 4)
  assert.deepEqual(
    (await read(october)).map((row) => Number(row['person'])),
    [1],
  )
  await sql`delete from fact.interaction where customer_id = 1 and at >= '2026-10-01'`.execute(keep)
  await sql`insert into fact.change (batch, at, what, customers) values (6, now(), '{interaction}', '{1}')`.execute(keep)
  await mirror.turn()
  assert.equal((await write()).removed, 1, 'a month of which nothing is left')
})
