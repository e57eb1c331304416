import { type Db, type RawBuilder, sql, type Tx } from '../../platform/db/index.ts'
import { assert } from '../../platform/errors.ts'
import { codesOf, codesText, type ReceiptCodes } from './codes.ts'
import { entryLeaf, entryText } from './entry.ts'
import type { CodesRow, HeadRow, ReceiptRow, ReceiptTables } from './tables.ts'

export type ReceiptsDb = Db<ReceiptTables> | Tx<ReceiptTables>

/** A receipt as it stands, with its canonical JSON made from its columns, and its place in the log as soon as it has one. */
export type StoredReceipt = { row: ReceiptRow; codes: ReceiptCodes; text: string; leaf: string; position: number | undefined }

const endless = 2 ** 31 - 1

/** Newest first: this customer's receipts with numbers below `below`. */
export function readReceipts(db: ReceiptsDb, o: { customer: number; below?: number; limit: number }): Promise<StoredReceipt[]> {
  return readWhere(db, { ...o, where: sql`r.seq < ${o.below ?? endless}` })
}

/** What is sought among receipts: by what their codes say, by when they were written, of one message only. */
export type Sought = { says?: ((codes: ReceiptCodes) => boolean) | undefined; from?: Date | undefined; to?: Date | undefined; message?: number | undefined }

/** `below`: all from this number on were looked at; undefined when nothing is left below. */
export type Seeking = { found: StoredReceipt[]; below: number | undefined }

/** How many receipts are looked at in one call, however few of them are what is sought. */
const mostLooked = 10_000
/** Writers hand over receipts in the order of their chain, each with its own clock: by so much an older one may be written later. */
const outOfOrderMs = 3_600_000

/** Newest first, as far as one call looks. */
export async function seekReceipts(db: ReceiptsDb, o: Sought & { customer: number; below?: number | undefined; limit: number }): Promise<Seeking> {
  const head = await readHead(db, o.customer)
  if (!head) return { found: [], below: undefined }
  const top = Math.min(o.below ?? endless, head.seq + 1)
  const floor = Math.max(head.first, top - mostLooked)
  const within = sql`r.seq >= ${floor} and r.seq < ${top}`
  const codes = o.says && (await codesThat(db, o.customer, within, o.says))
  const found =
    codes?.length === 0
      ? []
      : await readWhere(db, {
          customer: o.customer,
          limit: o.limit,
          where: sql`${within} ${codes ? sql`and r.codes_id = any(${codes}::bigint[])` : sql``} ${o.from ? sql`and r.at >= ${o.from}` : sql``}
            ${o.to ? sql`and r.at < ${o.to}` : sql``} ${o.message === undefined ? sql`` : sql`and r.activity_id = ${o.message}`}`,
        })
  const last = found.length === o.limit ? found.at(-1)?.row.seq : floor
  const done = last === undefined || last <= head.first || (last === floor && (await before(db, o.customer, floor, o.from)))
  return { found, below: done ? undefined : last }
}

/** Of the codes that stand in this part of a chain, those that say what is sought. */
async function codesThat(db: ReceiptsDb, customer: number, within: RawBuilder<unknown>, says: (codes: ReceiptCodes) => boolean): Promise<number[]> {
  const { rows } = await sql<CodesRow>`select * from keep.receipt_codes where codes_id in (
    select distinct r.codes_id from keep.receipt r where r.customer_id = ${customer} and ${within})`.execute(db)
  return rows.filter((row) => says(codesOf(row))).map((row) => row.codes_id)
}

/** Whether all below this number is older than what is sought. */
async function before(db: ReceiptsDb, customer: number, seq: number, from: Date | undefined): Promise<boolean> {
  if (!from) return false
  const row = await db.selectFrom('keep.receipt').select('at').where('customer_id', '=', customer).where('seq', '=', seq).executeTakeFirst()
  return row !== undefined && row.at.getTime() < from.getTime() - outOfOrderMs
}

async function readWhere(db: ReceiptsDb, o: { customer: number; limit: number; where: RawBuilder<unknown> }): Promise<StoredReceipt[]> {
  const found = await sql<ReceiptRow & Pick<HeadRow, 'pseudonym' | 'salt'> & { position: number | null }>`
    select r.*, h.pseudonym, h.salt, p.position + r.nth as position
    from keep.receipt r join keep.receipt_head h using (customer_id) left join keep.log_place p on p.batch = r.batch
    where r.customer_id = ${o.customer} and ${o.where} order by r.seq desc limit ${o.limit}`.execute(db)
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
