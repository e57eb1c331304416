import { Hono } from 'hono'
import type { Clock } from '../../platform/clock.ts'
import { type Db, inTransaction } from '../../platform/db/index.ts'
import { type Mounting, mount } from '../../platform/http/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import type { Logger } from '../../platform/log.ts'
import type { Actor } from '../access/index.ts'
import type { KeepTables } from '../tables.ts'
import { countSoon } from './board.ts'
import * as contract from './contract.ts'
import { boardShown } from './shown.ts'

type Caller = { actor: Actor } | undefined
type Deps = { db: Db<KeepTables>; rowIds: IdBlocks; clock: Clock; log: Logger; authenticate: Mounting<Caller>['authenticate'] }

const nobody: Actor = { kind: 'service', id: 0, role: 'house' }

/** The gate over everybody, on the keep's own listener. */
export function policyRoutes({ db, rowIds, ...deps }: Deps): Hono {
  const app = new Hono()
  const on: Mounting<Caller> = { log: deps.log, now: deps.clock.now, authenticate: deps.authenticate }
  mount(app, on, contract.readReachBoard, () => boardShown(db.$pickTables()))
  mount(app, on, contract.countReachBoard, async ({ caller, now }) => {
    const board = await rowIds.one()
    await inTransaction(db, (tx) => countSoon(tx.$pickTables(), { board, by: caller?.actor ?? nobody, now }))
    return boardShown(db.$pickTables())
  })
  return app
}
