import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import { rule } from './rule.ts'
import { audiencesIn } from './walk.ts'

export type UsedBy = {
  campaigns: { campaign_id: number; title: string; stopped_at: Date | null }[]
  audiences: { audience_id: number; title: string }[]
}

/** What goes by an audience: campaigns, also those that were stopped, and audiences whose rules name it. */
export async function usedBy<T>(db: Db<T> | Tx<T>, ids: Pick<Opaque, 'show'>, audience: number): Promise<UsedBy> {
  const campaigns = await sql<UsedBy['campaigns'][number]>`
    select campaign_id, title, stopped_at from office.campaign where audience_id = ${audience} order by campaign_id desc`.execute(db)
  const others = await sql<{ audience_id: number; title: string; rule: unknown }>`
    select audience_id, title, rule from office.audience where deleted_at is null and audience_id <> ${audience} order by audience_id desc`.execute(db)
  const own = ids.show('audience', audience)
  return {
    campaigns: campaigns.rows,
    audiences: others.rows.filter((one) => audiencesIn(rule.parse(one.rule)).includes(own)).map(({ audience_id, title }) => ({ audience_id, title })),
  }
}
