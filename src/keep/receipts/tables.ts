import type { Operation } from './deeds.ts'
import type { LogTables } from './log/tables.ts'
import type { ReceiptCodesJson } from './verify/receipt.ts'

type Lists = 'categories' | 'fields' | 'recipients' | 'reasons'

/** A row of keep.receipt_codes: the codes that many receipts share. Empty lists stand as empty arrays. */
export type CodesRow = { codes_id: number } & Pick<ReceiptCodesJson, 'actor' | 'role' | 'activity' | 'purpose' | 'decision' | 'policy'> & {
    operation: Operation
  } & {
    [key in 'basis' | 'channel' | 'unit']: string | null
  } & { [key in Lists]: string[] } & { on_behalf: ReceiptCodesJson['actor'] | null }

export type ReceiptRow = {
  customer_id: number
  at: Date
  batch: number
  codes_id: number
  actor_id: number
  activity_id: number | null
  on_behalf_id: number | null
  seq: number
  nth: number
  nonce: Buffer
  prev: Buffer
  consent: string | null
  content: string | null
}

export type HeadRow = {
  customer_id: number
  /** Number of the customer's newest receipt; 0 before the first. */
  seq: number
  /** Number of the oldest receipt still kept. */
  first: number
  at: Date
  pseudonym: Buffer
  salt: Buffer
  /** Leaf of the newest receipt. */
  hash: Buffer
  /** Leaf of the receipt before `first`, when that one has expired. */
  before: Buffer | null
}

export type ReceiptTables = LogTables & {
  'keep.receipt_codes': CodesRow
  'keep.receipt': ReceiptRow
  'keep.receipt_head': HeadRow
  'keep.head_bucket': { bucket: number; heads: number; hash: Buffer; entries: Buffer }
  'keep.head_touched': { id: number; buckets: Buffer }
}
