import type { Door } from '../../keep/door/contract.ts'
import type { Clock } from '../../platform/clock.ts'
import { type Db, openDb } from '../../platform/db/index.ts'
import { companyZone } from './company.ts'
import { type Frozen, openFrozen } from './frozen.ts'
import { listLimitMs } from './people.ts'
import type { ListTables } from './tables.ts'

/** What lists are made with: connections of their own, so that a heavy list holds up nobody but lists. */
export type Lists = { db: Db<ListTables>; frozen: Frozen; zone(): Promise<string>; destroy(): Promise<void> }

export function openLists(at: { url: string; door: Door; clock: Clock }): Lists {
  const db = openDb<ListTables>({ url: at.url, max: 3, name: 'rapport office lists', statementLimitMs: listLimitMs })
  return { db, frozen: openFrozen(db, at.clock), zone: companyZone(at.door, at.clock), destroy: () => db.destroy() }
}
