import { type Db, sql } from '../../platform/db/index.ts'
import { seenBy, type Within } from '../within.ts'
import type { Notice, NoticeTables } from './tables.ts'

type Kinds = readonly string[] | undefined
export type NoticePlace = { at: Date; id: number }

/** Somebody's notices, the newest first, after a place. */
export async function noticesOf(
  db: Db<NoticeTables>,
  o: { staff: number; unread: boolean; kinds?: Kinds; limit: number; after: NoticePlace | undefined; within?: Within | undefined },
): Promise<Notice[]> {
  const rest = o.after ? sql`and (at, notice_id) < (${o.after.at}, ${o.after.id})` : sql``
  const unread = o.unread ? sql`and read_at is null` : sql``
  const { rows } =
    await sql<Notice>`select * from office.notice where staff_id = ${o.staff} and in_app ${unread} ${ofKinds(o.kinds)} ${rest} and ${about(o.within)}
    order by at desc, notice_id desc limit ${o.limit}`.execute(db)
  return rows
}

const ofKinds = (kinds: Kinds) => (kinds ? sql`and kind = any(${[...kinds]}::text[])` : sql``)

/** Of nobody, or of a customer they see. */
const about = (within: Within | undefined) => sql`(customer_id = 0 or ${seenBy(within, sql`customer_id`)})`

const countedUpTo = 100

/** How many are not read, up to a hundred. */
export async function unreadOf(db: Db<NoticeTables>, o: { staff: number; kinds?: Kinds; within?: Within | undefined }): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (
    select 1 from office.notice where staff_id = ${o.staff} and in_app and read_at is null ${ofKinds(o.kinds)} and ${about(o.within)} limit ${countedUpTo}) x`.execute(
    db,
  )
  return rows[0]?.n ?? 0
}

/** Marks notices of this person, and of nobody else, as read or not read; `only` are ids, all of them when absent. */
export async function markNotices(db: Db<NoticeTables>, o: { staff: number; only: readonly number[] | undefined; read: boolean; now: Date }): Promise<void> {
  const these = o.only ? sql`and notice_id = any(${[...o.only]}::bigint[])` : sql``
  await sql`update office.notice set read_at = ${o.read ? o.now : null} where staff_id = ${o.staff} and in_app and (read_at is null) = ${o.read} ${these}`.execute(
    db,
  )
}
