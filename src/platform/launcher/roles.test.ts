import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { testServer, testStore } from '../../../test/store.ts'
import { migrate, openDatabases, pendingMigrations, roles, withClient, withDatabase, withLogin } from './index.ts'

test('no role of a process is a superuser, goes round row security, makes roles or owns anything', async (t) => {
  const store = await testStore(t)
  await withClient(store.url.admin, async (client) => {
    const { rows } = await client.query(
      `select rolname from pg_roles where rolname = any($1)
          and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`,
      [Object.values(roles)],
    )
    assert.deepEqual(rows, [])
    const owned = await client.query(
      `select c.oid::regclass::text as name, r.rolname as owner from pg_class c join pg_roles r on r.oid = c.relowner
        where r.rolname in ('rapport_keep', 'rapport_office', 'rapport_analyst')
        union all select nspname, rolname from pg_namespace n join pg_roles r on r.oid = nspowner
        where r.rolname in ('rapport_keep', 'rapport_office', 'rapport_analyst')`,
    )
    assert.deepEqual(owned.rows, [])
    const members = await client.query(`select from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = any($1)`, [Object.values(roles)])
    assert.equal(members.rowCount, 0)
    const mine = await client.query(`select distinct r.rolname as owner from pg_class c join pg_roles r on r.oid = c.relowner
       where c.relnamespace::regnamespace::text in ('keep', 'fact', 'office')`)
    assert.deepEqual(mine.rows, [{ owner: 'rapport_owner' }])
  })
})

test('only the keep and the owner reach the keys, and nobody makes anything', async (t) => {
  const store = await testStore(t)
  for (const role of ['office', 'analyst'] as const) {
    const there = withDatabase(store.url[role], store.name.keys)
    await assert.rejects(
      withClient(there, (client) => client.query('select 1')),
      /permission denied for database/,
    )
    await assert.rejects(
      withClient(store.url[role], (client) => client.query('select from keep.customer')),
      /permission denied for schema keep/,
    )
  }
  for (const role of ['keep', 'office', 'analyst'] as const) {
    for (const sql of ['create schema mine', 'create temp table mine (n int)', 'create table public.mine (n int)', 'create role mine']) {
      await assert.rejects(
        withClient(store.url[role], (client) => client.query(sql)),
        /permission denied/,
        `${role}: ${sql}`,
      )
    }
  }
  for (const role of ['keep', 'office', 'analyst', 'owner'] as const) {
    for (const sql of [`copy (select 1) to program 'cat'`, `select pg_read_file('/etc/hostname')`]) {
      await assert.rejects(
        withClient(store.url[role], (client) => client.query(sql)),
        /permission denied|must be superuser/,
        `${role}: ${sql}`,
      )
    }
  }
})

test('migrations are applied once, in order, and a changed or unknown one is refused in words', async (t) => {
  const { url, keys } = await emptyPair(t)
  const folder = temporaryFolder(t)
  write(folder, 'main/001_first.sql', 'create table public.first (n int); insert into public.first values (1);')
  write(folder, 'keys/001_first.sql', 'create table public.keys_first (n int);')
  const at = { ownerUrl: url, keysOwnerUrl: keys, folder }
  assert.deepEqual(await pendingMigrations(at), ['main/001_first.sql', 'keys/001_first.sql'])
  assert.deepEqual(await migrate(at), { applied: ['main/001_first.sql', 'keys/001_first.sql'] })
  assert.deepEqual(await migrate(at), { applied: [] })

  write(folder, 'main/003_bad.sql', 'create table public.third (n int);\n\nselect oops;')
  write(folder, 'main/002_second.sql', 'alter table public.first add m int;')
  await assert.rejects(migrate(at), /main\/003_bad\.sql failed at line 3: column "oops" does not exist; nothing of it was kept/)
  assert.deepEqual(await pendingMigrations(at), ['main/003_bad.sql'])
  await withClient(url, async (client) => {
    assert.equal((await client.query(`select to_regclass('public.third') as t`)).rows[0].t, null)
    const { rows } = await client.query(`select tableowner from pg_tables where tablename = 'first'`)
    assert.deepEqual(rows, [{ tableowner: 'rapport_owner' }])
  })

  write(folder, 'main/003_bad.sql', 'select 1')
  await migrate(at)
  write(folder, 'main/001_first.sql', 'create table public.first (n bigint);')
  await assert.rejects(migrate(at), /001_first\.sql was applied before and has been changed since/)
  rmSync(join(folder, 'main/001_first.sql'))
  await assert.rejects(migrate(at), /001_first\.sql, which this version of Rapport does not know/)
  write(folder, 'main/4_odd.sql', 'select 1')
  await assert.rejects(migrate(at), /is not named like/)
  rmSync(join(folder, 'main/4_odd.sql'))
  write(folder, 'main/002_again.sql', 'select 1')
  await assert.rejects(migrate(at), /have the number 2/)
})

test('two that migrate at once apply each file once', async (t) => {
  const { url, keys } = await emptyPair(t)
  const folder = temporaryFolder(t)
  write(folder, 'main/001_slow.sql', 'select pg_sleep(0.2); create table public.once (n int);')
  const at = { ownerUrl: url, keysOwnerUrl: keys, folder }
  const both = await Promise.all([migrate(at), migrate(at)])
  assert.deepEqual(
    both.flatMap((done) => done.applied),
    ['main/001_slow.sql'],
  )
})

test('a PostgreSQL of the operator’s own gets its databases from nothing but DATABASE_URL', async (t) => {
  const name = `own_${process.pid}`
  const admin = testServer().admin
  const home = temporaryFolder(t)
  const found = await openDatabases({
    home,
    own: {
      databaseUrl: withDatabase(admin, name),
      keepDatabaseUrl: withDatabase(testServer().keep, name),
      officeDatabaseUrl: withDatabase(testServer().office, name),
      analystDatabaseUrl: withDatabase(testServer().analyst, name),
    },
  })
  t.after(() => dropBoth(name))
  assert.equal(found.postgres, undefined)
  await migrate({ ...found, passwords: {} })
  assert.deepEqual(await pendingMigrations(found), [])
  await withClient(found.url.keep, (client) => client.query('select from keep.customer'))
  await withClient(found.url.keys, (client) => client.query('select from keyring.data_key'))
  await assert.rejects(
    withClient(found.url.office, (client) => client.query('select from keep.customer')),
    /permission denied/,
  )
})

test('a database user who may not make roles is told what to do', async (t) => {
  const { url } = await emptyPair(t)
  const name = `plain_${process.pid}`
  const asAdmin = (sql: string) => withClient(testServer().admin, (admin) => admin.query(sql))
  await asAdmin(`create role ${name} login password 'plain'; grant connect on database postgres to ${name}`)
  t.after(() => asAdmin(`drop owned by ${name}; drop role ${name}`))
  const plain = withLogin(withDatabase(url, `nothing_${process.pid}`), name, 'plain')
  await assert.rejects(migrate({ ownerUrl: plain }), /may not .* give it CREATEROLE and CREATEDB/)
})

test('a server that does not answer is told in one sentence', async (t) => {
  const home = temporaryFolder(t)
  await assert.rejects(
    openDatabases({ home, own: { databaseUrl: 'postgresql://nobody@127.0.0.1:1/none' } }),
    /The PostgreSQL of DATABASE_URL does not answer: .*ECONNREFUSED/,
  )
})

/** Two empty databases owned by rapport_owner. */
async function emptyPair(t: TestContext): Promise<{ url: string; keys: string }> {
  const name = `empty_${randomBytes(6).toString('hex')}`
  const server = testServer()
  await withClient(server.admin, async (admin) => {
    for (const database of [name, `${name}_keys`]) await admin.query(`create database ${database} owner rapport_owner`)
  })
  t.after(() => dropBoth(name))
  return { url: withDatabase(server.owner, name), keys: withDatabase(server.owner, `${name}_keys`) }
}

function dropBoth(name: string): Promise<void> {
  return withClient(testServer().admin, async (admin) => {
    for (const database of [name, `${name}_keys`]) await admin.query(`drop database if exists ${database} with (force)`)
  })
}

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-roles-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function write(folder: string, name: string, sql: string): void {
  mkdirSync(join(folder, name, '..'), { recursive: true })
  writeFileSync(join(folder, name), sql)
}
