import { setTimeout as sleep } from 'node:timers/promises'
import { type Db, sql } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Analyst } from '../../analyst/index.ts'
import type { House } from '../../house.ts'
import type { InsightTables } from '../tables.ts'
import { keepRun } from './keep.ts'
import { goOnSoon, type ModelRun, openRun } from './register.ts'

// Driving a run: the analyst thinks, this wing watches, and keeps what was found when all of it is there. A turn is short; what a killed office
// left, the next minute takes up; what a killed analyst lost, it thinks anew, a few times.

export type RunHouse = Pick<House, 'clock' | 'analyst'> & { db: Db<InsightTables>; zone(): Promise<string> }

const turnMs = 4_000
const lookEveryMs = 200
const mostTries = 3
/** Without an answer of the analyst for so long it is given up: the copy is being made, or it is not there. */
const patienceMs = 30 * 60_000
const horizonDays = 365

/** Goes on with the run that is open, for a turn; gives whether it still is. */
export async function goOnWithRun(house: RunHouse): Promise<boolean> {
  const { db, clock, analyst } = house
  const began = clock.monotonic()
  for (;;) {
    const run = await openRun(db)
    if (!run) return false
    const isOpen = analyst
      ? await step(house, analyst, run)
      : await ended(house, run, 'failed', 'The analyst runs on another machine: this office cannot ask it.')
    if (!isOpen) return false
    if (clock.monotonic() - began >= turnMs) {
      await goOnSoon(db)
      return true
    }
    await sleep(lookEveryMs)
  }
}

/** One look at how far it is. Gives whether it goes on. */
async function step(house: RunHouse, analyst: Analyst, run: ModelRun): Promise<boolean> {
  const { db, clock } = house
  const of = { run: run.run_id }
  try {
    if (run.stop_asked) {
      await analyst.ask('stop_thinking', of)
      return await ended(house, run, 'stopped', null)
    }
    const { at } = await analyst.ask('thinking', of)
    if (at === null) return await begin(house, analyst, run)
    if (at.state === 'failed' || at.state === 'stopped') return await ended(house, run, 'failed', at.error ?? 'The analyst was stopped.')
    if (at.state === 'running') {
      await sql`update office.model_run set progress = ${at.progress * thinkingShare}, step = ${at.step} where run_id = ${run.run_id} and (step <> ${at.step} or progress < ${at.progress * thinkingShare - 0.005})`.execute(
        db,
      )
      return true
    }
    await keepRun({ db, analyst, clock }, run)
    await analyst.ask('forget_thoughts', of)
    return false
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unavailable') throw error
    if (clock.now().getTime() - run.asked_at.getTime() < patienceMs) return true
    return await ended(house, run, 'failed', error.message)
  }
}

/** Of the whole work; the rest is keeping. */
const thinkingShare = 0.8

async function begin(house: RunHouse, analyst: Analyst, run: ModelRun): Promise<boolean> {
  if (run.tries >= mostTries) return ended(house, run, 'failed', `The analyst ended ${mostTries} times before the run did.`)
  const { as_of } = await analyst.ask('state', {})
  if (as_of === null) return true
  const now = house.clock.now()
  await analyst.ask('think', { run: run.run_id, now: now.toISOString(), zone: await house.zone(), horizon: horizonDays })
  await sql`update office.model_run set state = 'running', step = 'reading', progress = 0, tries = tries + 1, started_at = ${now}, as_of = ${as_of} where run_id = ${run.run_id}`.execute(
    house.db,
  )
  return true
}

async function ended({ db, clock }: RunHouse, run: ModelRun, state: 'failed' | 'stopped', error: string | null): Promise<false> {
  await sql`update office.model_run set state = ${state}, error = ${error}, ended_at = ${clock.now()} where run_id = ${run.run_id} and state in ('waiting', 'running')`.execute(
    db,
  )
  return false
}
