import { z } from 'zod'
import { type Db, inTransaction, sql, type Tx } from '../../platform/db/index.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import type { House } from '../house.ts'
import { askingFor } from './asking.ts'
import { membersOf } from './choosing.ts'
import * as contract from './contract.ts'
import { switchLiving } from './living/index.ts'
import { rule } from './rule.ts'
import { ruleRoutes, usual } from './ruleRoutes.ts'
import { audienceWithLifeOf } from './showing.ts'
import { findAudiences, lifeOf } from './store.ts'
import type { AudienceTables, LivingTables } from './tables.ts'
import { audiencesIn } from './walk.ts'

const perPage = 50
const rowId = z.int()
/** Each that lives is asked about whoever changes. */
const mostLiving = 100

type Row = AudienceTables['office.audience']

/** Mounts audiences: the rules first, for what stands in their paths is no id. */
export function audienceRoutes(house: House): void {
  ruleRoutes(house)
  const { app, on, ids, door } = house
  const db = house.db.$pickTables<keyof (AudienceTables & LivingTables)>()
  const find = findAudiences({ db: db.$pickTables(), ids })

  mount(app, on, contract.readAudience, async ({ params }) => shown(await found(params.audience_id)))

  mount(app, on, contract.changeAudience, async ({ params, body, now }) => {
    const row = await found(params.audience_id)
    if (body.live) await mayLive(row, body.live.purpose, now)
    if (body.title !== undefined) await sql`update office.audience set title = ${body.title} where audience_id = ${row.audience_id}`.execute(db)
    if (body.live !== undefined) await switchLiving(db, row.audience_id, body.live?.purpose ?? null, now)
    return shown(await found(params.audience_id))
  })

  mount(app, on, contract.removeAudience, async ({ params, now }) => {
    const row = await found(params.audience_id)
    await inTransaction(db, async (tx) => {
      // Whoever plans a campaign for it meanwhile waits, and finds it deleted.
      await sql`select from office.audience where audience_id = ${row.audience_id} for update`.execute(tx)
      await mustNotBeUsed(tx, row)
      await sql`update office.audience set deleted_at = ${now} where audience_id = ${row.audience_id} and deleted_at is null`.execute(tx)
      await sql`delete from office.audience_live where audience_id = ${row.audience_id}`.execute(tx)
    })
    return { done: true as const }
  })

  mount(app, on, contract.listMembers, async ({ caller, params, query: { cursor, limit = perPage, purpose }, now }) => {
    const row = await found(params.audience_id)
    const life = (await lifeOf(db, [row.audience_id])).get(row.audience_id)
    const use = purpose ?? life?.purpose ?? usual
    // Who is in it tells what is known for that purpose: a key that was made for others is not told.
    await door.ask(caller.as, 'purposes', { of: use })
    const pages = pagesOf(ids, `members ${row.audience_id} ${use}`, rowId)
    const page = { after: pages.after(cursor) ?? 0, limit: limit + 1 }
    const members = life?.complete_at && life.purpose === use ? await keptMembers(db, row, page) : await asked(row, use, { ...page, now })
    const { rows, next_cursor } = pages.page(members, limit, (member) => member.customer_id)
    return {
      items: rows.map(({ customer_id, since }) => ({ customer_id: ids.show('customer', customer_id), since: since?.toISOString() ?? null })),
      next_cursor,
    }
  })

  async function found(shownId: string): Promise<Row> {
    const row = await db
      .selectFrom('office.audience')
      .selectAll()
      .where('audience_id', '=', ids.read('audience', shownId) ?? -1)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (!row) throw notFound()
    return row
  }

  async function shown(row: Row): Promise<z.input<typeof contract.audienceWithLife>> {
    return audienceWithLifeOf(ids, row, (await lifeOf(db, [row.audience_id])).get(row.audience_id))
  }

  async function mayLive(row: Row, purpose: string, now: Date): Promise<void> {
    await askingFor({ door, find }, { use: purpose, now, rule: rule.parse(row.rule) })
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from office.audience_live where audience_id <> ${row.audience_id}`.execute(db)
    if ((rows[0]?.n ?? 0) >= mostLiving) throw new AppError('conflict', `At most ${mostLiving} audiences are kept up; end one of them first.`)
  }

  async function mustNotBeUsed(tx: Tx<AudienceTables & LivingTables>, row: Row): Promise<void> {
    const campaigns = await sql<{ title: string }>`
      select title from office.campaign where audience_id = ${row.audience_id} and stopped_at is null order by campaign_id limit 1`.execute(tx)
    const [campaign] = campaigns.rows
    if (campaign) throw new AppError('conflict', `The campaign "${campaign.title}" goes by this audience: stop it first.`)
    const own = ids.show('audience', row.audience_id)
    const others = await tx.selectFrom('office.audience').selectAll().where('deleted_at', 'is', null).where('audience_id', '<>', row.audience_id).execute()
    const other = others.find((one) => audiencesIn(rule.parse(one.rule)).includes(own))
    if (other) throw new AppError('conflict', `The audience "${other.title}" goes by this one: delete that first.`)
  }

  /** Of one that is not kept up, the store is asked now. */
  async function asked(row: Row, use: string, { now, ...page }: { after: number; limit: number; now: Date }): Promise<Member[]> {
    const said = rule.parse(row.rule)
    const members = await membersOf(db, said, await askingFor({ door, find }, { use, now, rule: said }), page)
    return members.map((customer_id) => ({ customer_id, since: null }))
  }
}

type Member = { customer_id: number; since: Date | null }

async function keptMembers(db: Db<LivingTables & AudienceTables>, row: Row, page: { after: number; limit: number }): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select customer_id, since from office.audience_member where audience_id = ${row.audience_id} and customer_id > ${page.after} order by customer_id limit ${page.limit}`.execute(
    db,
  )
  return rows
}
