import { type Db, sql } from '../../../platform/db/index.ts'
import type { ChannelTables } from '../tables.ts'

const lateMs = 60 * 60_000

/** What keeps mail from leaving, for the health page; undefined: nothing. */
export async function mailTrouble(db: Db<ChannelTables>, now: Date): Promise<'mail_unreachable' | 'mail_waits' | undefined> {
  const rows = await sql<{ unreachable: boolean; late: boolean }>`
    select exists (select from keep.message where state = 'queued' and why in ('unreachable', 'refused_login')) as unreachable,
      exists (select from keep.message where state = 'queued' and due_at < ${new Date(now.getTime() - lateMs)}) as late`.execute(db)
  return rows.rows[0]?.unreachable ? 'mail_unreachable' : rows.rows[0]?.late ? 'mail_waits' : undefined
}
