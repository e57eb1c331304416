import { sql } from 'kysely'
import { z } from 'zod'
import { badInput, notFound } from '../../platform/errors.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import type { audience } from '../audiences/contract.ts'
import { askingFor, checkRule, closedIn, countAudience, findAudiences, lifeOf, type Rule, refuseContradiction, rule, showAudience } from '../audiences/index.ts'
import type { House } from '../house.ts'
import { computeValueClasses } from '../insight/index.ts'
import { conditionsOf, unchosen } from './conditions.ts'
import * as contract from './contract.ts'
import { goOnSoon } from './goOn.ts'
import { beginRun, type Campaign, dryRun, type Run, runById, takeTurn } from './run.ts'
import { shownSample } from './sample.ts'
import { campaignsOf, findCampaign, goodsOf, newestAudiences, newestCampaigns, newestRuns, runsOf } from './store.ts'

const perPage = 50
/** The newest first: the next page begins below the id of the last row. */
const rowId = z.int()

/** What audiences are for when nobody says so. */
const usual = 'marketing'

/** Mounts audiences, campaigns and their runs. */
export function campaignRoutes(house: House): void {
  const { app, on, ids, rowIds, door } = house
  const db = house.db.$pickTables<
    | 'office.campaign'
    | 'office.campaign_run'
    | 'office.campaign_member'
    | 'office.audience'
    | 'office.task'
    | 'office.work_case'
    | 'office.favourite'
    | 'office.value_class'
  >()
  const deps = { db, door, ids, rowIds }
  const find = findAudiences({ db: db.$pickTables(), ids })
  const asked = (said: Rule, at: { use: string; now: Date }) => askingFor({ door, find }, { ...at, rule: said })
  const pages = { audiences: pagesOf(ids, 'audiences', rowId), campaigns: pagesOf(ids, 'campaigns', rowId) }

  mount(app, on, contract.listAudiences, async ({ caller, query: { cursor, limit = perPage } }) => {
    const found = await newestAudiences(db.$pickTables(), { below: pages.audiences.after(cursor), limit: limit + 1 })
    const { rows, next_cursor } = pages.audiences.page(found, limit, (a) => a.audience_id)
    const used = await campaignsOf(
      db.$pickTables(),
      rows.map((a) => a.audience_id),
    )
    const lives = await lifeOf(
      house.db.$pickTables(),
      rows.map((a) => a.audience_id),
    )
    const makers = [...new Set(rows.map((a) => a.made_by))]
    const colleagues = makers.length > 0 ? await door.ask(caller.as, 'colleagues', { ids: makers }) : []
    const items = rows.map((a) => {
      const by = colleagues.find((each) => each.id === a.made_by)
      return {
        ...showAudience(house, a, lives.get(a.audience_id)),
        made_by: by ? { ...by, id: ids.show('staff', by.id) } : null,
        campaigns: (used.get(a.audience_id) ?? []).map((c) => ({ id: ids.show('campaign', c.campaign_id), title: c.title })),
      }
    })
    return { items, next_cursor }
  })

  mount(app, on, contract.addAudience, async ({ caller, body, now }) => {
    checkRule(body.rule, await asked(body.rule, { use: usual, now }))
    refuseContradiction(body.rule)
    const row = { audience_id: await rowIds.one(), title: body.title, rule: body.rule, made_by: caller.person.actor.id, created_at: now }
    await sql`insert into office.audience (audience_id, title, rule, made_by, created_at) values (${row.audience_id}, ${row.title}, ${JSON.stringify(row.rule)}::jsonb, ${row.made_by}, ${row.created_at})`.execute(
      db,
    )
    return audienceOf(house, row)
  })

  mount(app, on, contract.countRule, async ({ body, now }) => {
    const asking = await asked(body.rule, { use: body.purpose, now })
    checkRule(body.rule, asking)
    refuseContradiction(body.rule)
    const { count, not_chosen } = await countAudience({ db, analyst: house.analyst }, body.rule, asking)
    return { count, ...unchosen({ not_chosen, closed: closedIn(body.rule, asking) }) }
  })

  mount(app, on, contract.sampleRule, async ({ caller, body, now }) => {
    const asking = await asked(body.rule, { use: body.purpose, now })
    checkRule(body.rule, asking)
    refuseContradiction(body.rule)
    return shownSample(house, caller, { rule: body.rule, asking })
  })

  mount(app, on, contract.audienceConditions, async ({ query, now }) => ({
    ...conditionsOf(await askingFor({ door, find }, { use: query.purpose, now })),
    ...(await goodsOf(house.db.$pickTables())),
  }))

  mount(app, on, contract.listCampaigns, async ({ query: { cursor, limit = perPage } }) => {
    const found = await newestCampaigns(db.$pickTables(), { below: pages.campaigns.after(cursor), limit: limit + 1 })
    const { rows, next_cursor } = pages.campaigns.page(found, limit, (c) => c.campaign_id)
    return { items: await shown(rows), next_cursor }
  })

  mount(app, on, contract.addCampaign, async ({ caller, body, now }) => {
    checkSlots(body.slots)
    const audience = ids.read('audience', body.audience_id)
    if (audience === undefined) throw notFound()
    const id = await rowIds.one()
    await sql`insert into office.campaign (campaign_id, title, audience_id, purpose, topic, unit, channel, template, slots, made_by, created_at)
      select ${id}, ${body.title}, audience_id, ${body.purpose}, ${body.topic}, ${body.unit}, ${body.channel}, ${body.template}, ${JSON.stringify(body.slots)}::jsonb, ${caller.person.actor.id}, ${now}
      from office.audience where audience_id = ${audience} and deleted_at is null for share`.execute(db)
    return shownOne(await campaignById(id))
  })

  mount(app, on, contract.readCampaign, async ({ params }) => shownOne(await campaign(params.campaign_id)))

  mount(app, on, contract.previewCampaign, async ({ caller, params, now }) => {
    const said = await dryRun(deps, caller.as, await campaign(params.campaign_id), now)
    return { audience_count: said.audience_count, allowed: said.allowed, left_out: leftOut(Object.fromEntries(said.left_out)), ...unchosen(said) }
  })

  // The first turn within the request: a small run has ended when it is answered. What is left a job goes on with.
  mount(app, on, contract.runCampaign, async ({ caller, params, now }) => {
    const one = await campaign(params.campaign_id)
    const { run_id } = await beginRun(deps, caller.as, one, { staff: caller.person.actor.id, now })
    if ((await takeTurn(deps, caller.as, one, { run: run_id, clock: house.clock })) === 'more') await goOnSoon(db)
    return runOf(house, await runById(db, run_id))
  })

  mount(app, on, contract.listRuns, async ({ params, query: { cursor, limit = perPage } }) => {
    const one = await campaign(params.campaign_id)
    const pages = pagesOf(ids, `runs ${one.campaign_id}`, rowId)
    const found = await newestRuns(db.$pickTables(), one.campaign_id, { below: pages.after(cursor), limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (r) => r.run_id)
    return { items: rows.map((r) => runOf(house, r)), next_cursor }
  })

  mount(app, on, contract.stopCampaign, async ({ caller, params, now }) => {
    const one = await campaign(params.campaign_id)
    // The keep first: when the office says that it is stopped, nothing of it leaves any more.
    const { withdrawn } = await door.ask(caller.as, 'withdraw', { campaign: one.campaign_id, purpose: one.purpose })
    await sql`update office.campaign set stopped_at = coalesce(stopped_at, ${now}) where campaign_id = ${one.campaign_id}`.execute(db)
    return { ...(await shownOne(await campaignById(one.campaign_id))), withdrawn }
  })

  mount(app, on, contract.computeClasses, ({ now }) => computeValueClasses(house.db.$pickTables(), now))

  async function campaignById(id: number): Promise<Campaign> {
    const one = await findCampaign(db.$pickTables(), id)
    if (!one) throw notFound()
    return one
  }
  const campaign = (shownId: string) => campaignById(ids.read('campaign', shownId) ?? -1)

  async function shownOne(c: Campaign): Promise<Shown> {
    const [one] = await shown([c])
    if (!one) throw notFound()
    return one
  }

  async function shown(rows: readonly Campaign[]): Promise<Shown[]> {
    const runs = await runsOf(
      db.$pickTables(),
      rows.map((c) => c.campaign_id),
    )
    return rows.map((c) => {
      const { last, all } = runs.get(c.campaign_id) ?? {}
      return {
        id: ids.show('campaign', c.campaign_id),
        title: c.title,
        audience: audienceOf(house, { audience_id: c.audience_id, title: c.audience_title, rule: c.rule, created_at: c.audience_created_at }),
        purpose: c.purpose,
        topic: c.topic,
        unit: c.unit,
        channel: c.channel,
        template: c.template,
        slots: c.slots,
        created_at: c.created_at.toISOString(),
        stopped_at: c.stopped_at?.toISOString() ?? null,
        last_run: last ? runOf(house, last) : null,
        in_all: all ?? { runs: 0, handed_over: 0 },
      }
    })
  }
}

type Shown = z.input<typeof contract.campaign>

/** A percentage is one that can be given; 999 is a slip of the hand, and nobody may guess which. */
function checkSlots(slots: { [name: string]: unknown }): void {
  for (const [name, value] of Object.entries(slots)) {
    if (!name.endsWith('_percent') || typeof value !== 'number') continue
    const place = `slots.${name}`
    if (!(value >= contract.leastPercent && value <= contract.mostPercent))
      throw badInput(`${place}: must lie between ${contract.leastPercent} and ${contract.mostPercent}`, place)
  }
}

function audienceOf(house: House, a: { audience_id: number; title: string; rule: unknown; created_at: Date }): z.input<typeof audience> {
  return { id: house.ids.show('audience', a.audience_id), title: a.title, rule: rule.parse(a.rule), created_at: a.created_at.toISOString() }
}

function runOf(house: House, r: Run): z.input<typeof contract.run> {
  return {
    id: house.ids.show('run', r.run_id),
    started_at: r.started_at.toISOString(),
    ended_at: r.ended_at?.toISOString() ?? null,
    audience_count: r.audience_count,
    handed_over: r.handed_over,
    left_out: leftOut(r.left_out),
    left_since: leftOut(r.left_since),
  }
}

const decisions = ['allow', 'deny', 'later', 'ask'] as const

function leftOut(counts: { [key: string]: number }): z.input<typeof contract.reasonCount>[] {
  return Object.entries(counts)
    .map(([key, count]) => {
      const [decision, reason = 'unknown'] = key.split(' ')
      return { reason, decision: decisions.find((d) => d === decision) ?? ('deny' as const), count }
    })
    .sort((a, b) => b.count - a.count)
}
