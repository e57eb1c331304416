import { Hono } from 'hono'
import type { Clock } from '../../platform/clock.ts'
import { type Db, inTransaction } from '../../platform/db/index.ts'
import { type Mounting, mount } from '../../platform/http/index.ts'
import type { IdBlocks, Opaque } from '../../platform/ids/index.ts'
import type { Logger } from '../../platform/log.ts'
import type { Actor } from '../access/index.ts'
import type { Keyring } from '../keyring/index.ts'
import type { KeepTables } from '../tables.ts'
import { countSoon } from './board.ts'
import * as contract from './contract.ts'
import { draftRoutes } from './draftRoutes.ts'
import { boardShown } from './shown.ts'

export type Caller = { actor: Actor }
export type PolicyDeps<C> = {
  db: Db<KeepTables>
  keyring: Keyring
  rowIds: IdBlocks
  ids: Opaque
  clock: Clock
  log: Logger
  authenticate: Mounting<C | undefined>['authenticate']
  /** Names of these people for the caller, where one may see them: each with a receipt. */
  named(caller: C, customers: readonly number[]): Promise<{ customer: number; name: string | null }[]>
}

const nobody: Actor = { kind: 'service', id: 0, role: 'house' }

/** The gate over everybody, on the keep's own listener. */
export function policyRoutes<C extends Caller>(deps: PolicyDeps<C>): Hono {
  const app = new Hono()
  const { db, rowIds } = deps
  const on: Mounting<C | undefined> = { log: deps.log, now: deps.clock.now, authenticate: deps.authenticate }
  mount(app, on, contract.readReachBoard, () => boardShown(db.$pickTables()))
  mount(app, on, contract.countReachBoard, async ({ caller, now }) => {
    const board = await rowIds.one()
    await inTransaction(db, (tx) => countSoon(tx.$pickTables(), { board, by: caller?.actor ?? nobody, now }))
    return boardShown(db.$pickTables())
  })
  draftRoutes(app, on, deps)
  return app
}
