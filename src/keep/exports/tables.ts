import type { Generated } from 'kysely'
import type { ExportFormat, ExportState } from './shapes.ts'

export type ExportTables = {
  'keep.export': {
    export_id: number
    state: ExportState
    format: ExportFormat
    purpose: string
    sealed_why: Buffer
    columns: string[]
    language: string
    persons: number
    request_id: number | null
    sealed_recipient: Buffer | null
    recipient_webhook: number | null
    position: Generated<number>
    seen: Generated<number>
    rows: Generated<number>
    left_out: Generated<{ [reason: string]: number }>
    parts: Generated<number>
    size: Generated<number>
    file_size: number | null
    rows_per_s: Generated<number>
    sealed_key: Buffer | null
    trouble: string | null
    by_id: number
    by_role: string
    created_at: Date
    started_at: Date | null
    moved_at: Date
    ended_at: Date | null
    expires_at: Date | null
    downloads: Generated<number>
  }
  'keep.export_change': { export_id: number; seq: number; state: ExportState; at: Date; by_kind: string; by_id: number; why: string }
  'keep.export_piece': { export_id: number; kind: 'rows' | 'file' | 'who'; part: number; size: number; sealed: Buffer }
}
