import assert from 'node:assert/strict'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { testStore } from '../../../test/store.ts'
import { until } from '../../../test/until.ts'
import { type Db, openDb, sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import { writeEpoch } from './epochs.ts'
import { type Keyring, type KeyringTables, keepsConnections, openKeyring, recoverEpochs, rollKeys, seal, unseal } from './index.ts'

const now = new Date('2026-11-21T12:00:00Z')

type Place = { url: string; db: Db<KeyringTables>; folder: string; keyring: Keyring; printed: string; open(): Promise<Keyring>; file(epoch: number): string }

async function installation(t: TestContext): Promise<Place> {
  const folder = join(mkdtempSync(join(tmpdir(), 'rapport-keyring-')), 'keys')
  const store = await testStore(t)
  const db = openDb<KeyringTables>({ url: store.url.keys })
  t.after(async () => {
    await db.destroy()
    rmSync(join(folder, '..'), { recursive: true, force: true })
  })
  const open = async () => (await openKeyring({ db, folder, now })).keyring
  const { keyring, recovery } = await openKeyring({ db, folder, now })
  return { url: store.url.keys, db, folder, keyring, printed: recovery ?? '', open, file: (epoch) => join(folder, `epoch-${epoch}.key`) }
}

const refused = (code: string, words: RegExp) => (error: unknown) => error instanceof AppError && error.code === code && words.test(error.message)
const nothing = async () => {}
const hex = (keys: Map<number, Buffer>) => [...keys].map(([customer, key]) => `${customer} ${key.toString('hex')}`).sort()

test('a new installation shows its recovery key once and keeps it nowhere; its key file is its own', async (t) => {
  const at = await installation(t)
  assert.equal((await openKeyring({ db: at.db, folder: at.folder, now })).recovery, undefined)
  const plain = at.printed.replaceAll('-', '')
  for (const name of readdirSync(at.folder)) assert.ok(!readFileSync(join(at.folder, name), 'utf8').includes(plain))
  assert.equal(statSync(at.file(1)).mode & 0o777, 0o600)
  assert.match(at.printed, /^([0-9A-HJKMNP-TV-Z]{5}-){10}[0-9A-HJKMNP-TV-Z]{2}$/)
})

test('a key is in the database before it is used, wrapped, and the same for whoever opens the keyring', async (t) => {
  const at = await installation(t)
  assert.equal((await at.keyring.existingKeys([1, 2], 'contact')).size, 0)
  const made = await at.keyring.keysFor([1, 2, 1], 'contact')
  const rows = await at.db.selectFrom('keyring.data_key').selectAll().execute()
  assert.deepEqual(rows.map((r) => r.customer_id).sort(), [1, 2])
  for (const row of rows) assert.ok(!row.wrapped.includes(made.get(row.customer_id) ?? ''), 'a key stands nowhere in the clear')
  const another = await at.open()
  assert.deepEqual(hex(await another.existingKeys([1, 2], 'contact')), hex(made))
  assert.notDeepEqual(hex(await another.keysFor([1, 2], 'profile')), hex(made))
  assert.deepEqual(another.digest('email', 'anna@example.org'), at.keyring.digest('email', 'anna@example.org'))
  assert.notDeepEqual(at.keyring.digest('phone', 'anna@example.org'), at.keyring.digest('email', 'anna@example.org'))
})

test('a wrapped key moved to another customer or category opens nothing', async (t) => {
  const at = await installation(t)
  await at.keyring.keysFor([1, 2], 'contact')
  await at.keyring.keysFor([1], 'profile')
  const [own] = await at.db.selectFrom('keyring.data_key').selectAll().where('customer_id', '=', 1).where('category', '=', 'contact').execute()
  assert.ok(own)
  await sql`update keyring.data_key set wrapped = ${own.wrapped} where customer_id = 2 or category = 'profile'`.execute(at.db)
  const another = await at.open()
  assert.deepEqual([...(await another.existingKeys([1, 2], 'contact')).keys()], [1])
  assert.equal((await another.existingKeys([1], 'profile')).size, 0)
})

test('keyrings that race for the same customers end with the same keys', async (t) => {
  const at = await installation(t)
  const others = await Promise.all([at.open(), at.open(), at.open()])
  const customers = Array.from({ length: 300 }, (_, i) => i + 1)
  const asked = await Promise.all([at.keyring, ...others].map((k, i) => k.keysFor(i % 2 ? customers : customers.toReversed(), 'content')))
  for (const keys of asked) assert.deepEqual(hex(keys), hex(asked[0] ?? new Map()))
  assert.equal(asked[0]?.size, 300)
})

test('destroyed keys are gone at once, for that customer only, and what they sealed opens no more', async (t) => {
  const at = await installation(t)
  const key = (await at.keyring.keysFor([1, 2], 'contact')).get(1)
  await at.keyring.keysFor([1], 'sensitive')
  assert.ok(key)
  const sealed = seal(key, 'here', 'Anna')
  assert.equal(await at.keyring.destroyKeys([1]), 2)
  assert.equal((await at.keyring.existingKeys([1], 'contact')).size, 0)
  assert.equal((await at.keyring.existingKeys([2], 'contact')).size, 1)
  const fresh = (await at.keyring.keysFor([1], 'contact')).get(1)
  assert.ok(fresh)
  assert.equal(unseal(fresh, 'here', sealed), undefined)
})

test('a read under way while keys are destroyed does not bring them back to memory', async (t) => {
  const at = await installation(t)
  await at.keyring.keysFor([1], 'contact')
  for (let i = 0; i < 20; i++) {
    const cold = await at.open()
    await cold.keysFor([7], 'contact')
    const colder = await at.open()
    await Promise.all([colder.existingKeys([7], 'contact'), colder.destroyKeys([7]), colder.existingKeys([7], 'contact')])
    assert.equal((await colder.existingKeys([7], 'contact')).size, 0)
  }
})

test('keys destroyed by one keep are answered by no other from its memory, and leave it', async (t) => {
  const at = await installation(t)
  let ms = 0
  const other = (await openKeyring({ ...at, now, monotonic: () => ms })).keyring
  const made = await at.keyring.keysFor([1, 2], 'contact')
  assert.deepEqual(hex(await other.existingKeys([1, 2], 'contact')), hex(made))
  await at.keyring.destroyKeys([1])
  ms += 1_000
  assert.deepEqual([...(await other.existingKeys([1, 2], 'contact')).keys()], [2])
  // From memory, or it could not answer now: the rows are gone.
  await sql`delete from keyring.data_key`.execute(at.db)
  assert.deepEqual([...(await other.existingKeys([2], 'contact')).keys()], [2])
  await at.keyring.destroyKeys([5, 2])
  ms += 1_000
  await other.follow()
  assert.equal((await other.existingKeys([2], 'contact')).size, 0)
})

test('a keep that has missed news, or cannot hear any, does not answer from memory', async (t) => {
  const at = await installation(t)
  let ms = 0
  const db = openDb<KeyringTables>({ url: at.url })
  const other = (await openKeyring({ db, folder: at.folder, now, monotonic: () => ms })).keyring
  await at.keyring.keysFor([1, 2], 'contact')
  await at.keyring.destroyKeys([7])
  ms += 1_000
  await other.existingKeys([1, 2], 'contact')
  // While it slept for days, this was told and forgotten again.
  await at.keyring.destroyKeys([1])
  await at.keyring.destroyKeys([8])
  await sql`delete from keyring.destruction where customer_id <> 8`.execute(at.db)
  ms += 1_000
  assert.deepEqual([...(await other.existingKeys([1, 2], 'contact')).keys()], [2])
  await db.destroy()
  ms += 1_000
  await assert.rejects(other.existingKeys([2], 'contact'), 'the database does not answer')
})

test('a roll wraps everything anew and destroys the old epoch only after the backup', async (t) => {
  const at = await installation(t)
  const made = await at.keyring.keysFor([1, 2, 3], 'contact')
  const sealed = at.keyring.sealRecord('place', 'words')
  await assert.rejects(rollKeys({ ...at, now, backup: () => Promise.reject(new Error('the disk is full')) }), /the disk is full/)
  assert.ok(existsSync(at.file(1)), 'the old key is still there')
  assert.deepEqual(hex(await (await at.open()).existingKeys([1, 2, 3], 'contact')), hex(made))
  let seen: string[] = []
  const done = await rollKeys({
    ...at,
    now,
    backup: async () => {
      seen = readdirSync(at.folder).sort()
    },
  })
  assert.deepEqual(seen, ['epoch-1.key', 'epoch-2.key', 'recovery.pub'])
  assert.deepEqual(done, { epoch: 2, rewrapped: 0, destroyed: [1] })
  assert.ok(!existsSync(at.file(1)))
  const after = await at.open()
  assert.deepEqual(hex(await after.existingKeys([1, 2, 3], 'contact')), hex(made))
  assert.equal(after.openRecord('place', sealed).toString(), 'words')
  assert.equal((await after.keysFor([4], 'contact')).size, 1)
  assert.deepEqual((await rollKeys({ ...at, now, backup: nothing })).destroyed, [2], 'and it rolls again')
})

test('keys are not rolled under a keep that runs on whatever machine', async (t) => {
  const at = await installation(t)
  await at.keyring.keysFor([1], 'contact')
  const keep = openDb<KeyringTables>({ url: at.url, name: keepsConnections })
  await sql`select 1`.execute(keep)
  await assert.rejects(rollKeys({ ...at, now, backup: nothing }), refused('conflict', /stop every keep/))
  assert.ok(existsSync(at.file(1)) && !existsSync(at.file(2)))
  await keep.destroy()
  await until('the keys are rolled once the server has noticed that the keep is gone', async () => Boolean(await rollKeys({ ...at, now, backup: nothing })))
  assert.ok(existsSync(at.file(2)))
})

test('a roll that stopped at any step leaves a keyring that opens and makes keys, and goes on', async (t) => {
  const at = await installation(t)
  let made = await at.keyring.keysFor([1, 2], 'contact')
  const stillWhole = async (customer: number) => {
    const keyring = await at.open()
    assert.deepEqual(hex(await keyring.existingKeys([...made.keys()], 'contact')), hex(made))
    made = new Map([...made, ...(await keyring.keysFor([customer], 'contact'))])
    assert.ok(made.has(customer))
  }
  writeEpoch(at.folder, 2) // the file was written, its row not yet
  await stillWhole(10)
  const stopped = () => {
    throw new Error('stopped')
  }
  await assert.rejects(rollKeys({ ...at, now, backup: nothing, progress: stopped }), /stopped/) // data keys wrapped, own keys not
  await stillWhole(11)
  await assert.rejects(rollKeys({ ...at, now, backup: async () => stopped() }), /stopped/)
  await stillWhole(12)
  const aside = join(at.folder, '..', 'aside')
  copyFileSync(at.file(1), aside)
  assert.deepEqual(await rollKeys({ ...at, now, backup: nothing }), { epoch: 2, rewrapped: 0, destroyed: [1] })
  copyFileSync(aside, at.file(1)) // marked as destroyed, its file not yet gone
  await stillWhole(13)
  assert.ok(!existsSync(at.file(1)), 'the next start ends what the roll began')
})

test('keys made under the old epoch while it is rolled keep it from being destroyed', async (t) => {
  const at = await installation(t)
  const backup = async () => void (await at.keyring.keysFor([5], 'contact')) // a keep that runs after all
  await assert.rejects(rollKeys({ ...at, now, backup }), refused('conflict', /nothing was destroyed/))
  assert.ok(existsSync(at.file(1)))
  await rollKeys({ ...at, now, backup: nothing })
  assert.equal((await (await at.open()).existingKeys([5], 'contact')).size, 1)
})

test('a missing or damaged key file is told with what to do, also when another epoch is there', async (t) => {
  const at = await installation(t)
  const whole = readFileSync(at.file(1))
  for (const damaged of ['', 'not base64 of anything', whole.toString('utf8').slice(0, 20), `${whole.toString('utf8').trim()}AAAA`]) {
    writeFileSync(at.file(1), damaged)
    await assert.rejects(at.open(), refused('unavailable', /epoch-1\.key is damaged/))
  }
  rmSync(at.file(1))
  await assert.rejects(at.open(), refused('unavailable', /key of epoch 1 is missing.*rapport keys recover/))
  writeEpoch(at.folder, 3)
  await assert.rejects(at.open(), refused('unavailable', /key of epoch 1 is missing/))
  writeEpoch(at.folder, 1)
  await assert.rejects(at.open(), refused('unavailable', /does not open with the key files here/))
})

test('the printed key writes lost and damaged files back, however it was typed; a wrong one says what is wrong', async (t) => {
  const at = await installation(t)
  const other = await installation(t)
  const made = await at.keyring.keysFor([1], 'contact')
  rmSync(at.folder, { recursive: true })
  const cases: [string, RegExp][] = [
    ['', /has 52 letters and digits/],
    [at.printed.slice(0, -3), /has 52 letters and digits/],
    [`${at.printed}00`, /has 52 letters and digits/],
    [at.printed.replace(/^./, 'U'), /"U" does not occur/],
    [at.printed.replace(/^./, (c) => (c === '7' ? '8' : '7')), /does not open this installation/],
    [other.printed, /does not open this installation/],
  ]
  for (const [typed, words] of cases) await assert.rejects(recoverEpochs(at, typed), refused('bad_input', words), typed)
  const typed = at.printed.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'i').replaceAll('-', ' ')
  assert.deepEqual(await recoverEpochs(at, typed), [1])
  assert.deepEqual(hex(await (await at.open()).existingKeys([1], 'contact')), hex(made))
  assert.deepEqual(await recoverEpochs(at, typed), [], 'nothing is missing now')
  writeFileSync(at.file(1), 'damaged')
  assert.deepEqual(await recoverEpochs(at, at.printed.replaceAll('1', 'L')), [1])
  // The folder was lost with the public half: the next epoch must be recoverable all the same.
  await rollKeys({ ...at, now, backup: nothing })
  rmSync(at.file(2))
  assert.deepEqual(await recoverEpochs(at, at.printed), [2])
  assert.deepEqual(hex(await (await at.open()).existingKeys([1], 'contact')), hex(made))
})
