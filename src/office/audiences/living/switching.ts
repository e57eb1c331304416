import { type Db, inTransaction, sql } from '../../../platform/db/index.ts'
import { standAt } from '../../changes/index.ts'
import { aheadMs, follower } from './turn.ts'

// Switching an audience on and off, and what is done with those that live by the hour.

/** Begins to keep up who is in an audience, for a purpose; null ends it. Another purpose is another audience: it is begun anew. */
export async function switchLiving<T>(db: Db<T>, audience: number, purpose: string | null, now: Date): Promise<void> {
  await inTransaction(db, async (tx) => {
    await sql`delete from office.audience_live where audience_id = ${audience} and purpose is distinct from ${purpose}`.execute(tx)
    if (purpose === null) return
    // Nobody followed while none lived: what was said before is not news.
    const { rows } = await sql<{ others: boolean }>`select exists (select from office.audience_live) as others`.execute(tx)
    if (!rows[0]?.others) await standAt(tx, follower, now)
    await sql`insert into office.audience_live (audience_id, purpose, since, walk, walk_why) values (${audience}, ${purpose}, ${now}, 0, 'made') on conflict do nothing`.execute(
      tx,
    )
  })
}

/** Has everybody gone through in each that lives, as a check on what was kept. */
export async function checkLiving<T>(db: Db<T>, now: Date): Promise<void> {
  await sql`update office.audience_live set walk = 0, walk_why = 'check', walk_until = ${new Date(now.getTime() + aheadMs)}, again = false, differing = 0
    where walk is null and complete_at is not null`.execute(db)
}

const movesKept = '1 year'
const sweptAtOnce = 10_000

/** Forgets who entered and left longer ago than a year, a piece; gives how many. */
export async function sweepMoves<T>(db: Db<T>, now: Date): Promise<number> {
  const swept = await sql`
    delete from office.audience_move m using (
      select customer_id, move_id from office.audience_move where at < ${now}::timestamptz - ${movesKept}::interval order by at limit ${sweptAtOnce}) p
    where (m.customer_id, m.move_id) = (p.customer_id, p.move_id)`.execute(db)
  return Number(swept.numAffectedRows ?? 0n)
}
