import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/index.ts'
import type { Logger } from '../../platform/log.ts'
import type { ChannelDeps, SendTables } from '../channels/index.ts'
import type { Keyring } from '../keyring/index.ts'

export type AskingDeps = { db: Db<SendTables>; keyring: Keyring; letters: ChannelDeps; clock: Clock; log: Logger }
