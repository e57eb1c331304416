import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { testStore } from '../../../test/store.ts'
import { makeHome, withClient } from '../launcher/index.ts'
import { examine, type Finding } from './index.ts'

const now = new Date('2026-03-31T12:00:00Z')

test('where nothing is, the doctor says so and makes nothing', async (t) => {
  const home = join(temporaryFolder(t), 'none')
  const found = await examine({ home, own: {}, now })
  assert.equal(about(found, 'installation').state, 'note')
  assert.ok(!existsSync(home))
})

test('where only demos are, the doctor names them', async (t) => {
  const home = temporaryFolder(t)
  mkdirSync(join(home, 'demo-bookshop', 'data'), { recursive: true })
  const found = about(await examine({ home, own: {}, now }), 'installation')
  assert.equal(found.todo, `Name the one you mean: --home ${join(home, 'demo-bookshop')}.`)
})

test('open secrets are told with the command that closes them', async (t) => {
  const home = makeHome(temporaryFolder(t))
  writeFileSync(join(home.secrets, 'keep'), 'secret')
  chmodSync(join(home.secrets, 'keep'), 0o644)
  writeFileSync(join(home.keys, 'epoch-1.key'), 'key', { mode: 0o600 })
  const found = await examine({ home: home.root, own: {}, now })
  assert.deepEqual(about(found, 'secrets'), {
    about: 'secrets',
    state: 'bad',
    found: `others can read ${join(home.secrets, 'keep')}`,
    todo: `chmod -R go= ${home.secrets}`,
  })
  assert.equal(about(found, 'keys').state, 'ok')
  assert.equal(about(found, 'PostgreSQL').found, 'not running')
})

test('a good database passes, and each hole in it is found', async (t) => {
  const store = await testStore(t)
  const look = () => examine({ home: join(tmpdir(), 'none'), own: { databaseUrl: store.url.owner, keysOwnerDatabaseUrl: store.url.keysOwner }, now })
  const asAdmin = (sql: string) => withClient(store.url.admin, (client) => client.query(sql))
  assert.deepEqual(
    (await look()).filter((finding) => finding.state === 'bad'),
    [],
  )

  await asAdmin(`grant connect on database ${store.name.keys} to rapport_office; grant usage on schema keep to rapport_analyst`)
  const walls = about(await look(), 'walls')
  assert.match(walls.found, /rapport_office reaches the database of keys/)
  assert.match(walls.found, /rapport_analyst reaches the keep's tables/)

  await asAdmin(`delete from public.migration where number = 20`)
  assert.match(about(await look(), 'migrations').found, /1 waiting: main\/020_/)
  await asAdmin(`update public.migration set sha256 = 'other' where number = 1`)
  assert.match(about(await look(), 'migrations').found, /has been changed since/)
})

test('a backup is known wherever it was written, and one that failed or is old is told', async (t) => {
  const store = await testStore(t)
  const home = join(tmpdir(), 'none')
  const backups = async () => about(await examine({ home, own: { databaseUrl: store.url.owner, keysOwnerDatabaseUrl: store.url.keysOwner }, now }), 'backups')
  const note = (values: string) =>
    withClient(store.url.owner, (client) => client.query(`insert into public.backup (what, place, began_at, ended_at, ok, bytes, why) values ${values}`))
  assert.equal((await backups()).found, `none in ${join(home, 'backups')}`)
  await note(`('all', '/srv/far', '2026-03-20', '2026-03-20', true, 5, null)`)
  assert.deepEqual([(await backups()).state, (await backups()).found], ['note', 'the last is 11 days old, in /srv/far'])
  await note(`('all', '/srv/far', '2026-03-31 02:00+00', '2026-03-31 02:10+00', true, 5, null)`)
  assert.deepEqual(await backups(), { about: 'backups', state: 'ok', found: 'the last is of today, in /srv/far' })
  await note(`('all', '/srv/far', '2026-03-31 11:55+00', null, false, null, null)`)
  assert.equal((await backups()).state, 'ok', 'one is under way')
  await note(`('all', '/srv/far', '2026-03-31 03:00+00', '2026-03-31 03:01+00', false, null, 'no room')`)
  assert.deepEqual([(await backups()).state, (await backups()).found], ['bad', 'the last try, of today, failed: no room'])
})

test('a database that does not answer is told', async () => {
  const found = await examine({ home: '/nonexistent', own: { databaseUrl: 'postgresql://nobody@127.0.0.1:1/none' }, now })
  assert.equal(about(found, 'PostgreSQL').state, 'bad')
})

function about(found: readonly Finding[], what: string): Finding {
  const finding = found.find((one) => one.about === what)
  assert.ok(finding, `nothing about ${what}`)
  return finding
}

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-doctor-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
