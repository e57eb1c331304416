import type { Credential, Door, Input, Outputs } from '../../keep/door/contract.ts'
import type { Clock } from '../../platform/clock.ts'
import { type Db, inTransaction, sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { IdBlocks, Opaque } from '../../platform/ids/index.ts'
import {
  type Asking,
  type AudienceTables,
  askingFor,
  type Closed,
  checkRule,
  closedIn,
  countAudience,
  findAudiences,
  isGroup,
  membersOf,
  type NotChosen,
  type Rule,
  rule,
  ruleAt,
} from '../audiences/index.ts'
import type { InsightTables } from '../insight/index.ts'
import { tellLater, type WebhookTables } from '../webhooks/index.ts'
import type { WorkTables } from '../work/index.ts'
import { groupsOf } from './arrival.ts'
import type { CampaignTables } from './tables.ts'

export type Campaign = CampaignTables['office.campaign'] & { rule: Rule; audience_title: string; audience_created_at: Date }
export type Run = CampaignTables['office.campaign_run']
type Tables = CampaignTables & AudienceTables & WorkTables & InsightTables & WebhookTables
export type Deps = { db: Db<Tables>; door: Door; ids: Opaque; rowIds: IdBlocks }
type Result = Outputs['send']['results'][number]
type Because = Input<'send'>['because'][number]

/** Why a promotion is held back by this wing: the customer has a complaint that is not solved. */

const batch = 500
/** One turn at a run takes so long, and a batch more. */
export const turnMs = 20_000
/** A process that was killed is believed to live for so long; each batch renews it. */
export const leaseMs = 60_000

/**
 * Begins a run of a campaign, or finds the one that is not at its end: `takeTurn` goes on with it. Throws forbidden when who
 * asks may not act for its purpose.
 */
export async function beginRun(deps: Deps, as: Credential, campaign: Campaign, by: { staff: number; now: Date }): Promise<Run> {
  if (campaign.stopped_at) throw new AppError('conflict', 'This campaign was stopped.')
  await deps.door.ask(as, 'decide', { ...messageOf(campaign), customers: [] })
  checkRule(campaign.rule, await askedBy(deps, campaign, by.now))
  const open = await deps.db
    .selectFrom('office.campaign_run')
    .selectAll()
    .where('campaign_id', '=', campaign.campaign_id)
    .where('ended_at', 'is', null)
    .orderBy('run_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (open) return open
  const run_id = await deps.rowIds.one()
  await sql`insert into office.campaign_run (run_id, campaign_id, started_at, started_by, audience_version)
    select ${run_id}, ${campaign.campaign_id}, ${by.now}, ${by.staff}, version from office.audience where audience_id = ${campaign.audience_id}`.execute(
    deps.db,
  )
  return runById(deps.db, run_id)
}

/**
 * Goes on with a run for at most `turnMs`: whom the rule chose when it began, in batches; those with an open complaint are left
 * out here, the rest is decided and handed over by the keep. The members of a batch, its counts and the place to go on from
 * are one transaction. A batch that was handed over and not noted, because the office died in between, is asked again: the
 * content key is the campaign, so nobody gets the same content twice, and who had it from no other run had it from this one.
 */
export async function takeTurn(deps: Deps, as: Credential, planned: Campaign, at: { run: number; clock: Clock }): Promise<'ended' | 'more' | 'busy'> {
  const { clock } = at
  const began = clock.monotonic()
  const leased = await lease(deps.db, at.run, clock.now())
  if (!leased) return 'busy'
  let { brokenOff } = leased
  // How the run is left: free at its end or at the end of a turn, marked as broken off by an error, and as it is when another has it.
  let leftAt: Date | null | undefined = clock.now()
  try {
    const { started_at, audience_version } = await runById(deps.db, at.run)
    const campaign = { ...planned, rule: rule.parse(await ruleAt(deps.db, planned.audience_id, audience_version)) }
    const asking = await askedBy(deps, campaign, started_at)
    for (;;) {
      const run = await runById(deps.db, at.run)
      const stopped = await isStopped(deps.db, campaign)
      const members = stopped ? [] : await membersOf(deps.db, campaign.rule, asking, { after: run.position, limit: batch })
      if (members.length === 0) {
        await endRun(deps, run, { left: await leftSince(deps, as, campaign, run), now: clock.now() })
        leftAt = null
        return 'ended'
      }
      const told = await handOver(deps, as, campaign, members)
      const results = brokenOff ? await truly(deps.db, run, told) : told
      if (!(await keepResults(deps.db, run, { members, results, until: new Date(clock.now().getTime() + leaseMs) }))) {
        leftAt = undefined
        return 'busy'
      }
      brokenOff = false
      if (clock.monotonic() - began >= turnMs) {
        leftAt = null
        return 'more'
      }
    }
  } catch (error) {
    // What cannot become right by waiting ends the run: a template that is not there is not there in a minute either.
    if (error instanceof AppError && hopeless.has(error.code)) await endRun(deps, await runById(deps.db, at.run), { left: {}, now: clock.now() })
    throw error
  } finally {
    if (leftAt !== undefined) await sql`update office.campaign_run set leased_until = ${leftAt} where run_id = ${at.run}`.execute(deps.db)
  }
}

/** Stopped while it runs: nobody more is asked for. */
async function isStopped(db: Db<Tables>, campaign: Campaign): Promise<boolean> {
  const row = await db.selectFrom('office.campaign').select('stopped_at').where('campaign_id', '=', campaign.campaign_id).executeTakeFirst()
  return row?.stopped_at != null
}

const hopeless: ReadonlySet<string> = new Set(['bad_input', 'not_found', 'forbidden', 'conflict'])

/** Runs that nobody works on and that are not at their end, the oldest first. */
export async function openRuns(db: Db<Tables>, now: Date): Promise<{ run_id: number; campaign_id: number }[]> {
  const rows = await sql<{ run_id: number; campaign_id: number }>`
    select run_id, campaign_id from office.campaign_run where ended_at is null and (leased_until is null or leased_until <= ${now}) order by run_id limit 100`.execute(
    db,
  )
  return rows.rows
}

/** `brokenOff`: a turn before this one did not come to its end, so its last batch may have been handed over without being noted. */
async function lease(db: Db<Tables>, run: number, now: Date): Promise<{ brokenOff: boolean } | undefined> {
  const got = await sql<{ brokenOff: boolean }>`
    with free as (
      select run_id, leased_until is not null as broken_off from office.campaign_run
      where run_id = ${run} and ended_at is null and (leased_until is null or leased_until <= ${now}) for update)
    update office.campaign_run r set leased_until = ${new Date(now.getTime() + leaseMs)} from free where r.run_id = free.run_id
    returning free.broken_off as "brokenOff"`.execute(db)
  return got.rows[0]
}

export async function runById(db: Db<Tables>, run: number): Promise<Run> {
  return db.selectFrom('office.campaign_run').selectAll().where('run_id', '=', run).executeTakeFirstOrThrow()
}

async function handOver(deps: Deps, as: Credential, campaign: Campaign, members: readonly number[]): Promise<Result[]> {
  const message = {
    ...messageOf(campaign),
    because: becauseOf(campaign.rule),
    campaign: { id: campaign.campaign_id, title: campaign.title },
  }
  const results: Result[] = []
  for (const { customers, slots } of await groupsOf(deps.db, campaign, members))
    results.push(...(await deps.door.ask(as, 'send', { ...message, slots, customers })).results)
  return results
}

/** After a turn that broke off: who has had this already, and not by an earlier run, had it by this one. */
async function truly(db: Db<Tables>, run: Run, results: readonly Result[]): Promise<Result[]> {
  const had = results.filter((r) => r.reason === 'already_sent').map((r) => r.customer)
  if (had.length === 0) return [...results]
  const rows = await sql<{ customer_id: number }>`
    select m.customer_id from office.campaign_member m join office.campaign_run r using (run_id)
    where m.customer_id = any(${had}::bigint[]) and r.campaign_id = ${run.campaign_id} and m.decision = 'allow'`.execute(db)
  const earlier = new Set(rows.rows.map((r) => r.customer_id))
  return results.map((r) => (r.reason === 'already_sent' && !earlier.has(r.customer) ? { ...r, decision: 'allow', reason: null } : r))
}

/** False when another process has gone on with the run meanwhile: then nothing is written. */
async function keepResults(db: Db<Tables>, run: Run, step: { members: readonly number[]; results: readonly Result[]; until: Date }): Promise<boolean> {
  const { results } = step
  const left = { ...run.left_out }
  for (const { decision, reason } of results) {
    const key = `${decision} ${reason ?? 'unknown'}`
    if (decision !== 'allow') left[key] = (left[key] ?? 0) + 1
  }
  const allowed = results.filter((r) => r.decision === 'allow').length
  return inTransaction(db, async (tx) => {
    const moved = await sql`
      update office.campaign_run set position = ${step.members.at(-1) ?? run.position}, leased_until = ${step.until},
        audience_count = audience_count + ${results.length}, handed_over = handed_over + ${allowed}, left_out = ${JSON.stringify(left)}::jsonb
      where run_id = ${run.run_id} and position = ${run.position} and ended_at is null`.execute(tx)
    if (moved.numAffectedRows !== 1n) return false
    await sql`insert into office.campaign_member (customer_id, run_id, decision, reason, message_id)
      select c, ${run.run_id}, d, r, m from unnest(${results.map((r) => r.customer)}::bigint[], ${results.map((r) => r.decision)}::text[], ${results.map((r) => r.reason)}::text[], ${results.map((r) => r.message)}::bigint[]) as t(c, d, r, m)`.execute(
      tx,
    )
    return true
  })
}

async function endRun(deps: Deps, run: Run, { left, now }: { left: { [reason: string]: number }; now: Date }): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { rows } = await sql<{ handed_over: number; audience_count: number }>`
      update office.campaign_run set ended_at = ${now}, left_since = ${JSON.stringify(left)}::jsonb where run_id = ${run.run_id} and ended_at is null
      returning handed_over, audience_count`.execute(tx)
    const facts = rows.map((ended) => ({ campaign_id: run.campaign_id, ...ended }))
    await tellLater(
      { db: tx.$pickTables<keyof WebhookTables>(), rowIds: deps.rowIds },
      facts.map((f) => ({ customer: 0, kind: 'campaign.ended' as const, at: now, facts: f })),
      now,
    )
  })
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

export type DryRun = { audience_count: number; allowed: number; left_out: Map<string, number>; not_chosen: NotChosen[]; closed: Closed[] }

/** What the gate would say of everyone the rule chooses, now; writes nothing. */
export async function dryRun(deps: Deps, as: Credential, campaign: Campaign, now: Date): Promise<DryRun> {
  const asking = await askedBy(deps, campaign, now)
  const out: DryRun = { audience_count: 0, allowed: 0, left_out: new Map(), not_chosen: [], closed: closedIn(campaign.rule, asking) }
  const add = (key: string, count: number) => out.left_out.set(key, (out.left_out.get(key) ?? 0) + count)
  for (let after = 0; ; ) {
    const members = await membersOf(deps.db, campaign.rule, asking, { after, limit: 10_000 })
    if (members.length === 0) return { ...out, not_chosen: (await countAudience({ db: deps.db, analyst: undefined }, campaign.rule, asking)).not_chosen }
    after = members.at(-1) ?? after
    out.audience_count += members.length
    const said = await deps.door.ask(as, 'decide', { ...messageOf(campaign), customers: members })
    out.allowed += said.allowed
    for (const r of said.reasons) if (r.decision !== 'allow') add(`${r.decision} ${r.reason}`, r.count)
  }
}

const askedBy = ({ db, door, ids }: Deps, { rule, purpose }: Campaign, now: Date): Promise<Asking> =>
  askingFor({ door, find: findAudiences({ db: db.$pickTables(), ids }) }, { use: purpose, now, rule })

const messageOf = (c: Campaign) => ({
  purpose: c.purpose,
  topic: c.topic,
  unit: c.unit,
  channel: c.channel,
  template: c.template,
  content_key: `campaign:${c.campaign_id}`,
})

/** What chose these customers, in codes that the portal puts into words: "because you are among our first-class customers". */
function becauseOf(rule: Rule): Because[] {
  const none = { count: null, days: null, amount: null, value: null }
  return rule.all.flatMap((c): Because[] => {
    if (isGroup(c)) return []
    if ('value_class' in c) return [{ ...none, code: 'value_class', value: c.value_class.join(',') }]
    if ('reach' in c) return [{ ...none, code: 'reach', value: c.reach.channel }]
    if ('bought' in c) return [{ ...none, code: 'bought', count: c.bought.at_least, days: c.bought.within_days ?? null }]
    if ('spent' in c) {
      const { within_days: days = null, at_least_minor: minor, currency } = c.spent
      return [{ ...none, code: 'spent', days, amount: minor === undefined ? null : { minor, currency } }]
    }
    if ('last_purchase' in c) return [{ ...none, code: 'last_purchase', days: c.last_purchase.within_days ?? c.last_purchase.before_days ?? null }]
    if ('own' in c) return [{ ...none, code: 'own_field', value: c.own.field }]
    if ('event' in c) return [{ ...none, code: 'event', value: c.event.kind, days: c.event.within_days ?? null }]
    return []
  })
}
