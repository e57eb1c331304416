import type { Generated } from 'kysely'
import type { BulkState } from './shapes.ts'

type Counts = { [reason: string]: number }

export type BulkWorkTables = {
  'office.bulk': {
    bulk_id: number
    deed: unknown
    who: unknown
    state: BulkState
    persons: number
    position: Generated<number>
    seen: Generated<number>
    changed: Generated<number>
    unchanged: Generated<number>
    left_out: Generated<Counts>
    undo_position: Generated<number>
    put_back: Generated<number>
    undo_left: Generated<Counts>
    rows_per_s: Generated<number>
    trouble: string | null
    made_by: number
    made_at: Date
    moved_at: Date
    ended_at: Date | null
    undone_by: number | null
    undone_at: Date | null
  }
  'office.bulk_touch': { customer_id: number; bulk_id: number; was: number | null; made: number | null }
}
