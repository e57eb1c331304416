import assert from 'node:assert/strict'
import test from 'node:test'
import { testStore } from '../../../../test/store.ts'
import { type Db, inTransaction, openDb, sql } from '../../../platform/db/index.ts'
import {
  advanceLog,
  eraseReceipts,
  expireReceipts,
  type Finding,
  type ReceiptTables,
  sentenceOf,
  signerOf,
  summaryOf,
  verifyAll,
  type Walked,
} from '../index.ts'
import { signCheckpoint } from '../log/sign.ts'
import { after, anna, ben, clara, house, noon, signer, tamperings, write } from './testing.ts'

const forger = signerOf(signer.name, Buffer.alloc(32, 8))

test('what was written, erased and expired by its own ways holds', async (t) => {
  const { keep } = await house(t)
  await inTransaction(keep, (tx) => eraseReceipts(tx, [clara], after(3)))
  assert.deepEqual((await walk(keep)).findings, [], 'with the erasure not yet in the log')
  await expireReceipts(keep, { before: after(1), now: after(3) })
  await write(keep, anna, 2, after(4))
  assert.deepEqual((await walk(keep)).findings, [])
  await advanceLog(keep, { signers: [signer], now: after(90) })
  const { walked, findings } = await walk(keep)
  assert.deepEqual(findings, [])
  assert.deepEqual([walked.receipts, walked.customers, walked.erased, walked.waiting, walked.proven], [7, 2, 300, 0, walked.leaves])
  assert.ok(walked.expired > 0)
  assert.match(summaryOf(walked).join(' '), /7 receipts of 2 customers.*Everything holds/)
})

test('an empty house holds', async (t) => {
  const { keep } = await house(t, { empty: true })
  assert.deepEqual((await walk(keep)).findings, [])
  assert.deepEqual(await advanceLog(keep, { signers: [signer], now: noon }), { appended: 0, checkpoint: false, heads: false })
})

test("the keep's own role can change nothing of what it wrote", async (t) => {
  const { keep } = await house(t)
  const refused = [
    `delete from keep.receipt where customer_id = ${anna}`,
    `update keep.receipt set at = now()`,
    `update keep.receipt_codes set role = 'admin'`,
    `delete from keep.receipt_codes`,
    `delete from keep.receipt_head`,
    `update keep.receipt_head set pseudonym = salt`,
    `update keep.receipt_head set first = 2`,
    `update keep.log set leaves = leaves`,
    `delete from keep.log`,
    `delete from keep.log_node`,
    `update keep.log_node set number = 9`,
    `update keep.log_place set position = 0`,
    `delete from keep.log_place`,
    `update keep.checkpoint set note = ''`,
    `delete from keep.checkpoint`,
    `delete from keep.log_statement`,
    `update keep.log_statement set body = ''`,
    `truncate keep.receipt`,
    `select keep.state_gone(1, 'erased', now(), '')`,
  ]
  for (const statement of refused) await assert.rejects(sql.raw(statement).execute(keep), { code: '42501' }, statement)
})

test('neither the office nor the analyst reaches receipts', async (t) => {
  const store = await testStore(t)
  for (const url of [store.url.office, store.url.analyst]) {
    const db = openDb<ReceiptTables>({ url, max: 1 })
    for (const statement of ['select * from keep.receipt', 'select * from keep.log', `select keep.erase_receipts('{1}', now())`])
      await assert.rejects(sql.raw(statement).execute(db), { code: '42501' })
    await db.destroy()
  }
})

for (const { name, tamper, finds } of tamperings) {
  test(`found: ${name}`, async (t) => {
    const { keep, owner, pseudonyms } = await house(t)
    for (const statement of tamper.split('; ')) await sql.raw(statement).execute(owner)
    const { findings } = await walk(keep)
    for (const expected of finds)
      assert.ok(
        findings.some((f) => matches(f, expected)),
        `${JSON.stringify(expected)} in ${JSON.stringify(findings.slice(0, 6))}`,
      )
    for (const finding of findings) {
      assert.doesNotMatch(sentenceOf(finding), /undefined|NaN|\?/)
      if (finding.customer)
        assert.ok(finding.customer.startsWith('#') || pseudonyms.has(finding.customer) || name.includes('pseudonym'), 'the customer is named by pseudonym')
    }
  })
}

test('found: a checkpoint forged with another key over a log rewritten to match', async (t) => {
  const { keep, owner } = await house(t)
  const { size, root } = await owner.selectFrom('keep.checkpoint').select(['size', 'root']).orderBy('size', 'desc').limit(1).executeTakeFirstOrThrow()
  await owner
    .updateTable('keep.checkpoint')
    .set({ note: signCheckpoint({ origin: signer.name, size, root }, [forger]) })
    .where('size', '=', size)
    .execute()
  assert.deepEqual((await walk(keep)).findings, [{ what: 'checkpoint_forged', position: size }])
})

test('found: a receipt altered and its whole chain written anew after it', async (t) => {
  const { keep, owner } = await house(t)
  await sql`update keep.receipt set actor_id = 99 where customer_id = ${ben} and seq = 2`.execute(owner)
  const { findings } = await walk(keep)
  assert.equal(findings[0]?.what, 'receipt_changed')
  const { listReceipts } = await import('../index.ts')
  const forged = (await listReceipts(owner, { customer: ben })).receipts.find((r) => r.seq === 2)
  await sql`update keep.receipt set prev = decode(${forged?.leaf}, 'hex') where customer_id = ${ben} and seq = 3`.execute(owner)
  const end = (await listReceipts(owner, { customer: ben })).receipts.find((r) => r.seq === 3)
  await sql`update keep.receipt_head set hash = decode(${end?.leaf}, 'hex') where customer_id = ${ben}`.execute(owner)
  const again = (await walk(keep)).findings
  assert.deepEqual(
    again.map((f) => [f.what, f.seq]),
    [
      ['receipt_changed', 2],
      ['receipt_changed', 3],
    ],
  )
})

function matches(finding: Finding, expected: Partial<Finding>): boolean {
  return Object.entries(expected).every(([key, value]) => Object.entries(finding).some(([k, v]) => k === key && v === value))
}

async function walk(db: Db<ReceiptTables>): Promise<{ walked: Walked; findings: Finding[] }> {
  const findings: Finding[] = []
  const walked = await verifyAll(db, { key: signer, found: (f) => findings.push(f) })
  assert.equal(walked.findings, findings.length)
  return { walked, findings }
}
