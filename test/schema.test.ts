import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { testStore } from './store.ts'

type Row = { table: string; column: string }

async function rows<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

const ours = `('keep', 'fact', 'office')`

test('every column about a customer says what it is, what for, how long, and how it goes', async (t) => {
  const store = await testStore(t)
  const bare = await rows<Row>(
    store.url.owner,
    `with about as (select c.table_schema || '.' || c.table_name as "table" from information_schema.columns c where c.table_schema in ${ours} and c.column_name = 'customer_id')
     select a."table", c.column_name as "column" from about a
     join information_schema.columns c on c.table_schema || '.' || c.table_name = a."table"
     left join public.annotation n on n.table_name = a."table" and n.column_name = c.column_name
     where c.column_name <> 'customer_id' and n.table_name is null order by 1, 2`,
  )
  assert.deepEqual(bare, [])
})

test('an annotation speaks of a column that is there', async (t) => {
  const store = await testStore(t)
  const stale = await rows<Row>(
    store.url.owner,
    `select n.table_name as "table", n.column_name as "column" from public.annotation n
     where not exists (select 1 from information_schema.columns c where c.table_schema || '.' || c.table_name = n.table_name and c.column_name = n.column_name)`,
  )
  assert.deepEqual(stale, [])
})

test('each table can be distributed by customer, or is a look-up by digest, or a registry', async (t) => {
  const store = await testStore(t)
  const bad = await rows<{ table: string; index: string }>(
    store.url.owner,
    `select n.nspname || '.' || t.relname as "table", i.relname as "index" from pg_index x
     join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid join pg_namespace n on n.oid = t.relnamespace
     where n.nspname in ${ours} and x.indisunique
       and not exists (select 1 from public.table_kind k where k.table_name = n.nspname || '.' || t.relname)
       and not exists (select 1 from pg_attribute a where a.attrelid = t.oid and a.attname = 'customer_id' and a.attnum = any(x.indkey))
     order by 1, 2`,
  )
  assert.deepEqual(bad, [])
})

test('foreign keys join only tables that share the customer, or registries', async (t) => {
  const store = await testStore(t)
  const bad = await rows<{ name: string }>(
    store.url.owner,
    `select c.conname as name from pg_constraint c
     join pg_class f on f.oid = c.conrelid join pg_namespace fn on fn.oid = f.relnamespace
     join pg_class p on p.oid = c.confrelid join pg_namespace pn on pn.oid = p.relnamespace
     where c.contype = 'f' and fn.nspname in ${ours}
       and not exists (select 1 from pg_attribute a where a.attrelid = f.oid and a.attname = 'customer_id' and a.attnum = any(c.conkey))
       and not exists (select 1 from public.table_kind k where k.table_name = pn.nspname || '.' || p.relname)`,
  )
  assert.deepEqual(bad, [])
})
