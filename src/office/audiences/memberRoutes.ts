import { z } from 'zod'
import { type Db, sql } from '../../platform/db/index.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import type { Caller } from '../caller.ts'
import type { House } from '../house.ts'
import { seenAmong, withinOf } from '../within.ts'
import { refOf } from '../work/index.ts'
import { askingFor } from './asking.ts'
import { membersOf } from './choosing.ts'
import * as contract from './contract.ts'
import { getAudience, type Row } from './one.ts'
import { rule } from './rule.ts'
import { usual } from './ruleRoutes.ts'
import { findAudiences, lifeOf } from './store.ts'
import type { AudienceTables, LivingTables } from './tables.ts'

const perPage = 50
/** Each who is opened finds it in their journal and counts in the budget of who looks. */
const opened = 20
const rowId = z.int()

type Member = { customer_id: number; since: Date | null }

/** Mounts who is in one audience. */
export function memberRoutes(house: House): void {
  const { app, on, ids, door } = house
  const db = house.db.$pickTables<keyof (AudienceTables & LivingTables)>()
  const find = findAudiences({ db: db.$pickTables(), ids })

  mount(app, on, contract.listMembers, async ({ caller, params, query: { cursor, limit = perPage, purpose }, now }) => {
    const { rows, next_cursor } = await pageOf(caller, { of: params.audience_id, purpose, cursor, limit, now })
    return {
      items: rows.map(({ customer_id, since }) => ({ customer_id: ids.show('customer', customer_id), since: since?.toISOString() ?? null })),
      next_cursor,
    }
  })

  mount(app, on, contract.openMembers, async ({ caller, params, body: { cursor, purpose }, now }) => {
    const { rows, next_cursor, use } = await pageOf(caller, { of: params.audience_id, purpose, cursor, limit: opened, now })
    const seen = await seenAmong(
      house.db.$pickTables(),
      withinOf(caller),
      rows.map(({ customer_id }) => customer_id),
    )
    const customers = rows.flatMap(({ customer_id }) => (seen.has(customer_id) ? [customer_id] : []))
    if (customers.length === 0) return { items: [], next_cursor }
    const since = new Map(rows.map((row) => [row.customer_id, row.since]))
    const previews = await door.ask(caller.as, 'preview', { customers, purpose: use, reason: { kind: 'list' }, beyond: 'hide' })
    return { items: previews.map((preview) => ({ ...refOf(ids, preview), since: since.get(preview.customer)?.toISOString() ?? null })), next_cursor }
  })

  type Asked = { of: string; purpose: string | undefined; cursor: string | undefined; limit: number; now: Date }

  async function pageOf(caller: Caller, { of, purpose, cursor, limit, now }: Asked) {
    const row = await getAudience(db, ids, of)
    const life = (await lifeOf(db, [row.audience_id])).get(row.audience_id)
    const use = purpose ?? life?.purpose ?? usual
    // Who is in it tells what is known for that purpose: a key that was made for others is not told.
    await door.ask(caller.as, 'purposes', { of: use })
    const pages = pagesOf(ids, `members ${row.audience_id} ${use}`, rowId)
    const page = { after: pages.after(cursor) ?? 0, limit: limit + 1 }
    const members = life?.complete_at && life.purpose === use ? await keptMembers(db, row, page) : await asked(row, use, { ...page, now })
    return { ...pages.page(members, limit, (member) => member.customer_id), use }
  }

  /** Of one that is not kept up, the store is asked now. */
  async function asked(row: Row, use: string, { now, ...page }: { after: number; limit: number; now: Date }): Promise<Member[]> {
    const said = rule.parse(row.rule)
    const members = await membersOf(db, said, await askingFor({ door, find }, { use, now, rule: said }), page)
    return members.map((customer_id) => ({ customer_id, since: null }))
  }
}

async function keptMembers(db: Db<LivingTables & AudienceTables>, row: Row, page: { after: number; limit: number }): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select customer_id, since from office.audience_member where audience_id = ${row.audience_id} and customer_id > ${page.after} order by customer_id limit ${page.limit}`.execute(
    db,
  )
  return rows
}
