import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type TestStore, testStore } from '../../../test/store.ts'
import { withClient } from '../launcher/index.ts'
import { lastBackups } from './backups.ts'
import { backup, backupKeys, chooseBackups, restore } from './index.ts'
import { listSequences, listTables } from './schema.ts'

const noon = new Date('2026-03-31T12:00:00Z')
const later = new Date('2026-03-31T12:05:00Z')

test('a restored installation is the same, table by table', async (t) => {
  const full = await filledStore(t)
  const to = temporaryFolder(t)
  const done = await backup({ ...owners(full), to, now: noon })
  assert.ok(done.main.rows > 3_000)
  const empty = await testStore(t)
  const { erased } = await restore({ ...owners(empty), ...chooseBackups({ from: to, keys: undefined }) })
  assert.equal(erased, 0)
  assert.deepEqual(await sums(empty), await sums(full))
  assert.equal(await rowsIn(empty, 'keep.identifier'), 1) // a visitor without any sealed value has no key and is not erased
  await assert.rejects(
    withClient(empty.url.owner, (client) => client.query(`insert into keep.file_chunk values (1, 99, 0, '')`)),
    /foreign key/,
  )
})

test('consents come back as they stood, given and withdrawn, and the next one is kept by its trigger', async (t) => {
  const full = await filledStore(t)
  const to = temporaryFolder(t)
  await backup({ ...owners(full), to, now: noon })
  const empty = await testStore(t)
  await restore({ ...owners(empty), ...chooseBackups({ from: to, keys: undefined }) })
  const states = 'select customer_id, seq, state from keep.consent_state order by 1'
  await withClient(empty.url.owner, async (client) => {
    assert.deepEqual((await client.query(states)).rows, [
      { customer_id: '1', seq: 2, state: 'ConsentGiven' },
      { customer_id: '2', seq: 3, state: 'ConsentWithdrawn' },
    ])
    await client.query(consents('(3)', 1))
    assert.deepEqual((await client.query(states)).rows.at(-1), { customer_id: '3', seq: 1, state: 'ConsentRequested' })
    const { rows } = await client.query(`select count(*)::int as off from pg_trigger where tgenabled <> 'O'`)
    assert.deepEqual(rows, [{ off: 0 }])
  })
})

test('who was erased after the backup does not come back with it', async (t) => {
  const full = await filledStore(t)
  const to = temporaryFolder(t)
  await backup({ ...owners(full), to, now: noon })
  await withClient(full.url.keysOwner, (client) => client.query('delete from keyring.data_key where customer_id = 17'))
  await backupKeys({ ...owners(full), to, now: later })
  const empty = await testStore(t)
  const { erased } = await restore({ ...owners(empty), ...chooseBackups({ from: to, keys: undefined }) })
  assert.equal(erased, 1)
  await withClient(empty.url.owner, async (client) => {
    for (const table of ['keep.customer', 'keep.vault', 'fact.interaction']) {
      const { rows } = await client.query(`select count(*) filter (where customer_id = 17)::int as gone, count(*)::int as all from ${table}`)
      assert.equal(rows[0].gone, 0, table)
      assert.ok(rows[0].all > 900, table)
    }
  })
})

test('restore refuses what would not be right, in one sentence, and leaves the store empty', async (t) => {
  const full = await filledStore(t)
  const to = temporaryFolder(t)
  await backupKeys({ ...owners(full), to, now: noon })
  const old = chooseBackups({ from: join(to, 'main-x'), keys: undefined }).keys
  const { main, keys } = await backup({ ...owners(full), to, now: later })
  const empty = await testStore(t)
  const from = { ...owners(empty), main: main.folder, keys: keys.folder }

  await assert.rejects(restore({ ...from, keys: old }), /older .* than the main backup/)
  await assert.rejects(restore({ ...from, keys: main.folder }), /a backup of main, not of keys/)
  await assert.rejects(restore({ ...from, main: to }), /no whole backup/)
  await assert.rejects(restore({ ...owners(full), main: main.folder, keys: keys.folder }), /not empty/)

  const vault = join(main.folder, 'keep.vault.copy.zst')
  const bytes = readFileSync(vault)
  bytes.writeUInt8(bytes.readUInt8(100) ^ 1, 100)
  writeFileSync(vault, bytes)
  await assert.rejects(restore(from), /keep\.vault\.copy\.zst is damaged/)
  truncateSync(vault, 50)
  await assert.rejects(restore(from), /damaged/)
  writeFileSync(join(main.folder, 'manifest.json'), '{"format":1')
  await assert.rejects(restore(from), /manifest\.json is damaged/)
  assert.equal(await rowsIn(empty, 'keep.customer'), 0)
})

test('a backup killed half-way leaves nothing that looks whole', async (t) => {
  const full = await filledStore(t)
  const to = temporaryFolder(t)
  const code = `
    import { backup } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)}
    await backup({ ...${JSON.stringify(owners(full))}, to: ${JSON.stringify(to)}, now: new Date(0),
      progress: ({ table }) => { if (table === 'keep.vault') process.kill(process.pid, 'SIGKILL') } })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' })
  const signal = await new Promise((ended) => child.once('exit', (_, name) => ended(name)))
  assert.equal(signal, 'SIGKILL')
  assert.equal(readdirSync(to).filter((name) => name.endsWith('.half')).length, 1)
  assert.throws(() => chooseBackups({ from: to, keys: undefined }), /no whole backup of main/)
  await backup({ ...owners(full), to, now: later })
  assert.deepEqual(readdirSync(to).sort(), ['keys-20260331-120500', 'main-20260331-120500'])
})

test('a backup is one moment, whatever is written meanwhile', async (t) => {
  const full = await filledStore(t)
  const to = temporaryFolder(t)
  let wrote: Promise<unknown> | undefined
  await backup({
    ...owners(full),
    to,
    now: noon,
    progress: () => {
      wrote ??= withClient(full.url.owner, (client) => client.query('delete from keep.vault; delete from keep.customer'))
    },
  })
  await wrote
  const empty = await testStore(t)
  await restore({ ...owners(empty), ...chooseBackups({ from: to, keys: undefined }) })
  assert.equal(await rowsIn(full, 'keep.customer'), 0)
  assert.equal(await rowsIn(empty, 'keep.customer'), 1_000)
  assert.equal(await rowsIn(empty, 'keep.vault'), 1_000)
})

test('every backup is noted, also one that fails, and where it went is found again', async (t) => {
  const store = await filledStore(t)
  const to = temporaryFolder(t)
  assert.deepEqual(await lastBackups(store.url.owner, noon), { good: undefined, failed: undefined })
  await backupKeys({ ...owners(store), to, now: noon })
  assert.equal((await lastBackups(store.url.owner, noon)).good, undefined, 'the keys alone are no backup')
  await backup({ ...owners(store), to, now: later })
  await assert.rejects(backup({ ...owners(store), to, now: later }), /exist/) // the folder of that second is there already
  const { good, failed } = await lastBackups(store.url.owner, later)
  assert.deepEqual(good && { at: good.at, place: good.place }, { at: later, place: to })
  assert.equal(failed, undefined, 'it began no later than the whole one')
  writeFileSync(join(to, 'file'), '')
  const tomorrow = new Date('2026-04-01T12:00:00Z')
  await assert.rejects(backup({ ...owners(store), to: join(to, 'file'), now: tomorrow }))
  const after = await lastBackups(store.url.owner, tomorrow)
  assert.deepEqual(after.good?.at, later)
  assert.match(after.failed?.why ?? '', /EEXIST|ENOTDIR/)
  const { rows } = await withClient(store.url.owner, (client) => client.query(`select what, ok, bytes > 1000 as large from public.backup order by backup_id`))
  assert.deepEqual(rows, [
    { what: 'keys', ok: true, large: true },
    { what: 'all', ok: true, large: true },
    { what: 'all', ok: false, large: null },
    { what: 'all', ok: false, large: null },
  ])
})

test('a backup goes on where it cannot be noted: before an upgrade there is no such table', async (t) => {
  const store = await filledStore(t)
  const said: string[] = []
  await withClient(store.url.owner, (client) => client.query('drop table public.backup'))
  const { main } = await backup({ ...owners(store), to: temporaryFolder(t), now: noon, say: (line) => said.push(line) })
  assert.ok(main.rows > 3_000)
  assert.deepEqual(said, [])
})

function owners(store: TestStore) {
  return { ownerUrl: store.url.owner, keysOwnerUrl: store.url.keysOwner }
}

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-backup-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A thousand customers with odd bytes and texts, and sequences that have moved. */
async function filledStore(t: TestContext): Promise<TestStore> {
  const store = await testStore(t)
  await withClient(store.url.keysOwner, (client) =>
    client.query(`
      insert into keyring.epoch values (1, '2026-01-01', '\\x01');
      insert into keyring.own_key values ('index', 1, '\\x00ff5c0a09');
      insert into keyring.data_key select n, 'contact', 1, sha256(n::text::bytea) from generate_series(1, 1000) n`),
  )
  await withClient(store.url.owner, async (client) => {
    await client.query(rowsOfAThousand)
    await client.query(
      `insert into keep.notice values ('marketing', 1, 'en', sha256(convert_to('Yes, please.', 'UTF8')), 'Yes, please.', '2026-01-01', 'service', 0)`,
    )
    await client.query(consents('(1)', 2))
    await client.query(consents('(2)', 3))
  })
  return store
}

const rowsOfAThousand = String.raw`
  insert into keep.customer (customer_id, status, created_at, language)
    select n, 'known', '2026-01-01', case when n % 3 = 0 then 'ru' end from generate_series(1, 1000) n;
  insert into keep.vault (customer_id, field, version, sealed, category, source, at, by_kind, by_id)
    select n, 'surname', n, sha256(n::text::bytea), 'contact', E'a\tb\\N "quoted"\n\\. Белова', '2026-01-01', 'staff', 1 from generate_series(1, 1000) n;
  insert into keep.identifier (kind, digest, customer_id, source, first_seen, last_seen)
    values ('anonymous', sha256('visitor'), 5000, 'web', '2026-01-01', '2026-01-01');
  insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, amount, currency, attrs)
    select n, n * 10, 1, '2026-01-01', 'order', 'shop', 'in', 'till', n, 'RUB', '{"a": [1, null]}' from generate_series(1, 1000) n;
  select nextval('keep.customer_id_seq'), nextval('keep.customer_id_seq')`

/** Records of consent of these customers: asked for, given, withdrawn, as far as `until`. */
function consents(customers: string, until: number): string {
  return `insert into keep.consent_event (customer_id, purpose, category, channel, topic, seq, from_state, state, before_hash, hash, at, event_type,
      purpose_version, notice, notice_version, language, method, evidence_kind, evidence, by_kind, by_id, by_role, notice_sha256, record_seq, basis_text)
    select c, 'marketing', 'contact', 'email', '*', seq, was, state, case when seq > 1 then sha256((seq - 1)::text::bytea) end, sha256(seq::text::bytea),
           '2026-01-01', 'ExplicitlyExpressed', 1, 'marketing', 1, 'en', 'portal', 'portal', '\\x00', 'customer', c, 'customer', (select sha256 from keep.notice where notice = 'marketing' and language = 'en'), 1, 'consent'
      from (values ${customers}) as who(c), (values
        (1, 'ConsentUnknown', 'ConsentRequested'), (2, 'ConsentRequested', 'ConsentGiven'), (3, 'ConsentGiven', 'ConsentWithdrawn')) as step(seq, was, state)
     where seq <= ${until} order by c, seq`
}

async function rowsIn(store: TestStore, table: string): Promise<number> {
  return withClient(store.url.owner, async (client) => (await client.query(`select from ${table}`)).rowCount ?? 0)
}

/** One checksum for each table and the place of each sequence. */
async function sums(store: TestStore): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const [kind, url] of [
    ['main', store.url.owner],
    ['keys', store.url.keysOwner],
  ] as const) {
    await withClient(url, async (client) => {
      for (const { name, columns } of await listTables(client, kind)) {
        const { rows } = await client.query(
          `select count(*) || ':' || coalesce(md5(string_agg(line, '|' order by line)), '') as sum from (select row(${columns.join(', ')})::text as line from ${name}) l`,
        )
        found[name] = rows[0].sum
      }
      for (const { name, value, called } of await listSequences(client, kind)) found[name] = `${value} ${called}`
    })
  }
  return found
}
