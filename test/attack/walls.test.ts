import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { canUse, codeOf, isAlive, keysDatabase, withClient, withDatabase } from '../../src/platform/launcher/index.ts'
import { runFolders } from '../../src/platform/run-folder.ts'
import { type Product, startProduct } from '../product.ts'
import { environmentOf } from './inside.ts'

// Somebody has taken the office over: its memory, its environment, its database role, its way out to the system. What do
// they reach?

const nobody = { uid: 65_533, gid: 65_533 }
const closed = !canUse(nobody, process.execPath, 'run') || !canUse(nobody, import.meta.filename, 'read')
const stays = process.getuid?.() !== 0 ? 'not root' : closed ? 'no other user can read this copy of Rapport, so the office stays root and says so' : false

const onLinux = process.platform === 'linux' ? false : 'looks at processes through /proc, which only Linux has'

test('somebody in the office', { skip: onLinux }, async (t) => {
  const product = await startProduct(t)
  await product.setUp()
  const pids = await product.pids()
  const env = environmentOf(pids.office)
  const url = product.databaseUrl('office')

  await t.test('finds no secret in its environment: what it needs, main tells it', () => {
    const names = [...env.keys()].filter((name) => !/^(NODE_CHANNEL_|TZ$|RAPPORT_LOG$)/.test(name)).sort()
    assert.deepEqual(names, ['RAPPORT_WAITS'])
    const all = [...env.values()].join('\n')
    for (const file of globSync(join(product.home, '{secrets,keys}/*'))) {
      const secret = readFileSync(file, 'utf8').trim()
      assert.ok(!all.includes(secret.slice(0, 12)), `${file} in the environment of the office`)
    }
  })

  await t.test('holds no file of the keys, the secrets or the data open', () => {
    const open = readdirSync(`/proc/${pids.office}/fd`).flatMap((fd) => linkOf(`/proc/${pids.office}/fd/${fd}`))
    assert.ok(open.length > 5, 'descriptors were seen')
    assert.deepEqual(
      open.filter((path) => path.startsWith(product.home) && !path.includes('/run/')),
      [],
    )
  })

  await t.test('reads and writes no file but the code, whatever way it tries, and starts nothing', () => {
    const flags = readFileSync(`/proc/${pids.office}/cmdline`, 'utf8')
      .split('\0')
      .filter((part) => part.startsWith('--'))
    assert.ok(flags.includes('--permission') && flags.includes('--no-experimental-sqlite') && flags.includes('--disable-sigusr1'))
    assert.deepEqual(
      flags.filter((flag) => /^--(allow-(?!fs-read=)|inspect|experimental)/.test(flag)),
      [],
    )
    const readable = flags.flatMap((flag) => (flag.startsWith('--allow-fs-read=') ? [flag.slice('--allow-fs-read='.length)] : []))
    for (const folder of ['keys', 'secrets', 'data', 'index', 'backups', 'log']) {
      assert.ok(!readable.some((path) => join(product.home, folder).startsWith(path) || path.startsWith(join(product.home, folder))), folder)
    }
    const spot = join(product.home, 'spot')
    mkdirSync(spot)
    writeFileSync(join(spot, 'secret.txt'), 'a secret')
    const script = readFileSync(join(import.meta.dirname, 'inside.js'), 'utf8')
    const tried = spawnSync(process.execPath, [...flags, '--no-warnings', '-e', script], {
      encoding: 'utf8',
      env: { SPOT: spot, KEYS: join(product.home, 'keys/epoch-1.key') },
    })
    assert.match(tried.stdout, /^closed readFile/m, tried.stderr)
    assert.deepEqual(
      tried.stdout.split('\n').filter((line) => line.startsWith('OPEN')),
      [],
    )
    assert.deepEqual(readdirSync(spot), ['secret.txt'])
  })

  await t.test('runs bundled code that it cannot change', () => {
    const program = readFileSync(`/proc/${pids.office}/cmdline`, 'utf8').split('\0').filter(Boolean).at(-1) ?? ''
    assert.match(program, /node_modules\/\.cache\/rapport-code\/[0-9a-f]{32}\/office-process\.mjs$/)
    for (const path of [program, dirname(program), dirname(dirname(program))]) {
      const { uid, mode } = statSync(path)
      assert.notEqual(uid, nobody.uid)
      assert.equal(mode & 0o002, 0, `${path} is not everybody’s to write`)
    }
  })

  await t.test('is nobody where main is root: cannot read the keys even without Node’s permissions', { skip: stays }, () => {
    const status = readFileSync(`/proc/${pids.office}/status`, 'utf8')
    assert.match(status, /^Uid:\t65533\t65533\t65533\t65533$/m)
    assert.match(status, /^Gid:\t65533\t65533\t65533\t65533$/m)
    assert.match(status, /^Groups:\s*$/m)
    const as = { ...nobody, cwd: '/', encoding: 'utf8' } as const
    const reads = (path: string) => spawnSync('/bin/cat', [path], as).status === 0
    assert.ok(reads('/etc/passwd'), 'that user can run a program')
    for (const path of ['keys/epoch-1.key', 'secrets/keep', 'secrets/door', 'data/PG_VERSION']) assert.ok(!reads(join(product.home, path)), path)
    assert.ok(!reads(`/proc/${pids.keep}/environ`) && !reads(`/proc/${pids.main}/environ`))
    const courier = { ...as, uid: 65_532, gid: 65_532 }
    const [run = ''] = runFolders(join(product.home, 'run'))
    assert.notEqual(spawnSync('/bin/ls', [run], courier).status, 0, 'and a courier does not come to the door')
  })

  await t.test('opens no debugger in the other processes', async () => {
    for (const part of ['main', 'keep', 'analyst', 'office'] as const) process.kill(pids[part], 'SIGUSR1')
    await sleep(500)
    assert.ok(!product.log().includes('Debugger listening'))
    for (const pid of Object.values(pids)) assert.ok(isAlive(pid))
  })

  await t.test('with its role reads no table of the keep, becomes nobody else and leaves the database by no door', () => databaseWalls(product, url))

  await t.test('does not get into the database of keys', async () => {
    await assert.rejects(
      withClient(withDatabase(url, keysDatabase), (c) => c.query('select 1')),
      (error) => codeOf(error) === '42501',
    )
  })
})

async function databaseWalls(product: Product, url: string): Promise<void> {
  const { rows: tables } = await withClient(product.databaseUrl('owner'), (c) =>
    c.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('keep', 'keyring', 'keep_jobs')`),
  )
  assert.ok(tables.length > 30, 'the tables of the keep were found')
  await withClient(url, async (office) => {
    for (const { name } of tables) await refused(office.query(`select * from ${name} limit 1`), `select from ${name}`)
    for (const { name } of tables.slice(0, 5)) await refused(office.query(`delete from ${name}`), `delete from ${name}`)
    for (const role of ['rapport_keep', 'rapport_owner', 'postgres', 'pg_read_all_data']) await refused(office.query(`set role ${role}`), `become ${role}`)
    const ways = [
      'create temp table t (a int)',
      'create table public.t (a int)',
      'create schema s',
      `create function office.f() returns int language sql as 'select 1'`,
      `copy (select 1) to program 'id'`,
      `copy (select 1) to '/tmp/rapport-out'`,
      `select pg_read_file('postgresql.conf')`,
      `select lo_import('/etc/passwd')`,
      'alter role rapport_office superuser',
      'insert into fact.interaction select * from fact.interaction',
      'delete from fact.change',
      'create extension dblink',
      'select * from pg_authid',
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'rapport_keep'`,
    ]
    for (const way of ways) await refused(office.query(way), way)
    const seen = await office.query<{ query: string }>(`select query from pg_stat_activity where usename = 'rapport_keep' and query !~ '^<insufficient'`)
    assert.deepEqual(seen.rows, [], 'statements of the keep are not seen')
  })
}

async function refused(asked: Promise<unknown>, what: string): Promise<void> {
  const code = await asked.then(
    () => 'allowed',
    (error: unknown) => codeOf(error),
  )
  assert.ok(['42501', '0LP01', '2BP01'].includes(code), `${what}: ${code}`)
}

function linkOf(path: string): string[] {
  return existsSync(path) ? [readlinkSync(path)] : []
}
