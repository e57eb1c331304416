import { inTransaction, sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import { mount } from '../../platform/http/index.ts'
import type { House } from '../house.ts'
import { zoneOf } from '../lists/index.ts'
import { askingFor } from './asking.ts'
import { changeRule } from './changing.ts'
import { checkRule } from './check.ts'
import * as contract from './contract.ts'
import { refuseContradiction } from './contradictions.ts'
import { divideAmong, together } from './counting.ts'
import { switchLiving } from './living/index.ts'
import { memberRoutes } from './memberRoutes.ts'
import { getAudience, type Row, showOne } from './one.ts'
import { type Rule, rule } from './rule.ts'
import { ruleRoutes, usual } from './ruleRoutes.ts'
import { sizesOf } from './sizes.ts'
import { findAudiences, lifeOf } from './store.ts'
import type { AudienceTables, LivingTables } from './tables.ts'
import { traitRoutes } from './traits/routes.ts'
import { usedBy } from './using.ts'

/** Each that lives is asked about whoever changes. */
const mostLiving = 100

/** Mounts audiences: the rules first, for what stands in their paths is no id. */
export function audienceRoutes(house: House): void {
  ruleRoutes(house)
  memberRoutes(house)
  traitRoutes(house)
  const { app, on, ids, door } = house
  const db = house.db.$pickTables<keyof (AudienceTables & LivingTables)>()
  const find = findAudiences({ db: db.$pickTables(), ids })
  const one = { db, ids, door }

  mount(app, on, contract.readAudience, async ({ caller, params }) => showOne(one, caller, await getAudience(db, ids, params.audience_id)))

  mount(app, on, contract.changeAudience, async ({ caller, params, body, now }) => {
    const row = await getAudience(db, ids, params.audience_id)
    const life = (await lifeOf(db, [row.audience_id])).get(row.audience_id)
    const use = body.live === undefined ? (life?.purpose ?? usual) : (body.live?.purpose ?? usual)
    if (body.rule) await mayBe(row, body.rule, { use, now })
    if (body.live) await mayLive(row, use, now)
    if (body.rule) await changeRule(db, { audience: row.audience_id, rule: body.rule, seen: body.version, by: caller.person.actor.id, now })
    if (body.title !== undefined) await sql`update office.audience set title = ${body.title} where audience_id = ${row.audience_id}`.execute(db)
    if (body.live !== undefined) await switchLiving(db, row.audience_id, body.live?.purpose ?? null, now)
    return showOne(one, caller, await getAudience(db, ids, params.audience_id))
  })

  mount(app, on, contract.compareRule, async ({ params, body, now }) => {
    const row = await getAudience(db, ids, params.audience_id)
    const rules = [rule.parse(row.rule), body.rule]
    await mayBe(row, body.rule, { use: body.purpose, now })
    const asking = await askingFor({ door, find }, { use: body.purpose, now, rule: together(rules) })
    const [, go = 0, come = 0, stay = 0] = await divideAmong({ db, analyst: house.analyst }, rules, asking)
    return { stay, come, go }
  })

  mount(app, on, contract.readSizes, async ({ params, now }) => {
    const row = await getAudience(db, ids, params.audience_id)
    return { items: await sizesOf(db, row.audience_id, { now, zone: (await zoneOf(door)) ?? 'UTC' }) }
  })

  mount(app, on, contract.removeAudience, async ({ params, now }) => {
    const row = await getAudience(db, ids, params.audience_id)
    await inTransaction(db, async (tx) => {
      // Whoever plans a campaign for it meanwhile waits, and finds it deleted.
      await sql`select from office.audience where audience_id = ${row.audience_id} for update`.execute(tx)
      const { campaigns, audiences } = await usedBy(tx, ids, row.audience_id)
      const campaign = campaigns.findLast(({ stopped_at }) => stopped_at === null)
      if (campaign) throw new AppError('conflict', `The campaign "${campaign.title}" goes by this audience: stop it first.`)
      const [other] = audiences
      if (other) throw new AppError('conflict', `The audience "${other.title}" goes by this one: delete that first.`)
      await sql`update office.audience set deleted_at = ${now} where audience_id = ${row.audience_id} and deleted_at is null`.execute(tx)
      await sql`delete from office.audience_live where audience_id = ${row.audience_id}`.execute(tx)
    })
    return { done: true as const }
  })

  /** Whether this may become its rule: what can be asked for what it is for, and what somebody can fit; nor may it come back to itself. */
  async function mayBe(row: Row, said: Rule, { use, now }: { use: string; now: Date }): Promise<void> {
    checkRule(said, await askingFor({ door, find }, { use, now, rule: said }), ids.show('audience', row.audience_id))
    refuseContradiction(said)
  }

  async function mayLive(row: Row, purpose: string, now: Date): Promise<void> {
    await askingFor({ door, find }, { use: purpose, now, rule: rule.parse(row.rule) })
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from office.audience_live where audience_id <> ${row.audience_id}`.execute(db)
    if ((rows[0]?.n ?? 0) >= mostLiving) throw new AppError('conflict', `At most ${mostLiving} audiences are kept up; end one of them first.`)
  }
}
