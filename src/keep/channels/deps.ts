import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/index.ts'
import type { IdBlocks, Opaque } from '../../platform/ids/index.ts'
import type { Logger } from '../../platform/log.ts'
import type { AccessTables } from '../access/index.ts'
import type { Asker, MailCourier } from '../courier/index.ts'
import type { RecordDeps, RecordTables } from '../interactions/index.ts'
import type { Keyring } from '../keyring/index.ts'
import type { ReceiptTables } from '../receipts/index.ts'
import type { TermsTables } from '../terms/index.ts'
import type { Ways } from './account/ways.ts'
import type { ChannelTables } from './tables.ts'

/** The tables this slice reads or writes. */
export type SendTables = ChannelTables & TermsTables & RecordTables & AccessTables & ReceiptTables

export type ChannelDeps = {
  db: Db<SendTables>
  keyring: Keyring
  rowIds: IdBlocks
  clock: Clock
  log: Logger
  ids: Opaque
  recording: RecordDeps
  publicUrl: string
  /** Has what was queued handed over soon, without being waited for. */
  soon(): void
  /** Nothing is handed over: this is a copy of an installation that does it itself. */
  paused?: boolean
}

/** What handing over needs besides; `asker` carries SMS to their provider. */
export type WireDeps = ChannelDeps & { mail: MailCourier; asker: Asker; ways: Ways }
