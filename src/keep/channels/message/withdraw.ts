import { inTransaction, sql, type Tx } from '../../../platform/db/index.ts'
import type { Actor } from '../../access/index.ts'
import { settleContacts } from '../../gate/index.ts'
import type { ChannelDeps, SendTables } from '../deps.ts'
import type { MessageRow } from '../tables.ts'
import { askOf } from './askOf.ts'

// Stopping a campaign. The mark comes first and is read by whoever claims messages after it locked them; so a message of the
// campaign is either under a lease when the mark is made, and finishes, or it never leaves.

export const withdrawnReason = 'withdrawn'

const atOnce = 500

/**
 * Takes back what of a campaign has not been handed over, and lets nothing of it leave from now on: settled when that is
 * true. What is under a lease finishes. Gives how many were taken back. Doing it again does no harm.
 */
export async function withdrawCampaign(deps: ChannelDeps, campaign: number, by: { actor: Actor; now: Date }): Promise<number> {
  await sql`insert into keep.withdrawn_campaign (campaign_id, at, by_kind, by_id) values (${campaign}, ${by.now}, ${by.actor.kind}, ${by.actor.id}) on conflict do nothing`.execute(
    deps.db,
  )
  let taken = 0
  for (;;) {
    const some = await inTransaction(deps.db, async (tx) => {
      // Waits for whoever is claiming these: afterwards they are under a lease or still ours.
      const { rows } = await sql<MessageRow>`
        select * from keep.message where campaign_id = ${campaign} and state in ('asked', 'queued') order by customer_id, message_id limit ${atOnce} for update`.execute(
        tx,
      )
      await takeBack(tx, rows, by.now)
      return rows.length
    })
    taken += some
    if (some < atOnce) return taken
  }
}

/** Of messages that are locked, those whose campaign was stopped. */
export async function withdrawnOf(tx: Tx<SendTables>, rows: readonly MessageRow[]): Promise<Set<MessageRow>> {
  const campaigns = [...new Set(rows.flatMap((r) => r.campaign_id ?? []))]
  if (campaigns.length === 0) return new Set()
  const stopped = await sql<{ campaign_id: number }>`select campaign_id from keep.withdrawn_campaign where campaign_id = any(${campaigns}::bigint[])`.execute(
    tx,
  )
  const ids = new Set(stopped.rows.map((r) => r.campaign_id))
  return new Set(rows.filter((r) => r.campaign_id !== null && ids.has(r.campaign_id)))
}

/** Ends locked, queued messages without a hand-over; their contacts no longer count. */
export async function takeBack(tx: Tx<SendTables>, rows: readonly MessageRow[], now: Date): Promise<void> {
  if (rows.length === 0) return
  await settleContacts(
    tx,
    rows.map((row) => ({ ask: askOf(row), mark: row.mark, made: false, reason: withdrawnReason })),
    now,
  )
  await sql`
    update keep.message m set state = 'dropped', why = ${withdrawnReason}, done_at = ${now}
    from unnest(${rows.map((r) => r.customer_id)}::bigint[], ${rows.map((r) => r.message_id)}::bigint[]) as n(customer, message)
    where m.customer_id = n.customer and m.message_id = n.message and m.state in ('asked', 'queued')`.execute(tx)
}
