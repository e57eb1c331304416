import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test, { type TestContext } from 'node:test'
import { testStore } from '../../../../test/store.ts'
import { type Db, inTransaction, openDb } from '../../../platform/db/index.ts'
import { fromBase64, splitHashes, toBase64, toHex } from '../verify/bytes.ts'
import { verifyGrowth } from '../verify/growth.ts'
import { type Hash, rootOf, verifyInclusion } from '../verify/merkle.ts'
import { consistencyOf, latestCheckpoint, positionProof, readTile, sharedProof } from './checkpoints.ts'
import { houseSigner } from './house.ts'
import { checkpointNow, sequenceLeaves } from './sequence.ts'
import { signerOf } from './sign.ts'
import { appendLeaves, logSize, tilesIn } from './store.ts'
import type { LogTables } from './tables.ts'
import { hashesOf } from './tiles.ts'

const signer = signerOf('bookshop.example/receipts', Buffer.alloc(32, 9))
const noon = new Date('2026-11-21T12:00:00Z')
const after = (seconds: number) => new Date(noon.getTime() + seconds * 1000)

test('however leaves arrive, the tree is the one of RFC 6962', async (t) => {
  const db = await keep(t)
  const all: Hash[] = []
  for (const n of [1, 254, 1, 1, 600, 40_000, 255, 24_424, 512, 5_000]) {
    const leaves = someLeaves(all.length, n)
    assert.equal(await inTransaction(db, (tx) => appendLeaves(tx, leaves)), all.length)
    all.push(...(splitHashes(leaves) ?? []))
    const [root] = await hashesOf([{ start: 0, end: all.length }], tilesIn(db))
    assert.equal(toHex(root ?? new Uint8Array()), toHex(rootOf(all)), `root at ${all.length}`)
  }
  assert.equal(await logSize(db), 71_048)
  assert.ok(await checkpointNow(db, { signers: [signer], now: noon }))
  const checkpoint = await latestCheckpoint(db)
  assert.ok(checkpoint)
  for (const position of [0, 255, 256, 65_535, 65_536, 71_047]) {
    const { hashes } = await positionProof(db, position, checkpoint)
    const leaf = all[position]
    assert.ok(leaf && verifyInclusion({ leaf, position, size: 71_048, root: rootOf(all), proof: hashes }), `position ${position}`)
  }
  assert.equal((await sharedProof(db, [0, 71_047], 71_048)).length, 16 + 7)
})

test('tiles are served as far as a checkpoint goes', async (t) => {
  const db = await keep(t)
  await inTransaction(db, (tx) => appendLeaves(tx, someLeaves(0, 600)))
  assert.equal(await readTile(db, { level: 0, number: 0, width: 256 }), undefined)
  await checkpointNow(db, { signers: [signer], now: noon })
  const tile = await readTile(db, { level: 0, number: 2, width: 88 })
  assert.deepEqual(tile && Buffer.from(tile), someLeaves(512, 88))
  assert.equal((await readTile(db, { level: 1, number: 0, width: 2 }))?.length, 64)
  for (const beyond of [
    { level: 0, number: 2, width: 89 },
    { level: 1, number: 0, width: 3 },
    { level: 2, number: 0, width: 1 },
  ])
    assert.equal(await readTile(db, beyond), undefined)
})

test('two sequencers at once give each leaf one place', async (t) => {
  const db = await keep(t, 6)
  for (let i = 0; i < 30; i++)
    await db
      .insertInto('keep.leaf_batch')
      .values({ leaves: someLeaves(i * 10, 10), touched: Buffer.from([1, 2]) })
      .execute()
  const passes = await Promise.all(Array.from({ length: 6 }, () => sequenceLeaves(db, { signers: [signer], now: noon })))
  assert.equal(
    passes.reduce((sum, p) => sum + (p?.appended ?? 0), 0),
    300,
  )
  assert.equal(await logSize(db), 300)
  const places = await db.selectFrom('keep.log_place').selectAll().orderBy('batch').execute()
  assert.deepEqual(
    places.map((p) => p.position),
    Array.from({ length: 30 }, (_, i) => i * 10),
  )
  assert.deepEqual(await sequenceLeaves(db, { signers: [signer], now: noon }), { appended: 0, size: 300, checkpoint: false, more: false })
})

test('checkpoints come each minute that brought something, and each continues the one before', async (t) => {
  const db = await keep(t)
  const notes: { size: number; note: string }[] = []
  for (let second = 0; second < 200; second += 10) {
    if (second !== 70 && second < 130)
      await db
        .insertInto('keep.leaf_batch')
        .values({ leaves: someLeaves(second, 3), touched: Buffer.alloc(0) })
        .execute()
    const pass = await sequenceLeaves(db, { signers: [signer], now: after(second) })
    const latest = await latestCheckpoint(db)
    if (pass?.checkpoint && latest) notes.push(latest)
  }
  assert.deepEqual(
    notes.map((n) => n.size),
    [3, 21, 36],
  )
  for (const older of notes) {
    for (const newer of notes.filter((n) => n.size >= older.size)) {
      const proof = await consistencyOf(db, { from: older.size, to: newer.size })
      assert.equal(verifyGrowth({ older: older.note, newer: newer.note, proof }, [signer]), older === newer ? 'same' : 'grown')
    }
  }
  const [first, second, third] = notes
  assert.ok(first && second && third)
  const wrong = await consistencyOf(db, { from: 4, to: third.size })
  assert.equal(verifyGrowth({ older: second.note, newer: third.note, proof: wrong }, [signer]), 'forked')
  assert.equal(verifyGrowth({ older: second.note, newer: third.note, proof: [] }, [signerOf('another.example', Buffer.alloc(32, 9))]), 'checkpoint')
  await assert.rejects(consistencyOf(db, { from: 3, to: 37 }), { code: 'bad_input' })
})

test('a log keeps the origin of its first checkpoint', async (t) => {
  const db = await keep(t)
  const seed = Buffer.alloc(32, 4)
  const first = await houseSigner(db, { seed, origin: 'old.example/receipts' })
  await inTransaction(db, (tx) => appendLeaves(tx, someLeaves(0, 1)))
  await checkpointNow(db, { signers: [first], now: noon })
  assert.equal((await houseSigner(db, { seed, origin: 'new.example/receipts' })).shown, first.shown)
})

test('bytes and base 64', () => {
  for (let n = 0; n < 70; n++) assert.deepEqual(fromBase64(toBase64(someLeaves(0, 3).subarray(0, n))), new Uint8Array(someLeaves(0, 3).subarray(0, n)))
  for (const bad of ['A', 'AA', 'AAA', 'AB==', 'AAB=', 'A===', 'AA=A', 'Ä===', 'AAAA\n']) assert.equal(fromBase64(bad), undefined, bad)
})

function someLeaves(start: number, n: number): Buffer {
  return Buffer.concat(
    Array.from({ length: n }, (_, i) =>
      createHash('sha256')
        .update(`leaf ${start + i}`)
        .digest(),
    ),
  )
}

async function keep(t: TestContext, max = 2): Promise<Db<LogTables>> {
  const store = await testStore(t)
  const db = openDb<LogTables>({ url: store.url.keep, max })
  t.after(() => db.destroy())
  return db
}
