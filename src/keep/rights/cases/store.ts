import type { Selectable } from 'kysely'
import { type Db, sql, type Tx } from '../../../platform/db/index.ts'
import { isWithin, type Within } from '../../customers/index.ts'
import type { UsedTables } from '../deps.ts'
import type { RightsTables } from '../tables.ts'
import type { DeskState, Law, Right, Road } from './shapes.ts'

export type CaseRow = Selectable<RightsTables['keep.rights_case']>

/** One of these ids' cases. */
export const ownCase = (db: Db<RightsTables>, members: readonly number[], id: number): Promise<CaseRow | undefined> =>
  db
    .selectFrom('keep.rights_case')
    .selectAll()
    .where('customer_id', 'in', [...members])
    .where('case_id', '=', id)
    .executeTakeFirst()

export const findCase = (db: Db<RightsTables>, id: number): Promise<CaseRow | undefined> =>
  db.selectFrom('keep.rights_case').selectAll().where('case_id', '=', id).executeTakeFirst()

/** Held until the transaction ends. */
export const lockCase = (tx: Tx<RightsTables>, { customer_id, case_id }: Pick<CaseRow, 'customer_id' | 'case_id'>): Promise<CaseRow | undefined> =>
  tx.selectFrom('keep.rights_case').selectAll().where('customer_id', '=', customer_id).where('case_id', '=', case_id).forUpdate().executeTakeFirst()

/** Of one person, the newest first; `below`: the last one of the page before. */
export const casesOf = (db: Db<RightsTables>, members: readonly number[], page: { below: number | undefined; limit: number }): Promise<CaseRow[]> =>
  db
    .selectFrom('keep.rights_case')
    .selectAll()
    .where('customer_id', 'in', [...members])
    .where('case_id', '<', page.below ?? Number.MAX_SAFE_INTEGER)
    .orderBy('case_id', 'desc')
    .limit(page.limit)
    .execute()

export const countOpen = async (db: Db<RightsTables>, members: readonly number[]): Promise<number> =>
  (await sql<{ n: number }>`select count(*)::int as n from keep.rights_case where customer_id = any(${[...members]}::bigint[]) and state = 'open'`.execute(db))
    .rows[0]?.n ?? 0

export type DeskPlace = { at: Date; id: number }
export type DeskWish = { state: DeskState; right?: Right | undefined; law?: Law | undefined; road?: Road | undefined }
export type DeskPage = DeskWish & { within: Within | undefined; after: DeskPlace | undefined; limit: number; now: Date }

const whose = sql`join keep.customer c on c.customer_id = k.customer_id join keep.customer r on r.customer_id = coalesce(c.merged_into, c.customer_id)`

/**
 * The desk: those that wait, the first due first, or only those whose day has passed; or those that are over, the last ended first. Only of
 * customers whom the asker sees.
 */
export async function deskCases(db: Db<UsedTables>, { state, right, law, road, within, after, limit, now }: DeskPage): Promise<CaseRow[]> {
  const late = state === 'overdue' ? sql`k.due_at < ${now} and` : sql``
  const open = sql`k.state = 'open' and ${late} (k.due_at, k.case_id) > (${after?.at ?? new Date(0)}, ${after?.id ?? 0})`
  const over = sql`k.state <> 'open' and (k.ended_at, k.case_id) < (${after?.at ?? new Date(8.64e15)}, ${after?.id ?? Number.MAX_SAFE_INTEGER})`
  const these = sql`(${right ?? null}::text is null or k.kind = ${right ?? null}) and (${law ?? null}::text is null or k.law = ${law ?? null})
    and (${road ?? null}::text is null or k.road = ${road ?? null})`
  const { rows } = await sql<CaseRow>`select k.* from keep.rights_case k ${whose} where ${state === 'over' ? over : open} and ${these} and ${isWithin(within)}
    order by ${state === 'over' ? sql`k.ended_at desc, k.case_id desc` : sql`k.due_at, k.case_id`} limit ${limit}`.execute(db)
  return rows
}

/** An answer that is due within so many days is due soon. */
export const soonDays = 3

/** How many wait, how many of them are due soon and how many are late; the day the next is due. Of customers whom the asker sees. */
export async function countWaiting(db: Db<UsedTables>, { within, now }: { within: Within | undefined; now: Date }) {
  const soon = new Date(now.getTime() + soonDays * 86_400_000)
  const { rows } = await sql<{ open: number; soon: number; overdue: number; next: Date | null }>`
    select count(*)::int as open, count(*) filter (where k.due_at >= ${now} and k.due_at < ${soon})::int as soon,
      count(*) filter (where k.due_at < ${now})::int as overdue, min(k.due_at) filter (where k.due_at >= ${now}) as next
    from keep.rights_case k ${whose} where k.state = 'open' and ${isWithin(within)}`.execute(db)
  const [row] = rows
  return { open: row?.open ?? 0, soon: row?.soon ?? 0, overdue: row?.overdue ?? 0, next_due: row?.next?.toISOString() ?? null }
}
