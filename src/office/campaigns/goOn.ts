import type { Clock } from '../../platform/clock.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { type Campaign, type Deps, openRuns, takeTurn } from './run.ts'
import type { CampaignTables } from './tables.ts'

/** Runs that were begun and not ended are gone on with, a turn each; gives whether any is left. */
export async function goOnWithRuns(deps: Deps, clock: Clock): Promise<boolean> {
  let left = false
  for (const { run_id, campaign_id } of await openRuns(deps.db, clock.now())) {
    const [campaign] = await campaignsBy(deps.db, campaign_id, 1)
    if (campaign && (await takeTurn(deps, { service: 'campaigns' }, campaign, { run: run_id, clock })) === 'more') left = true
  }
  return left
}

export const goOnTask = 'campaign_runs'

/** Asks for the next turn now; without it the job comes by the minute. */
export async function goOnSoon<T>(db: Db<T>): Promise<void> {
  await sql`select office_jobs.add_job(${goOnTask}::text, '{}'::json, queue_name := ${goOnTask}::text, job_key := ${`${goOnTask} next`}::text)`.execute(db)
}

/** One campaign, or the newest ones. */
export async function campaignsBy<T>(db: Db<T & CampaignTables>, id: number | undefined, limit: number): Promise<Campaign[]> {
  const one = id === undefined ? sql`` : sql`where c.campaign_id = ${id}`
  const rows = await sql<Campaign>`select c.*, a.rule, a.title as audience_title, a.created_at as audience_created_at
    from office.campaign c join office.audience a using (audience_id) ${one} order by c.campaign_id desc limit ${limit}`.execute(db)
  return rows.rows
}
