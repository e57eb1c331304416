import { sql } from '../../../platform/db/index.ts'
import { forgetLeases } from '../../terms/index.ts'
import type { ChannelDeps } from '../deps.ts'
import { kept } from '../mailbox/catch.ts'
import type { MessageRow } from '../tables.ts'
import { settle } from './settle.ts'

/** A hand-over not heard of for so long after its lease has nobody left who works on it, ms. Longer than a server's answer is waited for. */
export const lostAfterMs = 60_000

const daysMs = 86_400_000
const atOnce = 500

/**
 * Settles hand-overs whose keep or courier died: what must not be repeated is unknown and stays so, what may be is tried
 * again. Gives how many there were.
 */
export async function settleLost(deps: ChannelDeps, now: Date): Promise<number> {
  const { rows } = await sql<MessageRow>`
    select * from keep.message where state = 'handing' and lease_until < ${new Date(now.getTime() - lostAfterMs)} order by lease_until limit ${atOnce}`.execute(
    deps.db,
  )
  await settle(
    deps,
    rows.map((row) => ({
      row,
      person: row.person,
      mark: row.mark,
      outcome: { left: 'unknown', why: 'no_answer', status: null, subject: null },
      recipient: undefined,
    })),
    now,
  )
  return rows.length
}

/** Removes what is past its time: closed leases, links, what the mailbox caught, urls that only the keep had. */
export async function forgetPast(deps: ChannelDeps, now: Date): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * daysMs)
  await forgetLeases(deps.db, before(30))
  await sql`delete from keep.link where expires_at < ${now}`.execute(deps.db)
  await sql`delete from keep.mailbox_message where at < ${before(kept.days)}`.execute(deps.db)
  await sql`update keep.message set sealed = null where sealed is not null and done_at < ${before(1)}`.execute(deps.db)
}
