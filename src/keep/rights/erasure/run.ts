import { setTimeout as pause } from 'node:timers/promises'
import { alone, inTransaction, sql } from '../../../platform/db/index.ts'
import type { RightsDeps } from '../deps.ts'
import { type StepName, stepNames } from '../shapes.ts'
import { takeRows } from './rows.ts'
import { steps } from './steps.ts'
import { dueErasures, type ErasureRow, findErasure, lockErasure } from './store.ts'

/** Works on erasures in the background of this process; another process takes over what this one leaves. */
export type ErasureRunner = {
  /** Goes on with it as far as it goes; at once, or never when another process is at it. */
  begin(id: number): void
  /** Takes up those whose time has come, and what was left by a process that ended. */
  tick(now: Date): Promise<void>
  /** When nothing is worked on here. */
  idle(): Promise<void>
}

const lockSpace = 0x6572_6173
const atOnce = 20
const waits = { tries: 40, ms: 50 }

export function openErasureRunner(deps: RightsDeps): ErasureRunner {
  const working = new Map<number, Promise<void>>()
  function begin(id: number): void {
    if (working.has(id)) return
    const work = alone(deps.db, { space: lockSpace, id }, () => goOn(deps, id))
      .catch((error: unknown) => deps.log.error({ err: error, erasure: id }, 'an erasure stands still; it is gone on with'))
      .finally(() => working.delete(id))
    working.set(id, work)
  }
  return {
    begin,
    tick: async (now) => {
      for (const id of await dueErasures(deps.db.$pickTables(), now, atOnce)) begin(id)
    },
    idle: async () => {
      while (working.size > 0) await Promise.all(working.values())
    },
  }
}

async function goOn(deps: RightsDeps, id: number): Promise<void> {
  for (let tries = 0; tries < waits.tries; ) {
    const went = await oneStep(deps, id)
    if (went === 'over' || went === 'import') return
    if (went === 'writers') {
      tries += 1
      await pause(waits.ms)
    }
  }
}

/** Does the step that is due, and says in the row that it is done: what is killed in between does it once more. */
export async function oneStep(deps: RightsDeps, id: number): Promise<'on' | 'over' | 'import' | 'writers'> {
  const now = deps.clock.now()
  const row = await begun(deps, id, now)
  if (row?.state !== 'erasing' || row.step === null) return 'over'
  const went = await steps[row.step](deps, row, now)
  if (went === 'done') await turn(deps, row, after(row.step), now)
  else await sql`update keep.erasure set waits_for = ${went.waits_for} where customer_id = ${row.customer_id} and erasure_id = ${id}`.execute(deps.db)
  return went === 'done' ? 'on' : went.waits_for
}

const after = (step: StepName): StepName | undefined => stepNames[stepNames.indexOf(step) + 1]

/** The row, on its way once its time has come. */
async function begun(deps: RightsDeps, id: number, now: Date): Promise<ErasureRow | undefined> {
  const row = await findErasure(deps.db.$pickTables(), id)
  if (row?.state !== 'waiting' || row.due_at > now) return row
  await inTransaction(deps.db, async (tx) => {
    const held = await lockErasure(tx.$pickTables(), id)
    if (held?.state === 'waiting')
      await sql`
        update keep.erasure set state = 'erasing', step = ${stepNames[0]}, moved_at = ${now} where customer_id = ${row.customer_id} and erasure_id = ${id}`.execute(
        tx,
      )
  })
  return findErasure(deps.db.$pickTables(), id)
}

async function turn(deps: RightsDeps, row: ErasureRow, to: StepName | undefined, now: Date): Promise<void> {
  if (to === undefined) return
  await sql`
    update keep.erasure set step = ${to}, waits_for = null, moved_at = ${now}
    where customer_id = ${row.customer_id} and erasure_id = ${row.erasure_id} and state = 'erasing' and step = ${row.step}`.execute(deps.db)
}

const hour = 3_600_000
/** What tells other systems that somebody is no more goes out after they are gone. */
const tellings: ReadonlySet<string> = new Set(['office.webhook_event', 'office.webhook_delivery'])

/**
 * What was on its way when somebody was erased (a task that a colleague was just writing) is taken too: each hour of two days once more, and
 * after one day the row by which the office was told. Gives how many rows went.
 */
export async function sweepErased(deps: Pick<RightsDeps, 'db' | 'keyring'>, now: Date): Promise<number> {
  const { rows } = await sql<Pick<ErasureRow, 'customer_id' | 'erasure_id' | 'members' | 'ended_at'>>`
    select customer_id, erasure_id, members, ended_at from keep.erasure where state = 'done' and ended_at > ${new Date(now.getTime() - 48 * hour)} order by ended_at limit 10000`.execute(
    deps.db,
  )
  let gone = 0
  for (const row of rows) {
    gone += await takeRows(deps, undefined, row.members, tellings)
    const past = row.ended_at !== null && row.ended_at < new Date(now.getTime() - 24 * hour)
    if (past) await sql`delete from fact.derived where customer_id = any(${row.members}::bigint[]) and status = 'erased'`.execute(deps.db)
    const keys = await sql`select from keyring.data_key where customer_id = any(${row.members}::bigint[]) limit 1`.execute(deps.keyring.db)
    if (keys.rows.length > 0) await deps.keyring.destroyKeys(row.members)
  }
  return gone
}

/** Proofs of consent of whoever was erased three years ago. */
export async function sweepProofs({ db }: Pick<RightsDeps, 'db'>): Promise<void> {
  for (let gone = 1; gone > 0; ) gone = (await sql<{ gone: number }>`select keep.sweep_proofs(1000) as gone`.execute(db)).rows[0]?.gone ?? 0
}
