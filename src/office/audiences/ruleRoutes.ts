import { z } from 'zod'
import { sql } from '../../platform/db/index.ts'
import { badInput } from '../../platform/errors.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import type { House } from '../house.ts'
import { askingFor } from './asking.ts'
import { checkRule, closedIn } from './check.ts'
import { conditionsOf, traitsAskable, unchosen } from './conditions.ts'
import * as contract from './contract.ts'
import { refuseContradiction } from './contradictions.ts'
import { countAudience, divideAmong, together } from './counting.ts'
import { getAudience } from './one.ts'
import { overlapOf } from './overlap.ts'
import { type Rule, rule } from './rule.ts'
import { shownSample } from './sample.ts'
import { audienceOf, audienceWithLifeOf } from './showing.ts'
import { campaignsOf, findAudiences, goodsOf, lifeOf, newestAudiences, traitsOf } from './store.ts'

const perPage = 50
/** The newest first: the next page begins below the id of the last row. */
const rowId = z.int()
/** What audiences are for when nobody says so. */
export const usual = 'marketing'

/** Mounts making and listing audiences, and what is asked of a rule before it is one. */
export function ruleRoutes(house: House): void {
  const { app, on, ids, rowIds, door, db } = house
  const find = findAudiences({ db: db.$pickTables(), ids })
  const asked = (said: Rule, at: { use: string; now: Date }) => askingFor({ door, find }, { ...at, rule: said })
  const pages = pagesOf(ids, 'audiences', rowId)

  mount(app, on, contract.listAudiences, async ({ caller, query: { cursor, limit = perPage } }) => {
    const found = await newestAudiences(db.$pickTables(), { below: pages.after(cursor), limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (a) => a.audience_id)
    const those = rows.map((a) => a.audience_id)
    const used = await campaignsOf(db, those)
    const lives = await lifeOf(db, those)
    const makers = [...new Set(rows.map((a) => a.made_by))]
    const colleagues = makers.length > 0 ? await door.ask(caller.as, 'colleagues', { ids: makers }) : []
    const items = rows.map((a) => {
      const by = colleagues.find((each) => each.id === a.made_by)
      return {
        ...audienceWithLifeOf(ids, a, lives.get(a.audience_id)),
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
    return audienceOf(ids, row)
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

  mount(app, on, contract.overlapAudiences, async ({ body, now }) => {
    const rows = await Promise.all(body.audience_ids.map((shown) => getAudience(db, ids, shown)))
    if (new Set(rows.map((row) => row.audience_id)).size < rows.length) throw badInput('audience_ids: each audience once', 'audience_ids')
    const rules = rows.map((row) => rule.parse(row.rule))
    const asking = await asked(together(rules), { use: body.purpose, now })
    const { sets, parts } = overlapOf(await divideAmong({ db, analyst: house.analyst }, rules, asking), rules.length)
    const shown = rows.map((row) => ids.show('audience', row.audience_id))
    return {
      sets: rows.map((row, i) => ({ id: shown[i] ?? '', title: row.title, count: sets[i] ?? null })),
      parts: parts.map((part) => ({ in: part.in.map((i) => shown[i] ?? ''), count: part.count })),
    }
  })

  mount(app, on, contract.audienceConditions, async ({ query, now }) => {
    const asking = await askingFor({ door, find }, { use: query.purpose, now })
    return {
      ...conditionsOf(asking),
      ...(await goodsOf(db.$pickTables())),
      topics: [...(await house.topicTitles())].map(([topic, title]) => ({ topic, title })),
      lists: [...asking.lists]
        .filter(([, list]) => list.complete && !list.deleted)
        .map(([list, { title, purpose }]) => ({ list, title, purpose, kept: purpose === asking.use })),
      traits: traitsAskable(asking, await traitsOf(db)),
    }
  })
}
