import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import fc from 'fast-check'
import { pino } from 'pino'
import { type TestStore, testStore } from '../../../test/store.ts'
import { AppError, awayError, Bug } from '../errors.ts'
import {
  byteaArray,
  type Column,
  copyRows,
  type Db,
  inTransaction,
  openDb,
  sql,
  sqlState,
  textArray,
  violated,
  warnOfTooFewConnections,
  willHold,
} from './index.ts'

type Nothing = Record<string, never>

const everything: readonly Column[] = [
  { name: 'id', type: 'int8' },
  { name: 'small', type: 'int2' },
  { name: 'middle', type: 'int4' },
  { name: 'ratio', type: 'float8' },
  { name: 'flag', type: 'bool' },
  { name: 'words', type: 'text' },
  { name: 'bytes', type: 'bytea' },
  { name: 'doc', type: 'jsonb' },
  { name: 'at', type: 'timestamptz' },
  { name: 'numbers', type: 'int8[]' },
  { name: 'tags', type: 'text[]' },
]
const idOnly = everything.slice(0, 1)
const idAndWords = [idOnly[0], everything[5]].filter((c) => c !== undefined)

async function table(t: TestContext): Promise<{ db: Db<Nothing>; store: TestStore }> {
  const store = await testStore(t)
  const db = openDb<Nothing>({ url: store.url.owner, max: 3 })
  t.after(() => db.destroy())
  await sql`create table public.copied (id bigint primary key, small smallint, middle int, ratio double precision, flag boolean, words text,
    bytes bytea, doc jsonb, at timestamptz, numbers bigint[], tags text[])`.execute(db)
  return { db, store }
}

async function count(db: Db<Nothing>): Promise<number> {
  return (await sql<{ n: number }>`select count(*) as n from public.copied`.execute(db)).rows[0]?.n ?? -1
}

const int8 = fc.maxSafeInteger()
const text = fc.string({ unit: 'grapheme', maxLength: 400 }).filter((s) => !s.includes('\0'))
const rowOf = fc.tuple(
  fc.integer({ min: -32768, max: 32767 }),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.double({ noNaN: true }).map((n) => n + 0), // PostgreSQL's text has no negative zero that differs
  fc.boolean(),
  text,
  fc.uint8Array({ maxLength: 300 }).map((b) => Buffer.from(b)),
  fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.oneof(fc.integer(), text, fc.boolean(), fc.constant(null)), { maxKeys: 4 }),
  fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
  fc.array(int8, { maxLength: 5 }),
  fc.array(text, { maxLength: 5 }),
)

test('what is copied in is what comes out, for every type of column and every null', async (t) => {
  const { db } = await table(t)
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.tuple(int8, rowOf), { selector: ([id]) => id, minLength: 1, maxLength: 20 }), async (rows) => {
      await sql`truncate public.copied`.execute(db)
      const given = rows.map(([id, [small, middle, ratio, flag, words, bytes, doc, at, numbers, tags]]) => ({
        id,
        small,
        middle,
        ratio,
        flag,
        words,
        bytes,
        doc,
        at,
        numbers,
        tags,
      }))
      const copied = await inTransaction(db, (tx) =>
        copyRows(
          tx,
          'public.copied',
          everything,
          given.map((r) => [r.id, r.small, r.middle, r.ratio, r.flag, r.words, r.bytes, JSON.stringify(r.doc), r.at, r.numbers, r.tags]),
        ),
      )
      assert.equal(copied, rows.length)
      const back = await sql<(typeof given)[number]>`select * from public.copied order by id`.execute(db)
      const wanted = given.toSorted((a, b) => a.id - b.id).map((r) => ({ ...r, doc: { ...r.doc }, ratio: r.ratio === 0 ? 0 : r.ratio }))
      assert.deepEqual(
        back.rows.map((r) => ({ ...r, ratio: r.ratio === 0 ? 0 : r.ratio })),
        wanted,
      )
    }),
    { numRuns: 25 },
  )
  await inTransaction(db, (tx) => copyRows(tx, 'public.copied', everything, [[Number.MIN_SAFE_INTEGER, ...everything.slice(1).map(() => null)]]))
  const [lowest] = (await sql<{ [column: string]: unknown }>`select * from public.copied where words is null`.execute(db)).rows
  assert.equal(lowest?.['id'], Number.MIN_SAFE_INTEGER)
  assert.ok(everything.slice(1).every((c) => lowest?.[c.name] === null))
})

test('more rows than a buffer holds arrive whole, from a generator too', async (t) => {
  const { db } = await table(t)
  function* many() {
    for (let id = 0; id < 3_000; id++) yield [id, `${id} `.repeat(id % 100)]
  }
  await inTransaction(db, async (tx) => {
    assert.equal(await copyRows(tx, 'public.copied', idAndWords, many()), 3_000)
    await copyRows(tx, 'public.copied', idAndWords, [[-1, 'я'.repeat(400_000)]])
  })
  const rows = await sql<{ wrong: number; long: number }>`select count(*) filter (where id >= 0 and words <> repeat(id || ' ', (id % 100)::int)) as wrong,
    max(length(words)) as long from public.copied`.execute(db)
  assert.deepEqual(rows.rows, [{ wrong: 0, long: 400_000 }])
})

test('a copy that fails takes its transaction with it and leaves the connection usable', async (t) => {
  const { store } = await table(t)
  const db = openDb<Nothing>({ url: store.url.owner, max: 1 })
  t.after(() => db.destroy())
  const copy = (columns: readonly Column[], rows: Iterable<readonly (number | string | Date | null)[]>, name = 'public.copied') =>
    inTransaction(db, async (tx) => {
      await sql`insert into public.copied (id) values (-77)`.execute(tx)
      await copyRows(tx, name, columns, rows)
    })
  function* breaking() {
    for (let id = 0; id < 20_000; id++) yield [id, 'x'.repeat(50)]
    throw new Error('the source broke')
  }
  const large = Array.from({ length: 20_000 }, (_, id) => [id === 10 ? 9 : id, 'x'.repeat(50)])
  const at: Column = { name: 'at', type: 'timestamptz' }
  const cases: [string, () => Promise<unknown>, (error: unknown) => boolean][] = [
    ['the same key twice', () => copy(idOnly, [[1], [1]]), (e) => sqlState(e) === '23505' && violated(e) === 'copied_pkey'],
    ['the same key early in much', () => copy(idAndWords, large), (e) => sqlState(e) === '23505'],
    ['NUL in a text', () => copy(idAndWords, [[1, 'a\0b']]), (e) => sqlState(e) === '22021'],
    ['no such table', () => copy(idOnly, [[1]], 'public.nowhere'), (e) => sqlState(e) === '42P01'],
    ['no such table, and much of it', () => copy(idAndWords, large, 'public.nowhere'), (e) => sqlState(e) === '42P01'],
    ['a row too short', () => copy(idAndWords, [[1, 'a'], [2]]), (e) => e instanceof Bug],
    ['a source that breaks', () => copy(idAndWords, breaking()), (e) => e instanceof Error && e.message === 'the source broke'],
    ['a moment that is none', () => copy([...idOnly, at], [[1, new Date('never')]]), (e) => e instanceof Bug],
    ['half a number', () => copy(idOnly, [[1.5]]), (e) => e instanceof Bug],
    ['a number too large', () => copy(idOnly, [[2 ** 53]]), (e) => e instanceof Bug],
    ['a small number too large', () => copy([...idOnly, { name: 'small', type: 'int2' }], [[1, 40_000]]), (e) => e instanceof RangeError],
  ]
  for (const [name, act, expected] of cases) {
    await assert.rejects(act, expected, name)
    assert.equal(await count(db), 0, name)
  }
})

test('an array of byte strings arrives as it is, none and many', async (t) => {
  const { db } = await table(t)
  for (const values of [[], [Buffer.alloc(0)], [Buffer.from([0, 255, 92]), Buffer.from('ab')]]) {
    const latin1 = values.map((v) => v.toString('latin1'))
    for (const given of [byteaArray(values), byteaArray(latin1)]) {
      const rows = await sql<{ v: Buffer[] }>`select ${given}::bytea[] as v`.execute(db)
      assert.deepEqual(rows.rows[0]?.v, values)
    }
  }
})

test('an array of texts goes as bytes, whatever is in them, null too', async (t) => {
  const { db } = await table(t)
  for (const values of [[], [''], [null], ['a', null, 'null', '{"x",\\}', 'Ёлка 🌲', '"']]) {
    const rows = await sql<{ v: (string | null)[] }>`select ${textArray(values)}::text[] as v`.execute(db)
    assert.deepEqual(rows.rows[0]?.v, values)
  }
})

test('a bigint that is no safe integer is loud, not rounded', async (t) => {
  const { db } = await table(t)
  await assert.rejects(sql`select 9007199254740993::bigint as n`.execute(db), Bug)
  const rows = await sql`select -9007199254740991::bigint as n, array[1, -2]::bigint[] as a, '{}'::bigint[] as e`.execute(db)
  assert.deepEqual(rows.rows, [{ n: Number.MIN_SAFE_INTEGER, a: [1, -2], e: [] }])
})

test('a statement is prepared once a connection, and more than its limit still run', async (t) => {
  const { store } = await table(t)
  const db = openDb<Nothing>({ url: store.url.owner, max: 1 })
  t.after(() => db.destroy())
  for (let i = 0; i < 3; i++) await sql`select ${i}::int as same`.execute(db)
  const prepared = await sql<{ n: number }>`select count(*) as n from pg_prepared_statements where statement = 'select $1::int as same'`.execute(db)
  assert.equal(prepared.rows[0]?.n, 1)
  for (let i = 0; i < 450; i++) assert.deepEqual((await sql`select ${sql.lit(i)} as n`.execute(db)).rows, [{ n: i }])
  const all = await sql<{ n: number }>`select count(*) as n from pg_prepared_statements`.execute(db)
  assert.ok((all.rows[0]?.n ?? 0) <= 400)
})

test('a transaction that lost a race begins anew, three times and no more; other failures are not repeated', async (t) => {
  const { db } = await table(t)
  await sql`insert into public.copied (id, middle) values (1, 0)`.execute(db)
  let tries = 0
  const lose = (code: string, times: number) =>
    inTransaction(db, async (tx) => {
      tries += 1
      await sql`update public.copied set middle = middle + 1 where id = 1`.execute(tx)
      if (tries <= times) await sql`do ${sql.lit(`begin raise exception 'lost' using errcode = '${code}'; end`)}`.execute(tx)
    })
  await assert.rejects(lose('23514', 1), (e) => sqlState(e) === '23514')
  assert.equal(tries, 1)
  tries = 0
  await assert.rejects(lose('40001', 3), (e) => sqlState(e) === '40001')
  assert.equal(tries, 3)
  for (const code of ['40001', '40P01']) {
    tries = 0
    await lose(code, 2)
    assert.equal(tries, 3)
  }
  const rows = await sql<{ middle: number }>`select middle from public.copied`.execute(db)
  assert.equal(rows.rows[0]?.middle, 2, 'what was rolled back left nothing')
})

test('a lost connection fails what was under way as something that passes, and the next question gets a new one', async (t) => {
  const { store } = await table(t)
  const db = openDb<Nothing>({ url: store.url.owner, max: 1 })
  const admin = openDb<Nothing>({ url: store.url.admin, max: 1 })
  t.after(() => Promise.all([db.destroy(), admin.destroy()]))
  const kill = async (pid: number | undefined) => sql`select pg_terminate_backend(${pid}::int, 5000)`.execute(admin)
  const pidOf = async (of: Db<Nothing>) => (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(of)).rows[0]?.pid
  const away = (error: unknown) => awayError(error) instanceof AppError
  await assert.rejects(
    inTransaction(db, async (tx) => {
      await kill(await pidOf(tx))
      await sql`select 1`.execute(tx)
    }),
    away,
  )
  assert.equal(await count(db), 0)
  await assert.rejects(
    inTransaction(db, async (tx) => {
      const pid = await pidOf(tx)
      await copyRows(
        tx,
        'public.copied',
        idAndWords,
        Array.from({ length: 10 }, (_, i) => [i, 'x']),
      )
      await Promise.all([sql`select pg_sleep(20)`.execute(tx), kill(pid)])
    }),
    away,
  )
  assert.equal(await count(db), 0)
  await kill(await pidOf(db))
  // The pool hears of an idle connection's end a moment later.
  for (let waited = 0; ; waited += 50) {
    const counted = await count(db).catch((error) => (away(error) && waited < 10_000 ? undefined : Promise.reject(error)))
    if (counted === 0) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
})

test('a database that lets a role hold fewer connections than the process may want is told of, and how to mend it', async (t) => {
  const { db } = await table(t)
  const warned: unknown[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void warned.push(JSON.parse(line)) })
  await warnOfTooFewConnections(db, log)
  assert.deepEqual(warned, [])
  willHold(1_000)
  await warnOfTooFewConnections(db, log)
  assert.match(JSON.stringify(warned), /alter role rapport_owner connection limit 1\d\d\d/)
})
