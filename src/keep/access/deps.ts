import type { Db } from '../../platform/db/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import type { Keyring } from '../keyring/index.ts'
import type { AccessTables } from './tables.ts'

export type AccessDeps = { db: Db<AccessTables>; keyring: Keyring; rowIds: IdBlocks }
