import type { Generated } from 'kysely'
import type { RecordTables } from '../interactions/index.ts'
import type { TermsTables } from '../terms/index.ts'
import type { ImportState, Origin, Preset } from './shapes.ts'

export type ImportTables = {
  'keep.import': {
    import_id: number
    state: ImportState
    preset: Preset
    source: string | null
    size: Generated<number>
    sealed_name: Buffer | null
    sealed_key: Buffer | null
    file_digest: Buffer | null
    form: unknown
    header_line: number | null
    sealed_header: Buffer | null
    sealed_mapping: Buffer | null
    mapped_by: 'guess' | 'memory' | 'person' | null
    cursor: unknown
    counts: unknown
    dry_run: unknown
    reconciliation: unknown
    undone: unknown
    rows_of: number | null
    rows_done: Generated<number>
    rows_per_s: Generated<number>
    trouble: string | null
    trouble_place: string | null
    by_kind: string
    by_id: number
    by_role: string
    created_at: Date
    started_at: Date | null
    ended_at: Date | null
    destroy_at: Date | null
  }
  'keep.import_change': { import_id: number; seq: number; state: ImportState; at: Date; by_kind: string; by_id: number; why: string }
  'keep.import_reject': { import_id: number; line: number; reason: string; detail: string; part: boolean }
  'fact.people_list': {
    list_id: number
    title: string
    purpose: string
    origin: Origin
    created_at: Date
    complete_at: Date | null
    deleted_at: Date | null
  }
  'fact.people_list_member': { customer_id: number; list_id: number }
  'keep.import_mapping': { headers: Buffer; preset: Preset; sealed_mapping: Buffer; at: Date }
  'keep.import_before': {
    customer_id: number
    import_id: number
    kind: string
    role: string
    language: string | null
    time_zone: string | null
    country: string | null
  }
}

/** What an import reads and writes: its own tables, and others' by their verbs. */
export type ImportingTables = ImportTables & RecordTables & TermsTables
