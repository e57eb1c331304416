import type { Generated } from 'kysely'

export type LogTables = {
  /** Leaves (32 bytes each) waiting for their place. */
  'keep.leaf_batch': { batch: Generated<number>; leaves: Buffer; touched: Buffer }
  /** Leaves from `position` on, never across a multiple of 256. */
  'keep.log': { position: number; leaves: Buffer }
  /** Hash of the full tile `number` of the level below. */
  'keep.log_node': { level: number; number: number; hash: Buffer }
  /** Where a batch's leaves begin in the log. */
  'keep.log_place': { batch: number; position: number; leaves: number }
  'keep.log_statement': { batch: number; kind: 'heads' | 'gone' | 'erasure' | 'agreement'; at: Date; body: string }
  'keep.witness': { witness: string; name: string; key: string; since: Date; retired_at: Date | null }
  'keep.cosignature': { size: number; witness: string; at: Date; line: string }
  'keep.checkpoint': { size: number; at: Date; root: Buffer; note: string }
}
