import type { Selectable } from 'kysely'
import { type Db, sql, type Tx } from '../../../platform/db/index.ts'
import { isWithin, type Within } from '../../customers/index.ts'
import type { UsedTables } from '../deps.ts'
import type { RightsTables } from '../tables.ts'

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
export type DeskPage = { state: 'open' | 'over'; within: Within | undefined; after: DeskPlace | undefined; limit: number }

/** The desk: those that wait, the first due first; or those that are over, the last ended first. Only of customers whom the asker sees. */
export async function deskCases(db: Db<UsedTables>, { state, within, after, limit }: DeskPage): Promise<CaseRow[]> {
  const whose = sql`join keep.customer c on c.customer_id = k.customer_id join keep.customer r on r.customer_id = coalesce(c.merged_into, c.customer_id)`
  const open = sql`k.state = 'open' and (k.due_at, k.case_id) > (${after?.at ?? new Date(0)}, ${after?.id ?? 0}) and ${isWithin(within)} order by k.due_at, k.case_id`
  const over = sql`k.state <> 'open' and (k.ended_at, k.case_id) < (${after?.at ?? new Date(8.64e15)}, ${after?.id ?? Number.MAX_SAFE_INTEGER}) and ${isWithin(within)}
    order by k.ended_at desc, k.case_id desc`
  const { rows } = await sql<CaseRow>`select k.* from keep.rights_case k ${whose} where ${state === 'open' ? open : over} limit ${limit}`.execute(db)
  return rows
}
