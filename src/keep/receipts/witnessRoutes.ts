import { Hono } from 'hono'
import { type Db, inTransaction, sql, type Tx } from '../../platform/db/index.ts'
import { type Mounting, mount } from '../../platform/http/index.ts'
import type { Logger } from '../../platform/log.ts'
import { type AccessTables, type Actor, noteAct } from '../access/index.ts'
import * as contract from './contract.ts'
import { latestCheckpoint } from './log/checkpoints.ts'
import type { LogTables } from './log/tables.ts'
import { addWitness, removeWitness, witnessesOf } from './log/witnesses.ts'

type Caller = { actor: Actor } | undefined
type Tables = AccessTables & LogTables
type Deps = { db: Db<Tables>; now(): Date; log: Logger; authenticate: Mounting<Caller>['authenticate'] }

const nobody: Actor = { kind: 'service', id: 0, role: 'house' }

/** The register of witnesses, on the keep's own listener. */
export function witnessRoutes(deps: Deps): Hono {
  const app = new Hono()
  const { db } = deps
  const on: Mounting<Caller> = { log: deps.log, now: deps.now, authenticate: deps.authenticate }
  const changing = async (act: 'witness' | 'witness_removed', by: Actor, now: Date, work: (tx: Tx<Tables>) => Promise<{ name: string }>) => {
    await inTransaction(db, async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext('keep.witness'))`.execute(tx)
      const { name } = await work(tx)
      await noteAct(tx.$pickTables(), { by, act: `register.${act}`, facts: { code: name }, now })
    })
    return watched(db.$pickTables())
  }

  mount(app, on, contract.listWitnesses, () => watched(db.$pickTables()))
  mount(app, on, contract.registerWitness, ({ caller, body, now }) =>
    changing('witness', caller?.actor ?? nobody, now, (tx) => addWitness(tx.$pickTables(), { key: body.key, now })),
  )
  mount(app, on, contract.dropWitness, ({ caller, params, now }) =>
    changing('witness_removed', caller?.actor ?? nobody, now, (tx) => removeWitness(tx.$pickTables(), { witness: params.witness, now })),
  )
  return app
}

async function watched(db: Db<LogTables>) {
  const [checkpoint, witnesses] = await Promise.all([latestCheckpoint(db), witnessesOf(db)])
  return {
    log: checkpoint ? { size: checkpoint.size, at: checkpoint.at.toISOString() } : null,
    items: witnesses.map(({ since, last, ...witness }) => ({
      ...witness,
      since: since.toISOString(),
      last: last && { size: last.size, at: last.at.toISOString() },
    })),
  }
}
