import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import type { Logger } from '../../platform/log.ts'
import type { Courier } from '../courier/index.ts'
import type { RecordDeps } from '../interactions/index.ts'
import type { Keyring } from '../keyring/index.ts'
import type { ImportingTables } from './tables.ts'

export type ImportDeps = {
  db: Db<ImportingTables>
  keyring: Keyring
  record: RecordDeps
  courier: Courier
  rowIds: IdBlocks
  clock: Clock
  log: Logger
  /** Where the sealed files lie. */
  folder: string
}
