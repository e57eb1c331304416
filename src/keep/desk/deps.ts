import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/index.ts'
import type { Who } from '../../platform/http/index.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import type { Logger } from '../../platform/log.ts'
import type { AccessTables, Session } from '../access/index.ts'
import type { CustomerTables } from '../customers/index.ts'
import type { ExportTables } from '../exports/index.ts'
import type { Keyring } from '../keyring/index.ts'
import type { ReceiptTables } from '../receipts/index.ts'
import type { RightsTables } from '../rights/index.ts'
import type { TermsTables } from '../terms/index.ts'
import type { LookAtTouched } from './people.ts'

/** What the desk reads; it writes nothing. */
export type DeskTables = AccessTables & CustomerTables & ExportTables & ReceiptTables & RightsTables & TermsTables

export type DeskDeps = {
  db: Db<DeskTables>
  keyring: Keyring
  ids: Opaque
  clock: Clock
  log: Logger
  authenticate(request: Request, who: Who, now: Date): Promise<Session | undefined>
  look(session: Session, customers: readonly number[]): Promise<LookAtTouched>
}
