import type { Clock } from '../../platform/clock.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { type Deps, openRuns, takeTurn } from './run.ts'
import { findCampaign } from './store.ts'

/** Runs that were begun and not ended are gone on with, a turn each; gives whether any is left. */
export async function goOnWithRuns(deps: Deps, clock: Clock): Promise<boolean> {
  let left = false
  for (const { run_id, campaign_id } of await openRuns(deps.db, clock.now())) {
    const campaign = await findCampaign(deps.db.$pickTables(), campaign_id)
    if (campaign && (await takeTurn(deps, { service: 'campaigns' }, campaign, { run: run_id, clock })) === 'more') left = true
  }
  return left
}

export const goOnTask = 'campaign_runs'

/** Asks for the next turn now; without it the job comes by the minute. */
export async function goOnSoon<T>(db: Db<T>): Promise<void> {
  await sql`select office_jobs.add_job(${goOnTask}::text, '{}'::json, queue_name := ${goOnTask}::text, job_key := ${`${goOnTask} next`}::text)`.execute(db)
}
