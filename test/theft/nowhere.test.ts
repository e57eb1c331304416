import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { z } from 'zod'
import { unseal } from '../../src/keep/keyring/index.ts'
import * as rights from '../../src/keep/rights/contract.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { dataFolderOf, withClient } from '../../src/platform/launcher/index.ts'
import { keyOf, recordPeople } from '../attack/people.ts'
import { type Client, type Product, startProduct, admin as vera } from '../product.ts'
import { openOwnPage } from '../town/demo/customer.ts'
import { ask } from '../town/demo/visitor.ts'
import { until } from '../until.ts'
import { encoded, findAll, formsOfEmail, formsOfName, formsOfPhone, unpack } from './needles.ts'

// A backup is taken, a customer erased, the keys are rolled, the backup is restored: that customer is nowhere. Everything that either
// installation has on its disk is read byte by byte: the tables of PostgreSQL and its log, what every process wrote, the index, exports, uploads.

const rapport = join(import.meta.dirname, '..', '..', 'bin', 'rapport')

const gone = { user: 'gone-plantova', surname: 'Плантова', name: 'Изольда', email: 'isolde.plantova@erased.example', phone: '+79265550192' }
const word = 'плантослово'
const latin = 'plantedremark'
const withId = z.object({ id: z.string() })

test('a backup, an erasure, a roll of the keys, the backup restored: that customer is nowhere', { timeout: 360_000 }, async (t) => {
  const before = await startProduct(t, { demo: true, env: { RAPPORT_LOG: 'trace' } })
  const admin = await before.setUp()
  const [hers = '', stays = ''] = await recordPeople(admin, await keyOf(admin, 'secret', 'shop'), [
    { ...gone, fields: { surname: gone.surname, name: gone.name, about: `${word} ${latin}` }, text: `${word} ${latin}` },
    { user: 'stays', email: 'stays@erased.example', fields: { surname: 'Осталова', name: 'Вера' } },
  ])
  await live(before, admin, hers, stays)
  const number = numberOf(before, hers)
  const wrapped = await wrappedKeys(before, number)
  assert.ok(wrapped.length >= 2, 'she has keys')
  const folder = mkdtempSync(join(tmpdir(), 'rapport-nowhere-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  run(['backup', '--home', before.home, '--to', join(folder, 'old')])

  await erased(admin, hers)
  await before.stop() // PostgreSQL ends with a checkpoint: what it holds is in its files
  const oldEpochs = epochsOf(before.home)
  run(['keys', 'roll', '--home', before.home])
  assert.ok(!epochsOf(before.home).some((key) => oldEpochs.some((old) => old.equals(key))), 'the old epoch is destroyed')
  run(['backup', '--home', before.home, '--to', join(folder, 'new')])

  // What PostgreSQL left lying about of her keys was wrapped by an epoch that is no more.
  assert.ok(opens(wrapped, oldEpochs), 'before the roll they opened')
  assert.ok(!opens(wrapped, epochsOf(before.home)), 'now they do not')
  const everywhere = await copied(t, before, before.log())
  assert.ok(findAll(everywhere.folder, ['Осталова'].flatMap(encoded)).length === 0 && findAll(everywhere.folder, ['"process":"keep"']).length > 0)
  assert.ok(everywhere.wal > 0 && everywhere.heap > 50, 'the log and the tables of the database are among what is searched')
  assert.deepEqual(findAll(everywhere.folder, needles()), [], 'where she was erased')

  const home = mkdtempSync(join(tmpdir(), 'rapport-restored-'))
  t.after(() => rmSync(home, { recursive: true, force: true }))
  chmodSync(home, 0o711)
  const [main = ''] = globSync(join(folder, 'old/main-*'))
  const [keys = ''] = globSync(join(folder, 'new/keys-*'))
  const said = run(['restore', main, '--keys', keys, '--home', home])
  assert.match(said, /1 customers? (was|were) erased since that backup; nothing of them was kept\./)
  cpSync(join(before.home, 'keys'), join(home, 'keys'), { recursive: true })

  const restored = await startProduct(t, { home, env: { RAPPORT_LOG: 'trace' } })
  const clerk = restored.client()
  assert.equal((await clerk.api('POST', '/v1/session', { email: vera.email, password: vera.password })).status, 200)
  for (const asked of [gone.surname, gone.name, gone.email, '9265550192', gone.user, word]) {
    const found = await clerk.api('GET', `/v1/search?q=${encodeURIComponent(asked)}`)
    assert.deepEqual([found.status, z.object({ items: z.array(z.unknown()) }).parse(found.body).items], [200, []], asked)
  }
  assert.match((await clerk.api('GET', '/v1/customers')).text, /Осталова/, 'everyone else is there')
  assert.equal((await clerk.api('GET', `/v1/customers/${numbered(restored, number)}/card`)).status, 404)
  const again = { kind: 'person', fields: { surname: gone.surname }, identifiers: [{ kind: 'email', value: 'Isolde.Plantova+x@erased.example' }] }
  assert.equal((await clerk.api('POST', '/v1/customers', again)).status, 409, 'and nobody brings her back')
  await restored.stop()
  const there = await copied(t, restored, restored.log() + said)
  assert.ok(there.wal > 0 && there.heap > 50)
  assert.deepEqual(findAll(there.folder, needles()), [], 'where the backup was restored')
  assert.ok(!opens(wrapped, epochsOf(home)))

  // The old backup itself, unpacked, names nobody either; and what is planted is found.
  const unpacked = join(there.folder, 'old')
  assert.ok((await unpack(main, unpacked)) > 50)
  assert.deepEqual(findAll(unpacked, needles()), [])
  writeFileSync(join(unpacked, 'planted'), Buffer.concat([Buffer.from([0, 255]), Buffer.from(gone.email), Buffer.from([13]), Buffer.from(word)]))
  assert.ok(findAll(unpacked, needles()).length >= 2)
})

/** She is told of, written about, filed, brought by a file, taken out by a file, written to, and was on her own page. */
async function live(product: Product, admin: Client, hers: string, stays: string): Promise<void> {
  const ok = async (method: string, path: string, body?: unknown) => {
    const answer = await admin.api(method, path, body)
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`)
    return answer
  }
  await ok('GET', `/v1/customers/${hers}/card`)
  await ok('GET', `/v1/search?q=${encodeURIComponent(gone.surname)}`)
  await ok('POST', `/v1/customers/${hers}/notes`, { text: `${gone.surname}: ${word} ${latin}`, kind: 'call', direction: 'in' })
  await ok('POST', '/v1/tasks', { kind: 'task', what: `${gone.surname}: ${latin}`, customer_id: hers, due_at: '2027-12-01T00:00:00Z' })
  await ok('POST', '/v1/cases', { kind: 'complaint', subject: `${word} ${gone.name}`, customer_id: hers })
  await ok('POST', `/v1/customers/${stays}/relations`, { other_id: hers, kind: 'family', title: null })
  const filed = await admin.fetch(`/v1/files/${hers}?name=${encodeURIComponent(`${gone.surname}.txt`)}`, {
    method: 'POST',
    body: `${gone.surname} ${word} ${latin} `.repeat(20_000),
    headers: { 'content-type': 'text/plain' },
  })
  assert.ok(filed.ok, await filed.text())
  const file = `email,name,surname\n${gone.email},${gone.name},${gone.surname}\n`
  const uploaded = await admin.fetch('/v1/imports?name=people.csv&preset=contacts', { method: 'POST', body: file })
  assert.ok(uploaded.ok, await uploaded.text())
  const exported = withId.parse(
    (
      await ok('POST', '/v1/exports', {
        who: { ids: [hers, stays] },
        purpose: 'service',
        columns: ['name', 'surname', 'email'],
        format: 'csv',
        why: 'a list for the fair',
      })
    ).body,
  )
  await until('the export is there', async () => (await admin.api('GET', `/v1/exports/${exported.id}/file`)).text.includes(gone.surname))
  const herself = await openOwnPage(product.url, gone.email, admin)
  assert.match(await (await herself.fetch('/v1/my/page')).text(), new RegExp(gone.surname))
}

async function erased(admin: Client, customer: string): Promise<void> {
  const { etag } = await ask(admin, rights.previewErasure, { params: { customer_id: customer } })
  const body = { reason: 'request', evidence: { kind: 'letter', filed: null }, days: 0 }
  const headers = { 'content-type': 'application/json', 'if-match': `"${etag}"` }
  const asked = await admin.fetch(`/v1/customers/${customer}/erasure`, { method: 'POST', headers, body: JSON.stringify(body) })
  const { id } = withId.parse(await asked.json())
  await until('the erasure is done', async () => (await ask(admin, rights.readErasure, { params: { erasure_id: id } })).state === 'done')
}

const needles = () => [
  ...new Set(
    [
      gone.user,
      gone.surname,
      gone.name,
      word,
      latin,
      ...formsOfName(gone.surname, gone.name),
      ...formsOfPhone(gone.phone),
      ...formsOfEmail(gone.email),
    ].flatMap(encoded),
  ),
]

/** Everything an installation has on its disk but the keys, wherever its database lies, with what its processes wrote. */
async function copied(t: { after(end: () => void): void }, { home }: Product, log: string): Promise<{ folder: string; wal: number; heap: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-everything-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'written.log'), log)
  const plain = (path: string) => !statSync(path).isSocket()
  cpSync(home, join(folder, 'home'), { recursive: true, filter: plain })
  const data = dataFolderOf(home)
  if (!data.startsWith(home)) cpSync(data, join(folder, 'data'), { recursive: true, filter: plain })
  const base = data.startsWith(home) ? join(folder, data.replace(home, 'home')) : join(folder, 'data')
  return { folder, wal: readdirSync(join(base, 'pg_wal')).filter((name) => /^[0-9A-F]{24}$/.test(name)).length, heap: globSync(join(base, 'base/*/*')).length }
}

type Wrapped = { place: string; wrapped: Buffer }

/** Her data keys as they stand in the database of keys. */
async function wrappedKeys(product: Product, customer: number): Promise<Wrapped[]> {
  return withClient(product.databaseUrl('keep', 'keys'), async (client) => {
    const { rows } = await client.query<Wrapped>(
      `select 'key' || chr(1) || customer_id || chr(1) || category as place, wrapped from keyring.data_key where customer_id = $1`,
      [customer],
    )
    return rows.map((row) => ({ ...row, place: row.place.replaceAll('\u0001', '\0') }))
  })
}

/** Keys of all epochs that are there. */
function epochsOf(home: string): Buffer[] {
  return globSync(join(home, 'keys/epoch-*.key')).map((file) => Buffer.from(readFileSync(file, 'utf8').trim(), 'base64'))
}

const opens = (wrapped: readonly Wrapped[], epochs: readonly Buffer[]) => wrapped.some((one) => epochs.some((key) => unseal(key, one.place, one.wrapped)))

function run(args: string[]): string {
  const done = spawnSync(process.execPath, [rapport, ...args], { encoding: 'utf8' })
  assert.equal(done.status, 0, `rapport ${args[0]}: ${done.stderr}${done.stdout}`)
  return done.stdout
}

const idsOf = (product: Product) => opaque(readFileSync(join(product.home, 'secrets/ids'), 'utf8').trim())
const numberOf = (product: Product, shown: string) => idsOf(product).read('customer', shown) ?? -1
const numbered = (product: Product, number: number) => idsOf(product).show('customer', number)
