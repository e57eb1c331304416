import assert from 'node:assert/strict'
import test from 'node:test'
import { testStore } from '../../../test/store.ts'
import { inTransaction, openDb, sql } from '../../platform/db/index.ts'
import { advanceLog, headsIn, headsOf, type NewReceipt, type ReceiptTables, signerOf, verifyAll, writeReceipts } from './index.ts'

const [anna, ben, clara] = [1000, 2000, 3000]
const noon = new Date('2026-11-21T12:00:00Z')
const signer = signerOf('bookshop.example/receipts', Buffer.alloc(32, 9))
const codes: NewReceipt['codes'] = {
  actor: 'service',
  role: 'house',
  activity: 'campaign',
  purpose: 'marketing',
  operation: 'send',
  decision: 'allow',
  policy: 'purpose:v1',
}
const uses = (customers: readonly number[], n: number) =>
  Array.from({ length: n }, (_, i) => customers.map((customer): NewReceipt => ({ customer, codes, actorId: 0, activityId: i }))).flat()

test('heads read without a lock: whoever chained meanwhile is followed, nobody is overwritten', async (t) => {
  const db = openDb<ReceiptTables>({ url: (await testStore(t)).url.keep, max: 4 })
  t.after(() => db.destroy())
  await inTransaction(db, (tx) => writeReceipts(tx, uses([anna, ben], 1), noon))
  for (const many of [1, 30]) {
    const before = await seqs()
    let others = 0
    await inTransaction(db, async (tx) => {
      const heads = headsIn((await headsOf([anna, ben, clara]).execute(tx)).rows)
      await inTransaction(db, (other) => writeReceipts(other, uses([ben, clara], many), noon))
      others += many
      const statement = sql`select 1`
      const written = await writeReceipts(tx, uses([clara, anna, ben], many), noon, { heads, statement })
      assert.deepEqual(written.slice(0, 3), [
        { customer: clara, seq: (before[clara] ?? 0) + others + 1 },
        { customer: anna, seq: (before[anna] ?? 0) + 1 },
        { customer: ben, seq: (before[ben] ?? 0) + others + 1 },
      ])
    })
    assert.deepEqual(await seqs(), {
      [anna]: (before[anna] ?? 0) + many,
      [ben]: (before[ben] ?? 0) + 2 * many,
      [clara]: (before[clara] ?? 0) + 2 * many,
    })
  }
  await holds()

  const crowd = Array.from({ length: 8 }, (_, i) =>
    inTransaction(db, async (tx) => {
      const heads = headsIn((await headsOf([anna, ben, clara]).execute(tx)).rows)
      await writeReceipts(tx, uses(i % 2 ? [anna, ben, clara] : [clara, ben, anna], 10), noon, { heads })
    }),
  )
  await Promise.all(crowd)
  assert.equal((await seqs())[anna], 1 + 1 + 30 + 80)
  await holds()

  async function seqs() {
    const rows = await db.selectFrom('keep.receipt_head').select(['customer_id', 'seq']).execute()
    return Object.fromEntries(rows.map((r) => [r.customer_id, r.seq]))
  }

  async function holds() {
    await advanceLog(db, { signers: [signer], now: noon })
    const found: unknown[] = []
    const walked = await verifyAll(db, { key: signer, found: (finding) => found.push(finding) })
    assert.deepEqual(found, [])
    assert.ok(walked.receipts > 0)
  }
})
