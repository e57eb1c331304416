import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import pg from 'pg'
import { testStore } from './store.ts'

// Every privilege of every role that runs, against a list that a person has read. A migration that grants more, or less,
// changes the list in the same commit.

const listed = readFileSync(new URL('./privileges.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')

/** One line a role and object: "rapport_office select fact.interaction". */
async function granted(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ line: string }>(`
      with roles(role) as (values ('rapport_keep'), ('rapport_office'), ('rapport_analyst')),
      tables as (
        select r.role, string_agg(p.privilege, ',' order by p.privilege) as privileges, n.nspname || '.' || c.relname as object
        from roles r, pg_class c join pg_namespace n on n.oid = c.relnamespace,
          unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as p(privilege)
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^(pg_|information_schema)' and has_table_privilege(r.role, c.oid, p.privilege)
        group by r.role, n.nspname, c.relname),
      sequences as (
        select r.role, 'usage' as privileges, n.nspname || '.' || c.relname as object from roles r, pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'S' and n.nspname !~ '^pg_' and has_sequence_privilege(r.role, c.oid, 'USAGE')),
      functions as (
        select r.role, 'execute' as privileges, n.nspname || '.' || p.proname as object from roles r, pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname !~ '^(pg_|information_schema)' and has_function_privilege(r.role, p.oid, 'EXECUTE')),
      schemas as (
        select r.role, string_agg(lower(p.privilege), ',' order by p.privilege) as privileges, 'schema ' || n.nspname as object
        from roles r, pg_namespace n, unnest(array['USAGE', 'CREATE']) as p(privilege)
        where n.nspname !~ '^(pg_|information_schema)' and has_schema_privilege(r.role, n.oid, p.privilege) group by r.role, n.nspname),
      databases as (
        select r.role, string_agg(lower(p.privilege), ',' order by p.privilege) as privileges, 'database' as object
        from roles r, unnest(array['CONNECT', 'CREATE', 'TEMPORARY']) as p(privilege) where has_database_privilege(r.role, current_database(), p.privilege) group by r.role)
      select role || ' ' || lower(privileges) || ' ' || object as line from (
        table tables union all table sequences union all table functions union all table schemas union all table databases) x order by 1`)
    return rows.map((r) => r.line)
  } finally {
    await client.end()
  }
}

test('every privilege on the main database is one that was meant', async (t) => {
  const store = await testStore(t)
  assert.deepEqual(
    (await granted(store.url.owner)).map((l) => `main ${l}`),
    listed.filter((l) => l.startsWith('main ')),
  )
})

test('every privilege on the database of keys is one that was meant, and only the keep has any', async (t) => {
  const store = await testStore(t)
  const lines = (await granted(store.url.keysOwner)).map((l) => `keys ${l}`)
  assert.deepEqual(
    lines,
    listed.filter((l) => l.startsWith('keys ')),
  )
  assert.ok(lines.every((l) => l.startsWith('keys rapport_keep ')))
})

test('the office can read no table of the keep and write no fact', () => {
  const office = listed.filter((l) => l.startsWith('main rapport_office '))
  assert.deepEqual(
    office.filter((l) => / (schema )?keep(\.|_jobs|$)/.test(l)),
    [],
  )
  assert.deepEqual(
    office.filter((l) => / fact\./.test(l) && !/^main rapport_office select /.test(l)),
    [],
  )
})

test('no role that runs is a superuser, owns a table or passes row security', async (t) => {
  const store = await testStore(t)
  const client = new pg.Client({ connectionString: store.url.owner })
  await client.connect()
  const { rows } = await client.query(`select rolname from pg_roles r where rolname in ('rapport_keep', 'rapport_office', 'rapport_analyst')
    and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or exists (select 1 from pg_class c where c.relowner = r.oid))`)
  await client.end()
  assert.deepEqual(rows, [])
})
