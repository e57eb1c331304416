import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { testStore } from '../../../../test/store.ts'
import { type Db, inTransaction, openDb, sql } from '../../../platform/db/index.ts'
import {
  advanceLog,
  eraseReceipts,
  expireReceipts,
  type Finding,
  type NewReceipt,
  type ReceiptTables,
  sentenceOf,
  signerOf,
  summaryOf,
  verifyAll,
  type Walked,
  writeReceipts,
} from '../index.ts'
import { signCheckpoint } from '../log/sign.ts'

const anna = 1000
const ben = 2000
const clara = 3000
const signer = signerOf('bookshop.example/receipts', Buffer.alloc(32, 9))
const forger = signerOf(signer.name, Buffer.alloc(32, 8))
const noon = new Date('2026-11-21T12:00:00Z')
const after = (minutes: number) => new Date(noon.getTime() + minutes * 60_000)
const codes: NewReceipt['codes'] = {
  actor: 'staff',
  role: 'clerk',
  activity: 'call',
  purpose: 'service',
  operation: 'read',
  fields: ['name', 'phone'],
  decision: 'allow',
  policy: 'purpose:v1',
}

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

type Case = { name: string; tamper: string; finds: Partial<Finding>[] }

const last = `(select max(seq) from keep.receipt where customer_id = ${ben})`
const cases: Case[] = [
  {
    name: 'a row deleted in the middle',
    tamper: `delete from keep.receipt where customer_id = ${anna} and seq = 2`,
    finds: [
      { what: 'receipt_missing', seq: 2, count: 1 },
      { what: 'leaves_unaccounted', count: 1 },
    ],
  },
  {
    name: 'the last row deleted',
    tamper: `delete from keep.receipt where customer_id = ${ben} and seq = ${last}`,
    finds: [{ what: 'receipt_missing', seq: 3, count: 1 }],
  },
  {
    name: 'the last row deleted and the head moved back',
    tamper: `update keep.receipt_head set seq = 2, hash = (select prev from keep.receipt where customer_id = ${ben} and seq = 3) where customer_id = ${ben}; delete from keep.receipt where customer_id = ${ben} and seq = 3`,
    finds: [
      { what: 'heads_denied', seq: 2 },
      { what: 'leaves_unaccounted', count: 1 },
    ],
  },
  {
    name: 'the first rows deleted as if they had expired',
    tamper: `update keep.receipt_head set first = 3, before = (select prev from keep.receipt where customer_id = ${ben} and seq = 3) where customer_id = ${ben}; delete from keep.receipt where customer_id = ${ben} and seq < 3`,
    finds: [{ what: 'leaves_unaccounted', count: 2 }],
  },
  {
    name: 'a customer wiped',
    tamper: `delete from keep.receipt where customer_id = ${ben}; delete from keep.receipt_head where customer_id = ${ben}`,
    finds: [{ what: 'customer_missing' }, { what: 'leaves_unaccounted', count: 3 }],
  },
  {
    name: 'a head deleted',
    tamper: `delete from keep.receipt_head where customer_id = ${ben}`,
    finds: [{ what: 'head_missing', count: 3, customer: '#2000' }],
  },
  {
    name: 'a time altered',
    tamper: `update keep.receipt set at = at - interval '1 hour' where customer_id = ${anna} and seq = 2`,
    finds: [{ what: 'receipt_changed', seq: 2 }],
  },
  {
    name: 'the last row altered',
    tamper: `update keep.receipt set actor_id = 99 where customer_id = ${ben} and seq = 3`,
    finds: [{ what: 'receipt_changed', seq: 3 }],
  },
  {
    name: 'a row that waits for its place altered',
    tamper: `update keep.receipt set actor_id = 99 where customer_id = ${anna} and seq = 5`,
    finds: [{ what: 'receipt_changed', seq: 5 }],
  },
  {
    name: 'a nonce altered',
    tamper: `update keep.receipt set nonce = reverse(nonce::text)::bytea where false; update keep.receipt set nonce = set_byte(nonce, 3, get_byte(nonce, 3) # 1) where customer_id = ${anna} and seq = 1`,
    finds: [{ what: 'receipt_changed', seq: 1 }],
  },
  {
    name: 'the link to the one before altered',
    tamper: `update keep.receipt set prev = set_byte(prev, 0, get_byte(prev, 0) # 1) where customer_id = ${anna} and seq = 3`,
    finds: [{ what: 'receipt_changed', seq: 3 }],
  },
  {
    name: 'a refusal made an allowance for all',
    tamper: `update keep.receipt_codes set decision = 'deny'`,
    finds: [{ what: 'codes_changed' }, { what: 'receipt_changed', seq: 1 }],
  },
  {
    name: 'two rows exchanged',
    tamper: `update keep.receipt set seq = 1000 where customer_id = ${anna} and seq = 2; update keep.receipt set seq = 2 where customer_id = ${anna} and seq = 3; update keep.receipt set seq = 3 where customer_id = ${anna} and seq = 1000`,
    finds: [
      { what: 'receipt_moved', seq: 2 },
      { what: 'receipt_moved', seq: 3 },
    ],
  },
  {
    name: 'a row inserted past the end',
    tamper: `insert into keep.receipt select customer_id, at, batch, codes_id, actor_id, activity_id, on_behalf_id, 4, nth, nonce, prev, consent, content from keep.receipt where customer_id = ${ben} and seq = 3`,
    finds: [{ what: 'receipt_added', seq: 4 }],
  },
  {
    name: 'a row inserted with a head to match',
    tamper: `insert into keep.receipt select customer_id, at, 999999, codes_id, actor_id, activity_id, on_behalf_id, 4, nth, nonce, prev, consent, content from keep.receipt where customer_id = ${ben} and seq = 3; update keep.receipt_head set seq = 4 where customer_id = ${ben}`,
    finds: [{ what: 'receipt_added', seq: 4 }],
  },
  {
    name: 'the end of a chain altered',
    tamper: `update keep.receipt_head set hash = set_byte(hash, 0, get_byte(hash, 0) # 1) where customer_id = ${ben}`,
    finds: [{ what: 'head_changed', seq: 3 }],
  },
  {
    name: 'the pseudonym altered',
    tamper: `update keep.receipt_head set salt = pseudonym, pseudonym = salt where customer_id = ${ben}`,
    finds: [{ what: 'receipt_changed', seq: 1 }, { what: 'heads_denied' }, { what: 'customer_missing' }],
  },
  {
    name: 'a leaf under a checkpoint changed',
    tamper: `update keep.log set leaves = set_byte(leaves, 40, get_byte(leaves, 40) # 1) where position = 0`,
    finds: [
      { what: 'log_changed', position: 0 },
      { what: 'leaf_changed', position: 1 },
    ],
  },
  { name: 'the log cut', tamper: `delete from keep.log where position >= 256`, finds: [{ what: 'log_short', position: 256 }, { what: 'receipt_added' }] },
  { name: 'the log without its middle', tamper: `delete from keep.log where position = 0`, finds: [{ what: 'leaves_missing', position: 0, count: 256 }] },
  {
    name: 'the hash of a tile changed',
    tamper: `update keep.log_node set hash = set_byte(hash, 0, get_byte(hash, 0) # 1)`,
    finds: [{ what: 'node_changed', position: 0 }],
  },
  { name: 'the hash of a tile deleted', tamper: `delete from keep.log_node`, finds: [{ what: 'node_changed', position: 0 }] },
  {
    name: 'a checkpoint altered',
    tamper: `update keep.checkpoint set note = replace(note, E'\\n' || size || E'\\n', E'\\n' || size + 1 || E'\\n')`,
    finds: [{ what: 'checkpoint_forged' }],
  },
  {
    name: 'a checkpoint whose row says otherwise',
    tamper: `update keep.checkpoint set size = size + 1 where size = (select max(size) from keep.checkpoint)`,
    finds: [{ what: 'checkpoint_forged' }],
  },
  {
    name: 'the tree of heads altered',
    tamper: `update keep.head_bucket set entries = set_byte(entries, 20, get_byte(entries, 20) # 1)`,
    finds: [{ what: 'heads_changed' }, { what: 'heads_denied' }],
  },
  {
    name: 'a statement altered',
    tamper: `update keep.log_statement set body = replace(body, '"count":3', '"count":2')`,
    finds: [{ what: 'statement_changed' }],
  },
  {
    name: 'an erasure made up',
    tamper: `delete from keep.receipt where customer_id = ${ben} and seq = 1; insert into keep.log_statement values (888888, 'gone', now(), '{"at":"2026-11-21T12:00:00.000Z","gone":{"count":1,"why":"erased"},"v":1}')`,
    finds: [{ what: 'statement_changed' }, { what: 'receipt_missing', seq: 1 }],
  },
]

for (const { name, tamper, finds } of cases) {
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

/** Anna with four receipts and one waiting, Ben with three, Clara with three hundred; two checkpoints, one tree of heads. */
async function house(t: TestContext, o?: { empty: boolean }) {
  const store = await testStore(t)
  const keep = openDb<ReceiptTables>({ url: store.url.keep, max: 2 })
  const owner = openDb<ReceiptTables>({ url: store.url.owner, max: 1 })
  t.after(() => Promise.all([keep.destroy(), owner.destroy()]))
  if (o?.empty) return { keep, owner, pseudonyms: new Set<string>() }
  await write(keep, anna, 3, noon)
  await write(keep, clara, 300, noon)
  await advanceLog(keep, { signers: [signer], now: noon })
  await write(keep, ben, 3, after(1))
  await write(keep, anna, 1, after(1))
  await advanceLog(keep, { signers: [signer], now: after(61) })
  await write(keep, anna, 1, after(62))
  const heads = await owner.selectFrom('keep.receipt_head').select('pseudonym').execute()
  return { keep, owner, pseudonyms: new Set(heads.map((h) => h.pseudonym.toString('hex'))) }
}

function write(db: Db<ReceiptTables>, customer: number, n: number, now: Date) {
  const receipts = Array.from({ length: n }, (_, i): NewReceipt => ({ customer, codes, actorId: 7, activityId: i }))
  return inTransaction(db, (tx) => writeReceipts(tx, receipts, now))
}
