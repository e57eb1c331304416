import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import type { Logger } from '../../platform/log.ts'
import type { AccessTables } from '../access/index.ts'
import type { Courier } from '../courier/index.ts'
import type { CustomerTables } from '../customers/index.ts'
import type { Keyring } from '../keyring/index.ts'
import type { ExportTables } from './tables.ts'

export type ExportDeps = {
  db: Db<ExportTables & AccessTables & CustomerTables>
  keyring: Keyring
  courier: Courier
  rowIds: IdBlocks
  clock: Clock
  log: Logger
}
