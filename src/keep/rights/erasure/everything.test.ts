import assert from 'node:assert/strict'
import { test } from 'node:test'
import type pg from 'pg'
import { openWings, type Wings } from '../../../../test/wings.ts'
import { inTransaction, sql } from '../../../platform/db/index.ts'
import { withClient } from '../../../platform/launcher/index.ts'
import { recordBatch } from '../../interactions/index.ts'
import { interactionOf } from '../../interactions/testing.ts'
import { consentProven, keepProof, proves } from '../../terms/index.ts'
import { erasedKinds } from '../shapes.ts'
import { asks, asksPart, officer, stateOf, toTheEnd } from '../testing.ts'

// A mark is planted in every column of every table about a customer; after the erasure it is nowhere. A table that is made tomorrow is in
// this test without a word here.

const mark = 'Стиранова-мета-7f3a'
const hex = Buffer.from(mark).toString('hex')

/** Tables that keep something of whoever was erased, each with a reason that its annotations give. */
const kept = ['fact.recipient', 'keep.consent_event', 'keep.erasure', 'keep.erasure_gone', 'keep.proof', 'keep.proof_of', 'keep.seen']

test('what is annotated as going is nowhere afterwards, in every table there is', { timeout: 300_000 }, async (t) => {
  const wings = await openWings(t)
  const how = { now: wings.clock.now(), source: 'shop', trust: 'secret' } as const
  const person = {
    identifiers: [
      { kind: 'user' as const, value: 'nina' },
      { kind: 'email' as const, value: 'nina@erased.example' },
    ],
    fields: { surname: mark, about: mark },
  }
  const [made] = await recordBatch(wings.keep.recording, [interactionOf({ id: 'first', customer: person, content: { text: mark } })], how)
  assert.ok(made?.status === 'recorded')
  await wings.agrees(made.customer)
  const scan = { customer: made.customer, name: `${mark}.pdf`, mediaType: 'application/pdf', bytes: Buffer.from(mark), by: officer, now: how.now }
  const proof = await keepProof(wings.keep.door, wings.keep.db.$pickTables(), scan)
  await inTransaction(wings.keep.db, (tx) => proves(tx.$pickTables(), proof, [consentProven(Buffer.alloc(32))]))
  const [other = 0] = await wings.customers(1)
  await wings.keep.door.directory.follow()
  assert.equal(wings.keep.door.directory.find(mark, { limit: 5, after: null }).total, 1)

  await sql`insert into fact.recipient (customer_id, notice_id, kind, recipient_id, what, covers, made_at) values (${made.customer}, 1, 'key', 1, 'restricted', '{"all": true}', ${how.now})`.execute(
    wings.keep.db,
  )
  const id = await asks(wings.keep, made.customer, { days: 1 })
  const planted = await plant(wings, made.customer, other)
  assert.ok(planted.length > 40, `${planted.length} tables were planted`)
  wings.clock.advance(86_400_000)
  await toTheEnd(wings.keep, id)
  assert.equal(await stateOf(wings.keep, id), 'done')

  assert.deepEqual(await tablesWith(wings.store.url.admin, mark, hex), [], 'the main database')
  assert.deepEqual(await tablesWith(wings.store.url.keysOwner, mark, hex), [], 'the database of keys')
  assert.deepEqual(await tablesOf(wings.store.url.admin, made.customer), [...kept, 'fact.derived'].sort(), 'rows under their number')
  assert.deepEqual(await tablesOf(wings.store.url.keysOwner, made.customer), ['keyring.destruction'])
  assert.equal(wings.keep.door.directory.find(mark, { limit: 5, after: null }).total, 0)
  assert.equal((await wings.keep.access.keyring.existingKeys([made.customer], 'contact')).size, 0)
  assert.ok((await tablesOf(wings.store.url.admin, other)).includes('keep.customer'), 'the other one stays')
})

test('of a kind that is erased no mark is left in any table of it, and all other tables keep theirs', { timeout: 300_000 }, async (t) => {
  const wings = await openWings(t)
  const [customer = 0, other = 0] = await wings.customers(2)
  const planted = new Set(await plant(wings, customer, other, ofKinds))
  await withClient(wings.store.url.admin, (client) => client.query('delete from keep.set_aside'))
  const marked = async () => new Set(await tablesWith(wings.store.url.admin, mark, hex))
  for (const kind of erasedKinds) {
    const { rows: theirs } = await withClient(wings.store.url.owner, (client) =>
      client.query<{ name: string }>(`select table_name as name from public.erase_part where part = $1`, [kind]),
    )
    const before = await marked()
    assert.ok(
      theirs.some(({ name }) => planted.has(name) && before.has(name)),
      `${kind}: a mark is planted in it`,
    )
    await toTheEnd(wings.keep, await asksPart(wings.keep, customer, { part: kind }))
    const after = await marked()
    assert.deepEqual([...before].filter((name) => !after.has(name)).sort(), theirs.flatMap(({ name }) => (before.has(name) ? [name] : [])).sort(), kind)
    assert.ok(!after.has('keep.set_aside'))
  }
})

/** What makes a planted row one of a kind, where only some of a table's rows are. */
const ofKinds: { [column: string]: unknown } = { category: 'sensitive', kind: 'interaction', state: 'sent', sealed: true }

test('every table about a customer goes, or says why not; the keep may take each row that goes', async (t) => {
  const { store } = await openWings(t)
  await withClient(store.url.owner, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('keep', 'fact', 'office') and c.relkind in ('r', 'p') and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'customer_id')
         and c.oid not in (select e.name::regclass from public.erasable() e) order by 1`,
    )
    assert.deepEqual(
      rows.map((row) => row.name),
      kept,
    )
    const barred = await client.query(`select name from public.erasable() where how = 'row' and not has_table_privilege('rapport_keep', name, 'delete')`)
    assert.deepEqual(barred.rows, [])
    const silent = await client.query(`select table_name, column_name, erase from public.annotation where erase !~ '^(row|key|row:[a-z_.]+|keep:.{3,})$'`)
    assert.deepEqual(silent.rows, [], 'an erase rule is row, key, row:what-takes-it or keep:why')
  })
})

/** One row in every table that goes, the mark in every column that takes it. Checks and foreign keys are put aside: what is planted need not make sense. */
async function plant(wings: Wings, customer: number, other: number, like: { [column: string]: unknown } = {}): Promise<string[]> {
  return withClient(wings.store.url.admin, async (client) => {
    const { rows: tables } = await client.query<{ name: string; by_column: string }>(
      `select name, by_column from public.erasable() where name not in ('keep.customer', 'keep.identifier', 'keep.vault', 'fact.derived', 'keep.receipt', 'keep.receipt_head', 'keep.person_state')`,
    )
    await client.query(`set session_replication_role = replica`)
    for (const { name, by_column } of tables) {
      await loosen(client, name)
      const own = by_column === 'customer_id' ? customer : other
      await insert(client, name, { customer_id: own, ...(by_column === 'other_id' ? { other_id: customer } : {}) }, like)
    }
    return tables.map((table) => table.name)
  })
}

async function loosen(client: pg.Client, table: string): Promise<void> {
  const { rows } = await client.query<{ conname: string }>(`select conname from pg_constraint where conrelid = $1::regclass and contype in ('c', 'f')`, [table])
  for (const { conname } of rows) await client.query(`alter table ${table} drop constraint if exists "${conname}" cascade`)
}

async function insert(client: pg.Client, table: string, said: { [column: string]: number }, like: { [column: string]: unknown }): Promise<void> {
  const { rows } = await client.query<{ column: string; type: string; made: boolean }>(
    `select a.attname as column, t.typname as type, a.attgenerated <> '' or a.attidentity <> '' as made from pg_attribute a join pg_type t on t.oid = a.atttypid
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [table],
  )
  const columns = rows.filter((row) => !row.made)
  const values = columns.map(({ column, type }) =>
    column in said ? said[column] : (type === 'text' || type === 'bool') && column in like ? like[column] : plantedAs(type),
  )
  await client.query(
    `insert into ${table} (${columns.map(({ column }) => `"${column}"`).join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')}) on conflict do nothing`,
    values,
  )
}

function plantedAs(type: string): unknown {
  if (type === 'text') return mark
  if (type === 'bytea') return Buffer.from(mark)
  if (type === 'jsonb') return JSON.stringify({ planted: mark })
  if (type === '_text') return [mark]
  if (type.startsWith('_')) return []
  if (type === 'bool') return false
  if (type === 'bpchar') return 'X'
  if (type === 'timestamptz') return new Date('2026-11-20T00:00:00Z')
  if (type === 'date') return '2026-11-20'
  if (type === 'xid8') return '1'
  return 1
}

/** Tables in any of whose columns one of these texts stands. */
async function tablesWith(url: string, ...texts: string[]): Promise<string[]> {
  return withClient(url, async (client) => {
    const found: string[] = []
    for (const name of await everyTable(client)) {
      const { rows } = await client.query<{ there: boolean }>(
        `select exists (select from ${name} t where ${texts.map((_, i) => `t::text like '%' || $${i + 1} || '%'`).join(' or ')}) as there`,
        texts,
      )
      if (rows[0]?.there) found.push(name)
    }
    return found
  })
}

/** Tables with a row under this number. */
async function tablesOf(url: string, customer: number): Promise<string[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string; column: string }>(
      `select format('%I.%I', table_schema, table_name) as name, column_name as column from information_schema.columns
       where table_schema in ('keep', 'fact', 'office', 'keyring') and column_name in ('customer_id', 'other_id', 'merged_into', 'person', 'addressed_id')`,
    )
    const found = new Set<string>()
    for (const { name, column } of rows) {
      const there = await client.query<{ there: boolean }>(`select exists (select from ${name} where "${column}" = $1) as there`, [customer])
      if (there.rows[0]?.there) found.add(name)
    }
    return [...found].sort()
  })
}

async function everyTable(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema in ('keep', 'fact', 'office', 'keyring', 'keep_jobs', 'office_jobs', 'public') order by 1`,
  )
  return rows.map((row) => row.name)
}
