import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import type { Keyring } from '../keyring/index.ts'
import type { TermsTables } from '../terms/index.ts'
import type { FileTables } from './tables.ts'

export type FileDeps = { db: Db<FileTables & TermsTables>; keyring: Keyring; rowIds: IdBlocks; clock: Clock }
