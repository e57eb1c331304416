import type { AccessTables } from '../access/index.ts'
import type { AgreementTables } from '../agreements/index.ts'
import type { ChannelTables } from '../channels/index.ts'
import type { DuplicateTables } from '../duplicates/index.ts'
import type { GateTables } from '../gate/index.ts'
import type { RecordTables } from '../interactions/index.ts'
import type { NeedTables } from '../needs/index.ts'
import type { ReceiptTables } from '../receipts/index.ts'
import type { TermsTables } from '../terms/index.ts'

/** What this slice reads and writes. */
export type UsedTables = AgreementTables & ChannelTables & TermsTables & RecordTables & AccessTables & ReceiptTables & GateTables & DuplicateTables & NeedTables
