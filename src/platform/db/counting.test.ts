import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testStore } from '../../../test/store.ts'
import { countRows, openDb, sql } from './index.ts'

test('a small table is counted, a large one estimated, and one that nobody has looked at yet is at least told as large', async (t) => {
  const store = await testStore(t)
  const db = openDb<Record<string, never>>({ url: store.url.owner })
  t.after(() => db.destroy())
  await sql`create table office.many (n int) with (autovacuum_enabled = off)`.execute(db)
  const fill = (rows: number) => sql`insert into office.many select generate_series(1, ${rows}::int)`.execute(db)
  assert.deepEqual(await countRows(db, 'office.many'), { count: 0, exact: true })
  await fill(100_000)
  assert.deepEqual(await countRows(db, 'office.many'), { count: 100_000, exact: true })
  await fill(50_000)
  assert.deepEqual(await countRows(db, 'office.many'), { count: 100_001, exact: false })
  await sql`analyze office.many`.execute(db)
  assert.deepEqual(await countRows(db, 'office.many'), { count: 150_000, exact: false })
})
