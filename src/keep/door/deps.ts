import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import type { Logger } from '../../platform/log.ts'
import type { Actor, Rights } from '../access/index.ts'
import type { ChannelDeps } from '../channels/index.ts'
import type { Directory } from '../customers/index.ts'
import type { ExportDeps } from '../exports/index.ts'
import type { RecordDeps } from '../interactions/index.ts'
import type { Keyring } from '../keyring/index.ts'
import type { Pulse } from '../pulse.ts'
import type { Signer, UseRecorder } from '../receipts/index.ts'
import type { Room } from '../room.ts'
import type { KeepTables } from '../tables.ts'
import type { Waiting } from '../waiting.ts'
import type { Together } from './together.ts'

export { withinOf } from '../customers/index.ts'
export { guardianRole } from '../terms/index.ts'

/** What the verbs of the door are given. */
export type DoorDeps = {
  db: Db<KeepTables>
  keyring: Keyring
  directory: Directory
  record: RecordDeps
  recorder: UseRecorder
  together: Together
  rowIds: IdBlocks
  clock: Clock
  log: Logger
  channels: ChannelDeps
  /** Whose key signs the log and what is given out. */
  signer: Signer
  /** Room on the disk. */
  room: Room
  /** How the timers fare. */
  pulse: Pulse
  waiting: Waiting
  exports: ExportDeps
  /** A colleague as an asker, for work they began that goes on without them; undefined for somebody who left. */
  standIn(staff: number): Promise<Asker | undefined>
}

/** On whose behalf a call is made, as the keep itself established it. */
export type Asker = {
  actor: Actor
  name: string | null
  language: string | null
  /** Of a customer's session: who it is. */
  customer: number | null
  /** Of a session opened by a message's link: the one message it is for. */
  message: number | null
  /** Of a guardian who acts for a child, which is the customer then: all ids of theirs. */
  guardian?: readonly number[]
  /** Of a key that was made for certain purposes; empty: its role decides. */
  purposes: readonly string[]
  /** Of a session: when they last showed that it is them. */
  confirmedAt: Date | null
  /** Of a session: the class of device it was opened on. */
  device?: string | undefined
  /** Of a key: what it may do. */
  scopes: readonly string[]
  /** Of a key: the code of the system that gets what it opens. */
  recipient?: string
  /** Of staff: what their role lets them do now. */
  rights: Rights
  /** Of staff: codes of the units they belong to. */
  units: readonly string[]
}

/** Throws forbidden when a key was made for certain purposes and this is none of them. Whoever has no key passes. */
export function coveredByKey(asker: Asker, purpose: string): void {
  if (asker.purposes.length > 0 && !asker.purposes.includes(purpose)) throw new AppError('forbidden', 'This key was made for other purposes.')
}
