import { sql } from 'kysely'
import { z } from 'zod'
import { badInput, notFound } from '../../platform/errors.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import type { reasonCount } from '../audiences/contract.ts'
import { audienceOf, unchosen } from '../audiences/index.ts'
import type { House } from '../house.ts'
import { computeValueClasses } from '../insight/index.ts'
import * as contract from './contract.ts'
import { goOnSoon } from './goOn.ts'
import { beginRun, type Campaign, dryRun, type Run, runById, takeTurn } from './run.ts'
import { findCampaign, newestCampaigns, newestRuns, runsOf } from './store.ts'

const perPage = 50
/** The newest first: the next page begins below the id of the last row. */
const rowId = z.int()

/** Mounts campaigns and their runs. */
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
  const pages = pagesOf(ids, 'campaigns', rowId)

  mount(app, on, contract.listCampaigns, async ({ query: { cursor, limit = perPage } }) => {
    const found = await newestCampaigns(db.$pickTables(), { below: pages.after(cursor), limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (c) => c.campaign_id)
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
        audience: audienceOf(ids, { audience_id: c.audience_id, title: c.audience_title, rule: c.rule, created_at: c.audience_created_at }),
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

function leftOut(counts: { [key: string]: number }): z.input<typeof reasonCount>[] {
  return Object.entries(counts)
    .map(([key, count]) => {
      const [decision, reason = 'unknown'] = key.split(' ')
      return { reason, decision: decisions.find((d) => d === decision) ?? ('deny' as const), count }
    })
    .sort((a, b) => b.count - a.count)
}
