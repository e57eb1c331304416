import type { Credential, Door, Input, Outputs } from '../../keep/door/contract.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import { type AudienceTables, membersOf, type Rule } from '../audiences/index.ts'
import type { InsightTables } from '../insight/index.ts'
import { type WorkTables, withOpenComplaint } from '../work/index.ts'
import type { CampaignTables } from './tables.ts'

export type Campaign = CampaignTables['office.campaign'] & { rule: Rule; audience_title: string; audience_created_at: Date }
export type Run = CampaignTables['office.campaign_run']
type Tables = CampaignTables & AudienceTables & WorkTables & InsightTables
type Deps = { db: Db<Tables>; door: Door; rowIds: IdBlocks }
type Result = Outputs['send']['results'][number]
type Because = Input<'send'>['because'][number]

const batch = 500

/** Why a promotion is held back by this wing: the customer has a complaint that is not solved. */
export const openComplaint = 'open_complaint'

/**
 * Runs a campaign once as of `now`: whom the rule chooses, in batches; those with an open complaint are left out here, the
 * rest is decided and handed over by the keep. Started again after a crash nobody gets the same content twice, because the
 * content key is the campaign. Gives the run with counts of who was left out and why.
 */
export async function runOnce(deps: Deps, as: Credential, campaign: Campaign, by: { staff: number; now: Date }): Promise<Run> {
  if (campaign.stopped_at) throw new AppError('conflict', 'This campaign was stopped.')
  const run: Run = {
    run_id: await deps.rowIds.one(),
    campaign_id: campaign.campaign_id,
    started_at: by.now,
    started_by: by.staff,
    ended_at: null,
    audience_count: 0,
    handed_over: 0,
    left_out: {},
    left_since: {},
  }
  await deps.db
    .insertInto('office.campaign_run')
    .values({ ...run, left_out: {}, left_since: {} })
    .execute()
  for (let after = 0; ; ) {
    const members = await membersOf(deps.db, campaign.rule, { today: by.now, after, limit: batch })
    if (members.length === 0 || (await isStopped(deps.db, campaign))) break
    after = members.at(-1) ?? after
    const complaining = await withOpenComplaint(deps.db.$pickTables(), members)
    const free = members.filter((m) => !complaining.has(m))
    const sent =
      free.length > 0
        ? await deps.door.ask(as, 'send', {
            ...messageOf(campaign),
            customers: free,
            slots: campaign.slots,
            because: becauseOf(campaign.rule),
            campaign: { id: campaign.campaign_id, title: campaign.title },
          })
        : { results: [] }
    const held: Result[] = [...complaining].map((customer) => ({ customer, decision: 'later', reason: openComplaint, message: null }))
    await keepResults(deps.db, run, [...sent.results, ...held])
  }
  run.left_since = await leftSince(deps, as, campaign, run)
  run.ended_at = by.now
  await sql`update office.campaign_run set ended_at = ${run.ended_at}, audience_count = ${run.audience_count}, handed_over = ${run.handed_over}, left_out = ${JSON.stringify(run.left_out)}::jsonb, left_since = ${JSON.stringify(run.left_since)}::jsonb where run_id = ${run.run_id}`.execute(
    deps.db,
  )
  return run
}

/** Stopped while it runs: nobody more is asked for. */
async function isStopped(db: Db<Tables>, campaign: Campaign): Promise<boolean> {
  const row = await db.selectFrom('office.campaign').select('stopped_at').where('campaign_id', '=', campaign.campaign_id).executeTakeFirst()
  return row?.stopped_at != null
}

async function keepResults(db: Db<Tables>, run: Run, results: readonly Result[]): Promise<void> {
  for (const result of results) {
    run.audience_count += 1
    if (result.decision === 'allow') run.handed_over += 1
    else {
      const key = `${result.decision} ${result.reason ?? 'unknown'}`
      run.left_out[key] = (run.left_out[key] ?? 0) + 1
    }
  }
  await sql`insert into office.campaign_member (customer_id, run_id, decision, reason, message_id)
    select c, ${run.run_id}, d, r, m from unnest(${results.map((r) => r.customer)}::bigint[], ${results.map((r) => r.decision)}::text[], ${results.map((r) => r.reason)}::text[], ${results.map((r) => r.message)}::bigint[]) as t(c, d, r, m)
    on conflict do nothing`.execute(db)
}

/** Who was written to by the run before and is not chosen any more, counted by what the gate says of them now. */
async function leftSince(deps: Deps, as: Credential, campaign: Campaign, run: Run): Promise<{ [reason: string]: number }> {
  const rows = await sql<{ customer_id: number }>`
    select m.customer_id from office.campaign_member m
    where m.decision = 'allow' and m.run_id = (select max(run_id) from office.campaign_run where campaign_id = ${campaign.campaign_id} and run_id < ${run.run_id})
      and not exists (select 1 from office.campaign_member now where now.run_id = ${run.run_id} and now.customer_id = m.customer_id)
    limit 20000`.execute(deps.db)
  if (rows.rows.length === 0) return {}
  const said = await deps.door.ask(as, 'decide', { ...messageOf(campaign), customers: rows.rows.map((r) => r.customer_id) })
  return Object.fromEntries(said.reasons.filter((r) => r.decision !== 'allow').map((r) => [`${r.decision} ${r.reason}`, r.count]))
}

/** What the gate would say of everyone the rule chooses, now; writes nothing. */
export async function dryRun(
  deps: Deps,
  as: Credential,
  campaign: Campaign,
  now: Date,
): Promise<{ audience_count: number; allowed: number; left_out: Map<string, number> }> {
  const out = { audience_count: 0, allowed: 0, left_out: new Map<string, number>() }
  const add = (key: string, count: number) => out.left_out.set(key, (out.left_out.get(key) ?? 0) + count)
  for (let after = 0; ; ) {
    const members = await membersOf(deps.db, campaign.rule, { today: now, after, limit: 10_000 })
    if (members.length === 0) return out
    after = members.at(-1) ?? after
    out.audience_count += members.length
    const complaining = await withOpenComplaint(deps.db.$pickTables(), members)
    if (complaining.size > 0) add(`later ${openComplaint}`, complaining.size)
    const free = members.filter((m) => !complaining.has(m))
    if (free.length === 0) continue
    const said = await deps.door.ask(as, 'decide', { ...messageOf(campaign), customers: free })
    out.allowed += said.allowed
    for (const r of said.reasons) if (r.decision !== 'allow') add(`${r.decision} ${r.reason}`, r.count)
  }
}

const messageOf = (c: Campaign) => ({ purpose: c.purpose, topic: c.topic, channel: c.channel, template: c.template, content_key: `campaign:${c.campaign_id}` })

/** What chose these customers, in codes that the portal puts into words: "because you are among our first-class customers". */
function becauseOf(rule: Rule): Because[] {
  const none = { count: null, days: null, amount: null, value: null }
  return rule.all.flatMap((c): Because[] => {
    if ('value_class' in c) return [{ ...none, code: 'value_class', value: c.value_class.join(',') }]
    if ('reach' in c) return [{ ...none, code: 'reach', value: c.reach.channel }]
    if ('bought' in c) return [{ ...none, code: 'bought', count: c.bought.at_least, days: c.bought.within_days }]
    if ('spent' in c) return [{ ...none, code: 'spent', days: c.spent.within_days, amount: { minor: c.spent.at_least_minor, currency: c.spent.currency } }]
    if ('last_purchase' in c) return [{ ...none, code: 'last_purchase', days: c.last_purchase.within_days ?? c.last_purchase.before_days ?? null }]
    return []
  })
}
