import { sql } from '../../../platform/db/index.ts'
import { codesId, codesText } from '../codes.ts'
import { entryLeaf } from '../entry.ts'
import { type ReceiptsDb, storedText } from '../read.ts'
import type { CodesRow, HeadRow, ReceiptRow } from '../tables.ts'
import type { Found } from './finding.ts'

// Reads all chains, customer by customer.

export type WalkedRow = ReceiptRow & { start: number | null }
export type WalkedChain = { customer: number; head: HeadRow | undefined; rows: WalkedRow[] }

const headsAtOnce = 2_000
const receiptsAtOnce = 5_000

/** Every customer that has a head or receipts, in the order of customers, with receipts in the order of their numbers. */
export async function* chains(db: ReceiptsDb): AsyncGenerator<WalkedChain> {
  const heads = inPages(headsAtOnce, (last?: HeadRow) => headPage(db, last?.customer_id ?? -1))
  const receipts = inPages(receiptsAtOnce, (last?: WalkedRow) => receiptPage(db, last))
  let head = await heads.next()
  let row = await receipts.next()
  while (!head.done || !row.done) {
    const customer = Math.min(head.done ? Number.MAX_SAFE_INTEGER : head.value.customer_id, row.done ? Number.MAX_SAFE_INTEGER : row.value.customer_id)
    const chain: WalkedChain = { customer, head: undefined, rows: [] }
    if (!head.done && head.value.customer_id === customer) {
      chain.head = head.value
      head = await heads.next()
    }
    while (!row.done && row.value.customer_id === customer) {
      chain.rows.push(row.value)
      row = await receipts.next()
    }
    yield chain
  }
}

export type KnownCodes = Map<number, { row: CodesRow; text: string }>

/** All codes; one whose content no longer gives its number is found. */
export async function readAllCodes(db: ReceiptsDb, found: Found): Promise<KnownCodes> {
  const known: KnownCodes = new Map()
  for (const row of await db.selectFrom('keep.receipt_codes').selectAll().execute()) {
    const text = codesText(row)
    if (codesId(text) !== row.codes_id) found({ what: 'codes_changed', count: row.codes_id })
    known.set(row.codes_id, { row, text })
  }
  return known
}

/** The leaf that a stored receipt gives; undefined when its codes are gone. */
export function leafOf(row: ReceiptRow, head: HeadRow, codes: KnownCodes): string | undefined {
  const known = codes.get(row.codes_id)
  return known && entryLeaf(storedText(row, head, known.row, known.text))
}

async function* inPages<Row>(size: number, read: (last?: Row) => Promise<Row[]>): AsyncGenerator<Row, undefined> {
  for (let last: Row | undefined; ; ) {
    const page = await read(last)
    yield* page
    if (page.length < size) return
    last = page.at(-1)
  }
}

function headPage(db: ReceiptsDb, last: number): Promise<HeadRow[]> {
  const columns = ['customer_id', 'seq', 'first', 'at', 'pseudonym', 'salt', 'hash', 'before'] as const
  return db.selectFrom('keep.receipt_head').select(columns).where('customer_id', '>', last).orderBy('customer_id').limit(headsAtOnce).execute()
}

async function receiptPage(db: ReceiptsDb, last: WalkedRow | undefined): Promise<WalkedRow[]> {
  const page = await sql<WalkedRow>`
    select r.*, p.position as start from (
      select * from keep.receipt where (customer_id, seq) > (${last?.customer_id ?? -1}, ${last?.seq ?? 0}) order by customer_id, seq limit ${receiptsAtOnce}
    ) r left join keep.log_place p on p.batch = r.batch order by r.customer_id, r.seq`.execute(db)
  return page.rows
}
