import { type Db, sql } from '../../platform/db/index.ts'
import { sweepLetters } from './letters/letters.ts'
import type { AccessTables } from './tables.ts'

/** Rows deleted of one table in one run; the next run takes more. */
const mostAtOnce = 10_000
const day = 86_400_000

/** Deletes what has had its time: sessions and links after ninety days, what was opened and tried after one, old challenges; of the audit what the database lets go. */
export async function sweepAccess(db: Db<AccessTables>, now: Date): Promise<void> {
  const ago = (days: number) => new Date(now.getTime() - days * day)
  await sql`delete from keep.session where digest in (select digest from keep.session where expires_at < ${ago(90)} limit ${mostAtOnce})`.execute(db)
  await sql`delete from keep.magic_link where digest in (select digest from keep.magic_link where expires_at < ${ago(90)} limit ${mostAtOnce})`.execute(db)
  await sql`delete from keep.sign_in_code where digest in (select digest from keep.sign_in_code where expires_at < ${ago(1)} limit ${mostAtOnce})`.execute(db)
  await sql`delete from keep.reset_link where expires_at < ${ago(90)}`.execute(db)
  await sql`delete from keep.invitation where coalesce(taken_at, revoked_at, expires_at) < ${ago(90)}`.execute(db)
  await sql`delete from keep.own_code where digest in (select digest from keep.own_code where expires_at < ${now} limit ${mostAtOnce})`.execute(db)
  await sweepLetters({ db }, now)
  await sql`delete from keep.sign_in_flow where state in (select state from keep.sign_in_flow where expires_at < ${now} limit ${mostAtOnce})`.execute(db)
  await sql`delete from keep.attempt where digest in (select digest from keep.attempt where last_at < ${ago(1)} limit ${mostAtOnce})`.execute(db)
  await sql`delete from keep.passkey_challenge where digest in (select digest from keep.passkey_challenge where expires_at < ${now} limit ${mostAtOnce})`.execute(
    db,
  )
  await sql`delete from keep.opened where (actor_kind, actor_id, customer_id) in (
    select actor_kind, actor_id, customer_id from keep.opened where at < ${ago(1)} limit ${mostAtOnce})`.execute(db)
  await sql`delete from keep.opened_minute where (actor_kind, actor_id, minute) in (
    select actor_kind, actor_id, minute from keep.opened_minute where minute < ${ago(1)} limit ${mostAtOnce})`.execute(db)
  await sql`select keep.sweep_audit(${mostAtOnce})`.execute(db)
}
