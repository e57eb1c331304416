import type { AccessTables } from './access/tables.ts'
import type { AgreementTables } from './agreements/index.ts'
import type { BulkTables } from './bulk/index.ts'
import type { ChannelTables } from './channels/index.ts'
import type { CustomerTables } from './customers/index.ts'
import type { DuplicateTables } from './duplicates/index.ts'
import type { ExportTables } from './exports/index.ts'
import type { FileTables } from './files/index.ts'
import type { FormTables } from './forms/index.ts'
import type { GateTables } from './gate/index.ts'
import type { InteractionTables } from './interactions/index.ts'
import type { NeedTables } from './needs/index.ts'
import type { PolicyTables } from './policy/index.ts'
import type { ReceiptTables } from './receipts/index.ts'
import type { RightsTables } from './rights/index.ts'
import type { TermsTables } from './terms/index.ts'

/** Tables of this wing that the door reads; each slice is handed only its own. */
export type KeepTables = CustomerTables &
  AgreementTables &
  InteractionTables &
  TermsTables &
  AccessTables &
  ReceiptTables &
  GateTables &
  PolicyTables &
  ChannelTables &
  FileTables &
  ExportTables &
  FormTables &
  NeedTables &
  DuplicateTables &
  BulkTables &
  RightsTables &
  CompanyTables

export type CompanyTables = {
  'keep.company': {
    one_row: boolean
    name: string
    country: string
    currency: string
    time_zone: string
    language: string
    mail_from: string
    postal_address: string | null
    changed_at: Date
  }
}
