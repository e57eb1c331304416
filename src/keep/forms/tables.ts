import type { AccessTables } from '../access/index.ts'
import type { AgreementTables } from '../agreements/index.ts'
import type { CustomerTables } from '../customers/index.ts'
import type { ReceiptTables } from '../receipts/index.ts'
import type { TermsTables } from '../terms/index.ts'
import type { Spec } from './contract.ts'

export type FormTables = {
  'keep.form': { form: string; state: 'active' | 'paused' | 'retired'; moved_at: Date; moved_by: number | null }
  'keep.form_version': { form: string; version: number; spec: Spec; at: Date; by_id: number | null }
  'keep.form_day': { form: string; day: string; answers: number; machines: number }
}

/** What this slice reads and writes besides its own. */
export type UsedTables = FormTables & AgreementTables & ReceiptTables & TermsTables & CustomerTables & AccessTables
