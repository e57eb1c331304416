import type { Deed } from './shapes.ts'

export type BulkTables = {
  'keep.bulk': {
    bulk_id: number
    deed: Deed
    field: string | null
    sealed_value: Buffer | null
    by_id: number
    by_role: string
    asked_at: Date
    undone_by: number | null
    undone_role: string | null
    undone_at: Date | null
  }
  'keep.bulk_before': { customer_id: number; bulk_id: number; was: string | null; became: string | null; undone_at: Date | null }
}
