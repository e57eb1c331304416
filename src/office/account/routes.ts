import { z } from 'zod'
import { type Db, inTransaction, sql } from '../../platform/db/index.ts'
import { badInput, notFound } from '../../platform/errors.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import { selfOf } from '../caller.ts'
import type { House } from '../house.ts'
import { seenBy, withinOf } from '../within.ts'
import { addPin, addRecent, listRecent, readAccount, removePin, writeAccount } from './contract.ts'
import { keepPin, takePin } from './pins.ts'
import type { AccountTables } from './tables.ts'

const keptEach = 50
const place = z.object({ at: z.iso.datetime(), customer: z.int() })

/** Mounts what a member of staff sets for themself, and what they looked at last; nobody reads another's. */
export function accountRoutes(house: House): void {
  const { app, on, ids } = house
  const db: Db<AccountTables> = house.db.$pickTables<keyof AccountTables>()

  /** Their other windows follow. */
  const told = (staff: number) => house.live.tell({ topic: 'account', to: [staff] })

  mount(app, on, readAccount, async ({ caller }) => {
    const row = await db.selectFrom('office.staff_choice').selectAll().where('staff_id', '=', selfOf(caller)).executeTakeFirst()
    return {
      time_zone: row?.time_zone ?? null,
      single_keys: row?.single_keys ?? true,
      week_start: row?.week_start ?? 1,
      hints: row?.hints ?? [],
      pins: row?.pins ?? [],
    }
  })

  mount(app, on, writeAccount, async ({ caller, body }) => {
    if (typeof body.time_zone === 'string' && !isZone(body.time_zone)) throw badInput('This time zone is not known.', 'time_zone')
    const said = {
      ...(body.time_zone !== undefined && { time_zone: body.time_zone }),
      ...(body.single_keys !== undefined && { single_keys: body.single_keys }),
      ...(body.week_start !== undefined && { week_start: body.week_start }),
      ...(body.hints !== undefined && { hints: [...new Set(body.hints)] }),
    }
    const row = { staff_id: selfOf(caller), time_zone: null, single_keys: true, week_start: 1 as const, hints: [], pins: [], ...said }
    await db
      .insertInto('office.staff_choice')
      .values(row)
      .onConflict((c) => (Object.keys(said).length > 0 ? c.column('staff_id').doUpdateSet(said) : c.doNothing()))
      .execute()
    await told(selfOf(caller))
    return { done: true as const }
  })

  mount(app, on, addPin, async ({ caller, body }) => {
    const pins = await keepPin(db, selfOf(caller), body.pin)
    await told(selfOf(caller))
    return { pins }
  })

  mount(app, on, removePin, async ({ caller, query }) => {
    const pins = await takePin(db, selfOf(caller), query.pin)
    await told(selfOf(caller))
    return { pins }
  })

  mount(app, on, listRecent, async ({ caller, query: { cursor, limit = 8 } }) => {
    const staff = selfOf(caller)
    const pages = pagesOf(ids, `recent ${staff}`, place)
    const after = pages.after(cursor)
    const rest = after ? sql`and (at, customer_id) < (${new Date(after.at)}, ${after.customer})` : sql``
    const found = await sql<{ customer_id: number; at: Date }>`
      select customer_id, at from office.recent where staff_id = ${staff} and ${seenBy(withinOf(caller), sql`customer_id`)} ${rest} order by at desc, customer_id desc limit ${limit + 1}`.execute(
      db,
    )
    const { rows, next_cursor } = pages.page(found.rows, limit, (r) => ({ at: r.at.toISOString(), customer: r.customer_id }))
    return { items: rows.map((r) => ({ customer_id: ids.show('customer', r.customer_id) })), next_cursor }
  })

  mount(app, on, addRecent, async ({ caller, params, now }) => {
    const staff = selfOf(caller)
    const customer = ids.read('customer', params.customer_id)
    if (customer === undefined) throw notFound()
    await inTransaction(db, async (tx) => {
      await sql`insert into office.recent (customer_id, staff_id, at)
        select customer_id, ${staff}, ${now} from fact.derived where customer_id = ${customer} and status <> 'erased'
        on conflict (customer_id, staff_id) do update set at = excluded.at`.execute(tx)
      await sql`delete from office.recent where staff_id = ${staff} and customer_id in (
        select customer_id from office.recent where staff_id = ${staff} order by at desc, customer_id desc offset ${keptEach})`.execute(tx)
    })
    await house.live.tell({ topic: 'recent', to: [staff] })
    return { done: true as const }
  })
}

function isZone(zone: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
