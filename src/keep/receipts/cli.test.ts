import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { testStore } from '../../../test/store.ts'
import { openDb, sql } from '../../platform/db/index.ts'
import { opaque } from '../../platform/ids/index.ts'
import { type KeyringTables, openKeyring } from '../keyring/index.ts'
import { verify, verifyFile } from './cli.ts'
import { advanceLog, bundleOf, houseSigner, type ReceiptTables, recordUse } from './index.ts'

const now = new Date('2026-11-21T12:00:00Z')

test('rapport verify says in plain words what holds and what does not, with the place, and sets the exit code', async (t) => {
  const store = await testStore(t)
  const keysFolder = mkdtempSync(join(tmpdir(), 'rapport-keys-'))
  t.after(() => rmSync(keysFolder, { recursive: true }))
  const keys = openDb<KeyringTables>({ url: store.url.keys, max: 1 })
  const db = openDb<ReceiptTables>({ url: store.url.owner, max: 2 })
  t.after(() => Promise.all([keys.destroy(), db.destroy()]))
  const { keyring } = await openKeyring({ db: keys, folder: keysFolder, now })
  const signer = await houseSigner(db, { seed: keyring.own('checkpoint'), origin: 'bookshop.example/receipts' })
  const uses = Array.from({ length: 30 }, (_, i) => ({
    customer: 1000 + i,
    actorId: 7,
    codes: {
      actor: 'staff' as const,
      role: 'clerk',
      activity: 'call',
      purpose: 'service',
      operation: 'read' as const,
      decision: 'allow' as const,
      policy: 'purpose:v1',
    },
  }))
  await recordUse(db, uses, now)
  await advanceLog(db, { signers: [signer], now })

  const run = async (customer?: string, file?: string) => {
    const said: string[] = []
    await verify({ keepUrl: store.url.keep, keysUrl: store.url.keys, keysFolder, idsSecret: 'secret', customer, file, say: (line) => said.push(line) })
    const code = process.exitCode ?? 0
    process.exitCode = 0
    return { said, code }
  }
  const good = await run()
  assert.deepEqual(good.said, [
    `Public key of the log: ${signer.shown}`,
    '30 receipts of 30 customers, 31 leaves in the log, 2 checkpoints.',
    'Everything holds: every chain is whole, every receipt stands in the log, every checkpoint is ours.',
  ])
  assert.equal(good.code, 0)
  const one = await run(opaque('secret').show('customer', 1003))
  assert.deepEqual(one.said.slice(1), ['holds  file (1)', 'holds  checkpoint (1)', 'holds  chain (1)', 'holds  log (1)', 'holds  complete (1)'])
  await assert.rejects(run('c_nobody'), { code: 'bad_input' })
  await assert.rejects(run(opaque('secret').show('customer', 5)), { code: 'not_found' })

  const folder = mkdtempSync(join(tmpdir(), 'rapport-given-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'receipts.json')
  const given = await bundleOf(db, { customers: [1003], key: signer.shown })
  writeFileSync(file, given ?? '')
  const mine = await run(undefined, file)
  assert.equal(mine.code, 0)
  assert.match(mine.said.join('\n'), /receipts: log bookshop\.example\/receipts of 31 entries\nholds {2}file \(1\)[\s\S]*\nEverything holds\.$/)
  const elsewhere = async (key?: string) => {
    const said: string[] = []
    await verifyFile({ file, key, say: (line) => said.push(line) })
    const code = process.exitCode ?? 0
    process.exitCode = 0
    return { said, code }
  }
  assert.match((await elsewhere()).said.at(-2) ?? '', /^Checked by the key that came with it/, 'without an installation')
  assert.deepEqual((await elsewhere(signer.shown)).said.at(-1), 'Everything holds.')
  assert.deepEqual(await elsewhere('no key'), { said: ['unknown', 'FAILS  key (0)\n       key', 'Something does not hold.'], code: 1 })
  writeFileSync(file, (given ?? '').replace('"clerk"', '"admin"'))
  assert.match((await run(undefined, file)).said.join('\n'), /FAILS {2}log \(1\)\n {7}root/)
  await assert.rejects(run(undefined, join(folder, 'none.json')), { code: 'bad_input' })

  await sql`update keep.receipt set actor_id = 8`.execute(db)
  const bad = await run()
  assert.equal(bad.code, 1)
  assert.match(bad.said[1] ?? '', /^Changed: receipt 1 of customer [0-9a-f]{32} \(position \d+ of the log\) is not what was signed\.$/)
  assert.equal(bad.said.filter((line) => line.startsWith('Changed')).length, 20)
  assert.ok(bad.said.includes('… and 10 more like the last 20 of receipt_changed.'))
  assert.equal(bad.said.at(-1), '30 things found that must not be.')
  assert.equal((await run(opaque('secret').show('customer', 1003))).code, 1)
})
