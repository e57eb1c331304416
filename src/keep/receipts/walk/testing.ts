import type { TestContext } from 'node:test'
import { testStore } from '../../../../test/store.ts'
import { type Db, inTransaction, openDb } from '../../../platform/db/index.ts'
import { advanceLog, type Finding, type NewReceipt, type ReceiptTables, signerOf, writeReceipts } from '../index.ts'

// A small house of receipts and everything that somebody who owns its database might do to it: for the walk, and for the page that checks a file.

export const anna = 1000
export const ben = 2000
export const clara = 3000
export const signer = signerOf('bookshop.example/receipts', Buffer.alloc(32, 9))
export const noon = new Date('2026-11-21T12:00:00Z')
export const after = (minutes: number) => new Date(noon.getTime() + minutes * 60_000)
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

/** Anna with four receipts and one waiting, Ben with three, Clara with three hundred; two checkpoints, one tree of heads. */
export async function house(t: TestContext, o?: { empty: boolean }) {
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

export function write(db: Db<ReceiptTables>, customer: number, n: number, now: Date) {
  const receipts = Array.from({ length: n }, (_, i): NewReceipt => ({ customer, codes, actorId: 7, activityId: i }))
  return inTransaction(db, (tx) => writeReceipts(tx, receipts, now))
}

/**
 * `file`: what Anna and Ben, who are one person, see when they check the receipts file they get afterwards: it fails; there is none to be had; or it still
 * proves their receipts, for what was touched is no part of their proof. `kept`: with a file of before beside it they see it nevertheless.
 */
export type Tampering = { name: string; tamper: string; finds: Partial<Finding>[]; file: 'fails' | 'none' | 'proves'; kept?: 'gone' | 'retold' }

const last = `(select max(seq) from keep.receipt where customer_id = ${ben})`
export const tamperings: readonly Tampering[] = [
  {
    name: 'a row deleted in the middle',
    file: 'fails',
    tamper: `delete from keep.receipt where customer_id = ${anna} and seq = 2`,
    finds: [
      { what: 'receipt_missing', seq: 2, count: 1 },
      { what: 'leaves_unaccounted', count: 1 },
    ],
  },
  {
    name: 'the last row deleted',
    file: 'fails',
    tamper: `delete from keep.receipt where customer_id = ${ben} and seq = ${last}`,
    finds: [{ what: 'receipt_missing', seq: 3, count: 1 }],
  },
  {
    name: 'the last row deleted and the head moved back',
    file: 'fails',
    tamper: `update keep.receipt_head set seq = 2, hash = (select prev from keep.receipt where customer_id = ${ben} and seq = 3) where customer_id = ${ben}; delete from keep.receipt where customer_id = ${ben} and seq = 3`,
    finds: [
      { what: 'heads_denied', seq: 2 },
      { what: 'leaves_unaccounted', count: 1 },
    ],
  },
  {
    name: 'the first rows deleted as if they had expired',
    file: 'proves',
    kept: 'gone',
    tamper: `update keep.receipt_head set first = 3, before = (select prev from keep.receipt where customer_id = ${ben} and seq = 3) where customer_id = ${ben}; delete from keep.receipt where customer_id = ${ben} and seq < 3`,
    finds: [{ what: 'leaves_unaccounted', count: 2 }],
  },
  {
    name: 'a customer wiped',
    file: 'proves',
    kept: 'gone',
    tamper: `delete from keep.receipt where customer_id = ${ben}; delete from keep.receipt_head where customer_id = ${ben}`,
    finds: [{ what: 'customer_missing' }, { what: 'leaves_unaccounted', count: 3 }],
  },
  {
    name: 'a head deleted',
    file: 'proves',
    kept: 'gone',
    tamper: `delete from keep.receipt_head where customer_id = ${ben}`,
    finds: [{ what: 'head_missing', count: 3, customer: '#2000' }],
  },
  {
    name: 'a time altered',
    file: 'fails',
    tamper: `update keep.receipt set at = at - interval '1 hour' where customer_id = ${anna} and seq = 2`,
    finds: [{ what: 'receipt_changed', seq: 2 }],
  },
  {
    name: 'the last row altered',
    file: 'fails',
    tamper: `update keep.receipt set actor_id = 99 where customer_id = ${ben} and seq = 3`,
    finds: [{ what: 'receipt_changed', seq: 3 }],
  },
  {
    name: 'a row that waits for its place altered',
    file: 'proves',
    kept: 'retold',
    tamper: `update keep.receipt set actor_id = 99 where customer_id = ${anna} and seq = 5`,
    finds: [{ what: 'receipt_changed', seq: 5 }],
  },
  {
    name: 'a nonce altered',
    file: 'fails',
    tamper: `update keep.receipt set nonce = reverse(nonce::text)::bytea where false; update keep.receipt set nonce = set_byte(nonce, 3, get_byte(nonce, 3) # 1) where customer_id = ${anna} and seq = 1`,
    finds: [{ what: 'receipt_changed', seq: 1 }],
  },
  {
    name: 'the link to the one before altered',
    file: 'fails',
    tamper: `update keep.receipt set prev = set_byte(prev, 0, get_byte(prev, 0) # 1) where customer_id = ${anna} and seq = 3`,
    finds: [{ what: 'receipt_changed', seq: 3 }],
  },
  {
    name: 'a refusal made an allowance for all',
    file: 'fails',
    tamper: `update keep.receipt_codes set decision = 'deny'`,
    finds: [{ what: 'codes_changed' }, { what: 'receipt_changed', seq: 1 }],
  },
  {
    name: 'two rows exchanged',
    file: 'fails',
    tamper: `update keep.receipt set seq = 1000 where customer_id = ${anna} and seq = 2; update keep.receipt set seq = 2 where customer_id = ${anna} and seq = 3; update keep.receipt set seq = 3 where customer_id = ${anna} and seq = 1000`,
    finds: [
      { what: 'receipt_moved', seq: 2 },
      { what: 'receipt_moved', seq: 3 },
    ],
  },
  {
    name: 'a row inserted past the end',
    file: 'fails',
    tamper: `insert into keep.receipt select customer_id, at, batch, codes_id, actor_id, activity_id, on_behalf_id, 4, nth, nonce, prev, consent, content from keep.receipt where customer_id = ${ben} and seq = 3`,
    finds: [{ what: 'receipt_added', seq: 4 }],
  },
  {
    name: 'a row inserted with a head to match',
    file: 'fails',
    tamper: `insert into keep.receipt select customer_id, at, 999999, codes_id, actor_id, activity_id, on_behalf_id, 4, nth, nonce, prev, consent, content from keep.receipt where customer_id = ${ben} and seq = 3; update keep.receipt_head set seq = 4 where customer_id = ${ben}`,
    finds: [{ what: 'receipt_added', seq: 4 }],
  },
  {
    name: 'the end of a chain altered',
    file: 'proves',
    tamper: `update keep.receipt_head set hash = set_byte(hash, 0, get_byte(hash, 0) # 1) where customer_id = ${ben}`,
    finds: [{ what: 'head_changed', seq: 3 }],
  },
  {
    name: 'the pseudonym altered',
    file: 'fails',
    tamper: `update keep.receipt_head set salt = pseudonym, pseudonym = salt where customer_id = ${ben}`,
    finds: [{ what: 'receipt_changed', seq: 1 }, { what: 'heads_denied' }, { what: 'customer_missing' }],
  },
  {
    name: 'a leaf under a checkpoint changed',
    file: 'proves',
    tamper: `update keep.log set leaves = set_byte(leaves, 40, get_byte(leaves, 40) # 1) where position = 0`,
    finds: [
      { what: 'log_changed', position: 0 },
      { what: 'leaf_changed', position: 1 },
    ],
  },
  {
    name: 'the log cut',
    file: 'none',
    tamper: `delete from keep.log where position >= 256`,
    finds: [{ what: 'log_short', position: 256 }, { what: 'receipt_added' }],
  },
  {
    name: 'the log without its middle',
    file: 'none',
    tamper: `delete from keep.log where position = 0`,
    finds: [{ what: 'leaves_missing', position: 0, count: 256 }],
  },
  {
    name: 'the hash of a tile changed',
    file: 'proves',
    tamper: `update keep.log_node set hash = set_byte(hash, 0, get_byte(hash, 0) # 1)`,
    finds: [{ what: 'node_changed', position: 0 }],
  },
  { name: 'the hash of a tile deleted', file: 'proves', tamper: `delete from keep.log_node`, finds: [{ what: 'node_changed', position: 0 }] },
  {
    name: 'a checkpoint altered',
    file: 'fails',
    tamper: `update keep.checkpoint set note = replace(note, E'\\n' || size || E'\\n', E'\\n' || size + 1 || E'\\n')`,
    finds: [{ what: 'checkpoint_forged' }],
  },
  {
    name: 'a checkpoint whose row says otherwise',
    file: 'none',
    tamper: `update keep.checkpoint set size = size + 1 where size = (select max(size) from keep.checkpoint)`,
    finds: [{ what: 'checkpoint_forged' }],
  },
  {
    name: 'the tree of heads altered',
    file: 'fails',
    tamper: `update keep.head_bucket set entries = set_byte(entries, 20, get_byte(entries, 20) # 1)`,
    finds: [{ what: 'heads_changed' }, { what: 'heads_denied' }],
  },
  {
    name: 'a statement altered',
    file: 'fails',
    tamper: `update keep.log_statement set body = replace(body, '"count":3', '"count":2')`,
    finds: [{ what: 'statement_changed' }],
  },
  {
    name: 'an erasure made up',
    file: 'proves',
    kept: 'gone',
    tamper: `delete from keep.receipt where customer_id = ${ben} and seq = 1; insert into keep.log_statement values (888888, 'gone', now(), '{"at":"2026-11-21T12:00:00.000Z","gone":{"count":1,"why":"erased"},"v":1}')`,
    finds: [{ what: 'statement_changed' }, { what: 'receipt_missing', seq: 1 }],
  },
]
