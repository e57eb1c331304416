import { notFound } from '../../platform/errors.ts'
import { type KeptCheckpoint, latestCheckpoint, positionProof } from './log/checkpoints.ts'
import { type ReceiptsDb, readReceipts } from './read.ts'

/** Where a receipt stands in the log: a position, once a signed checkpoint covers it. */
export type Place = { position: number } | 'not yet in a checkpoint'

export type ListedReceipt = { seq: number; at: Date; text: string; leaf: string; place: Place }

const mostAtOnce = 500

/** One page of a customer's receipts, newest first, as canonical JSON. `next` is the `below` of the page after it. */
export async function listReceipts(
  db: ReceiptsDb,
  o: { customer: number; below?: number; limit?: number },
): Promise<{ receipts: ListedReceipt[]; next?: number }> {
  const limit = Math.min(o.limit ?? 50, mostAtOnce)
  const checkpoint = await latestCheckpoint(db)
  const found = await readReceipts(db, { customer: o.customer, ...(o.below !== undefined && { below: o.below }), limit })
  const receipts = found.map((r) => ({ seq: r.row.seq, at: r.row.at, text: r.text, leaf: r.leaf, place: placeOf(r.position, checkpoint) }))
  const last = found.at(-1)
  return found.length === limit && last && last.row.seq > 1 ? { receipts, next: last.row.seq } : { receipts }
}

export type ReceiptProof = ListedReceipt & { checkpoint?: KeptCheckpoint; proof?: string }

/**
 * One receipt with its proof (C2SP tlog-proof) and the checkpoint it stands under. `customers`: all ids of one person, whose chains each
 * count from one; `at` tells which. Not found when there is none such.
 */
export async function proofOf(db: ReceiptsDb, o: { customers: readonly number[]; seq: number; at: Date }): Promise<ReceiptProof> {
  const row = await db
    .selectFrom('keep.receipt')
    .select('customer_id')
    .where('customer_id', 'in', [...o.customers])
    .where('seq', '=', o.seq)
    .where('at', '=', o.at)
    .executeTakeFirst()
  if (!row) throw notFound()
  const checkpoint = await latestCheckpoint(db)
  const [found] = await readReceipts(db, { customer: row.customer_id, below: o.seq + 1, limit: 1 })
  if (!found) throw notFound()
  const place = placeOf(found.position, checkpoint)
  const listed = { seq: found.row.seq, at: found.row.at, text: found.text, leaf: found.leaf, place }
  if (!checkpoint || typeof place === 'string') return listed
  const { text } = await positionProof(db, place.position, checkpoint)
  return { ...listed, checkpoint, proof: text }
}

const mostNaming = 50

/** The receipts of these ids of one person that name one of these consents, each with its place; the newest first. */
export async function receiptsNaming(db: ReceiptsDb, o: { customers: readonly number[]; names: readonly string[] }): Promise<ReceiptProof[]> {
  const rows = await db
    .selectFrom('keep.receipt')
    .select(['seq', 'at'])
    .where('customer_id', 'in', [...o.customers, -1])
    .where('consent', 'in', [...o.names])
    .orderBy('at', 'desc')
    .limit(mostNaming)
    .execute()
  return Promise.all(rows.map((row) => proofOf(db, { customers: o.customers, ...row })))
}

export function placeOf(position: number | undefined, checkpoint: KeptCheckpoint | undefined): Place {
  return position !== undefined && checkpoint !== undefined && position < checkpoint.size ? { position } : 'not yet in a checkpoint'
}
