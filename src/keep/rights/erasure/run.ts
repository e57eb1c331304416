import { setTimeout as pause } from 'node:timers/promises'
import { alone, inTransaction, sql } from '../../../platform/db/index.ts'
import { eraseReceipts } from '../../receipts/index.ts'
import type { RightsDeps } from '../deps.ts'
import { partSteps, type StepName, stepNames } from '../shapes.ts'
import { coversOf } from './parts.ts'
import { takeRows } from './rows.ts'
import { steps } from './steps.ts'
import { dueErasures, type ErasureRow, findErasure, lockErasure } from './store.ts'

/**
 * Works on erasures in the background of this process, one after another: each holds a connection while it works with others, and many at
 * once would wait for each other's. Another process takes over what this one leaves.
 */
export type ErasureRunner = {
  /** Goes on with it as far as it goes, when those begun before are; not when another process is at it. */
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
  const waiting = new Set<number>()
  let last = Promise.resolve()
  function begin(id: number): void {
    if (waiting.has(id)) return
    waiting.add(id)
    last = last
      .then(() => alone(deps.db, { space: lockSpace, id }, () => goOn(deps, id)))
      .catch((error: unknown) => deps.log.error({ err: error, erasure: id }, 'an erasure stands still; it is gone on with'))
      .finally(() => waiting.delete(id))
  }
  return {
    begin,
    tick: async (now) => {
      for (const id of await dueErasures(deps.db.$pickTables(), now, atOnce)) begin(id)
    },
    idle: async () => {
      while (waiting.size > 0) await last
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
  if (went === 'done') await turn(deps, row, after(row, row.step), now)
  else await sql`update keep.erasure set waits_for = ${went.waits_for} where customer_id = ${row.customer_id} and erasure_id = ${id}`.execute(deps.db)
  return went === 'done' ? 'on' : went.waits_for
}

/** The steps of this erasure, in order. */
export const stepsOf = (row: Pick<ErasureRow, 'covers'>): readonly StepName[] => (coversOf(row) === 'everything' ? stepNames : partSteps)
const after = (row: ErasureRow, step: StepName): StepName | undefined => stepsOf(row)[stepsOf(row).indexOf(step) + 1]

/** The row, on its way once its time has come. */
async function begun(deps: RightsDeps, id: number, now: Date): Promise<ErasureRow | undefined> {
  const row = await findErasure(deps.db.$pickTables(), id)
  if (row?.state !== 'waiting' || row.due_at > now) return row
  await inTransaction(deps.db, async (tx) => {
    const held = await lockErasure(tx.$pickTables(), id)
    if (held?.state === 'waiting')
      await sql`
        update keep.erasure set state = 'erasing', step = ${stepsOf(row)[0]}, moved_at = ${now} where customer_id = ${row.customer_id} and erasure_id = ${id}`.execute(
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
/** People in one go through all tables. */
const sweptAtOnce = 1_000
/** What tells other systems that somebody is no more goes out after they are gone. */
const tellings: ReadonlySet<string> = new Set(['office.webhook_event', 'office.webhook_delivery'])

/**
 * What was on its way when somebody was erased (a task that a colleague was just writing) is taken too: each hour of two days once more, and
 * after one day the row by which the office was told. Gives how many rows went.
 */
export async function sweepErased(deps: Pick<RightsDeps, 'db' | 'keyring'>, now: Date): Promise<number> {
  const { rows } = await sql<{ member: number; past: boolean }>`
    select unnest(members) as member, ended_at < ${new Date(now.getTime() - 24 * hour)} as past
    from keep.erasure where state = 'done' and covers ? 'all' and ended_at > ${new Date(now.getTime() - 48 * hour)}`.execute(deps.db)
  let gone = 0
  for (let at = 0; at < rows.length; at += sweptAtOnce) {
    const some = rows.slice(at, at + sweptAtOnce)
    const members = some.map((row) => row.member)
    gone += await takeRows(deps, undefined, members, tellings)
    gone += await inTransaction(deps.db, (tx) => eraseReceipts(tx, members, now))
    const past = some.flatMap((row) => (row.past ? [row.member] : []))
    await sql`delete from fact.derived where customer_id = any(${past}::bigint[]) and status = 'erased'`.execute(deps.db)
    const keys = await sql<{ of: number }>`select distinct customer_id as of from keyring.data_key where customer_id = any(${members}::bigint[])`.execute(
      deps.keyring.db,
    )
    if (keys.rows.length > 0) await deps.keyring.destroyKeys(keys.rows.map((row) => row.of))
  }
  return gone
}

/** Proofs of consent of whoever was erased three years ago. */
export async function sweepProofs({ db }: Pick<RightsDeps, 'db'>): Promise<void> {
  for (let gone = 1; gone > 0; ) gone = (await sql<{ gone: number }>`select keep.sweep_proofs(1000) as gone`.execute(db)).rows[0]?.gone ?? 0
}
