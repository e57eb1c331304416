import { type Db, sql } from '../../platform/db/index.ts'
import type { AudienceTables } from '../audiences/index.ts'
import type { Campaign, Run } from './run.ts'
import type { CampaignTables } from './tables.ts'

// What stands in the lists, the newest first: `below` is the id of the last row of the page before.

type Reader = Db<CampaignTables & AudienceTables>
type Page = { below: number | undefined; limit: number }

const campaigns = sql`
  select c.*, a.rule, a.title as audience_title, a.created_at as audience_created_at from office.campaign c join office.audience a using (audience_id)`

export async function newestCampaigns(db: Reader, { below, limit }: Page): Promise<Campaign[]> {
  const after = below === undefined ? sql`` : sql`where c.campaign_id < ${below}`
  return (await sql<Campaign>`${campaigns} ${after} order by c.campaign_id desc limit ${limit}`.execute(db)).rows
}

export async function findCampaign(db: Reader, id: number): Promise<Campaign | undefined> {
  return (await sql<Campaign>`${campaigns} where c.campaign_id = ${id}`.execute(db)).rows[0]
}

export async function newestRuns(db: Reader, campaign: number, { below, limit }: Page): Promise<Run[]> {
  const newest = db.selectFrom('office.campaign_run').selectAll().where('campaign_id', '=', campaign).orderBy('run_id', 'desc').limit(limit)
  return (below === undefined ? newest : newest.where('run_id', '<', below)).execute()
}

export type InAll = { runs: number; handed_over: number }

/** Of each of these campaigns that has run: its last run, and how many there were in all. */
export async function runsOf(db: Reader, campaigns: readonly number[]): Promise<Map<number, { last: Run; all: InAll }>> {
  const ids = [...campaigns]
  const last = await sql<Run>`
    select distinct on (campaign_id) * from office.campaign_run where campaign_id = any(${ids}::bigint[]) order by campaign_id, run_id desc`.execute(db)
  const all = await sql<InAll & { campaign_id: number }>`
    select campaign_id, count(*)::int as runs, coalesce(sum(handed_over), 0)::int as handed_over
    from office.campaign_run where campaign_id = any(${ids}::bigint[]) group by campaign_id`.execute(db)
  return new Map(
    last.rows.map((run) => {
      const { runs = 0, handed_over = 0 } = all.rows.find((a) => a.campaign_id === run.campaign_id) ?? {}
      return [run.campaign_id, { last: run, all: { runs, handed_over } }]
    }),
  )
}
