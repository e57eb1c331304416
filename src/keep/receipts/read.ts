import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { assert } from '../../platform/errors.ts'
import { codesOf, codesText, type ReceiptCodes } from './codes.ts'
import { entryLeaf, entryText } from './entry.ts'
import type { CodesRow, HeadRow, ReceiptRow, ReceiptTables } from './tables.ts'

export type ReceiptsDb = Db<ReceiptTables> | Tx<ReceiptTables>

/** A receipt as it stands, with its canonical JSON made from its columns, and its place in the log as soon as it has one. */
export type StoredReceipt = { row: ReceiptRow; codes: ReceiptCodes; text: string; leaf: string; position: number | undefined }

const endless = 2 ** 31 - 1

/** Newest first: this customer's receipts with numbers below `below`. */
export async function readReceipts(db: ReceiptsDb, o: { customer: number; below?: number; limit: number }): Promise<StoredReceipt[]> {
  const found = await sql<ReceiptRow & Pick<HeadRow, 'pseudonym' | 'salt'> & { position: number | null }>`
    select r.*, h.pseudonym, h.salt, p.position + r.nth as position
    from keep.receipt r join keep.receipt_head h using (customer_id) left join keep.log_place p on p.batch = r.batch
    where r.customer_id = ${o.customer} and r.seq < ${o.below ?? endless} order by r.seq desc limit ${o.limit}`.execute(db)
  const codes = await readCodes(
    db,
    found.rows.map((r) => r.codes_id),
  )
  return found.rows.map((row) => {
    const known = codes.get(row.codes_id)
    assert(known, 'a receipt with unknown codes: run rapport verify')
    const text = storedText(row, row, known)
    return { row, codes: codesOf(known), text, leaf: entryLeaf(text), position: row.position ?? undefined }
  })
}

export function readHead(db: ReceiptsDb, customer: number): Promise<HeadRow | undefined> {
  return db
    .selectFrom('keep.receipt_head')
    .select(['customer_id', 'seq', 'first', 'at', 'pseudonym', 'salt', 'hash', 'before'])
    .where('customer_id', '=', customer)
    .executeTakeFirst()
}

export async function readCodes(db: ReceiptsDb, ids: readonly number[]): Promise<Map<number, CodesRow>> {
  if (ids.length === 0) return new Map()
  const found = await sql<CodesRow>`select * from keep.receipt_codes where codes_id = any (${[...new Set(ids)]}::bigint[])`.execute(db)
  return new Map(found.rows.map((row) => [row.codes_id, row]))
}

/** The canonical JSON of a stored receipt. */
export function storedText(row: ReceiptRow, head: Pick<HeadRow, 'pseudonym' | 'salt'>, codes: CodesRow, text = codesText(codes)): string {
  return entryText({
    customer: { pseudonym: head.pseudonym.toString('hex'), salt: head.salt.toString('hex') },
    seq: row.seq,
    prev: row.prev.toString('hex'),
    at: row.at.toISOString(),
    nonce: row.nonce.toString('hex'),
    actor: { kind: codes.actor, id: row.actor_id },
    activity: { kind: codes.activity, id: row.activity_id },
    onBehalf: { kind: codes.on_behalf, id: row.on_behalf_id },
    consent: row.consent,
    content: row.content,
    codes: text,
  })
}
