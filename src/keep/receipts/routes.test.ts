import assert from 'node:assert/strict'
import test from 'node:test'
import { testStore } from '../../../test/store.ts'
import { inTransaction, openDb } from '../../platform/db/index.ts'
import { logger } from '../../platform/log.ts'
import { advanceLog, logMark, logRoutes, type ReceiptTables, signerOf, writeReceipts } from './index.ts'
import { fromBase64 } from './verify/bytes.ts'
import { readVerifier, verifyGrowth } from './verify/index.ts'
import { rootOf } from './verify/merkle.ts'
import { openCheckpoint } from './verify/note.ts'

const now = new Date('2026-11-21T12:00:00Z')
const later = new Date('2026-11-21T12:02:00Z')

test('anyone can read the log, follow its growth and recompute its root, and learns nothing else', async (t) => {
  const store = await testStore(t)
  const db = openDb<ReceiptTables>({ url: store.url.keep, max: 2 })
  t.after(() => db.destroy())
  const signer = signerOf('bookshop.example', Buffer.alloc(32, 9))
  const app = logRoutes({ db: db.$pickTables(), key: signer.shown, log: logger('test'), now: () => later })
  const get = async (path: string) => {
    const answer = await app.request(path)
    return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) }
  }
  const read = async (path: string) => new TextDecoder().decode((await get(path)).bytes)

  assert.equal((await get('/log/checkpoint')).status, 404)
  await write(40, now)
  await advanceLog(db, { signers: [signer], now })
  const older = await read('/log/checkpoint')
  await write(300, later)
  await advanceLog(db, { signers: [signer], now: later })
  const newer = await read('/log/checkpoint')
  assert.equal(await read('/log/checkpoint/41'), older, 'an older state is there as it was signed')
  assert.match((await logMark(db.$pickTables())) ?? '', /^341\/[A-Za-z0-9+/]{12}$/)
  const key = readVerifier((await read('/log/key')).trim())
  assert.ok(key)
  const [from, to] = [openCheckpoint(older, [key]), openCheckpoint(newer, [key])]
  assert.ok(from && to)
  assert.deepEqual([from.size, to.size], [41, 341])
  const proof = (await read(`/log/consistency/${from.size}/${to.size}`)).trim().split('\n').map(fromBase64)
  assert.equal(verifyGrowth({ older, newer, proof: proof.filter((h) => h !== undefined) }, [key]), 'grown')

  const leaves = [...(await hashes('/log/tile/0/000')), ...(await hashes('/log/tile/0/001.p/85'))]
  assert.deepEqual(rootOf(leaves), to.root)
  for (const path of [
    '/log/tile/0/001',
    '/log/tile/0/001.p/86',
    '/log/tile/entries/000',
    '/log/tile/0/../000',
    '/log/checkpoint/39',
    '/log/checkpoint/x',
    '/log/consistency/3/342',
    '/log/consistency/a/b',
    '/log/consistency/9/3',
  ]) {
    assert.ok([400, 404].includes((await get(path)).status), path)
  }

  async function hashes(path: string) {
    const { bytes } = await get(path)
    return Array.from({ length: bytes.length / 32 }, (_, i) => bytes.slice(i * 32, i * 32 + 32))
  }
  async function write(n: number, at: Date) {
    const codes = {
      actor: 'service' as const,
      role: 'gate',
      activity: 'campaign',
      purpose: 'marketing',
      operation: 'send' as const,
      decision: 'allow' as const,
      policy: 'purpose:v1',
    }
    const receipts = Array.from({ length: n }, (_, i) => ({ customer: 1000 + i, codes, actorId: 0 }))
    await inTransaction(db, (tx) => writeReceipts(tx, receipts, at))
  }
})
