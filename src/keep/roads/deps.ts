import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import type { RecordDeps } from '../interactions/index.ts'
import type { Keyring } from '../keyring/index.ts'
import type { UsedTables } from './tables.ts'

export type RoadsDeps = {
  db: Db<UsedTables>
  keyring: Keyring
  rowIds: IdBlocks
  /** Numbers of the office's own: tasks that this slice asks for. */
  taskIds: IdBlocks
  clock: Clock
  recording: RecordDeps
}
