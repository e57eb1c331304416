import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/index.ts'
import type { IdBlocks, Opaque } from '../../platform/ids/index.ts'
import type { Logger } from '../../platform/log.ts'
import type { AccessTables } from '../access/index.ts'
import type { CustomerTables, Directory } from '../customers/index.ts'
import type { ExportDeps, ExportTables } from '../exports/index.ts'
import type { ImportDeps } from '../imports/index.ts'
import type { Keyring } from '../keyring/index.ts'
import type { ReceiptTables } from '../receipts/index.ts'
import type { TermsTables } from '../terms/index.ts'
import type { RightsTables } from './tables.ts'

export type UsedTables = RightsTables & CustomerTables & TermsTables & ReceiptTables & AccessTables & ExportTables

export type RightsDeps = {
  db: Db<UsedTables>
  keyring: Keyring
  directory: Pick<Directory, 'follow' | 'save'>
  imports: ImportDeps
  exports: ExportDeps
  rowIds: IdBlocks
  ids: Opaque
  clock: Clock
  log: Logger
}
