import { inTransaction, sql, type Tx } from '../../../platform/db/index.ts'
import { type Drop, type Due, decideHandOver, type Go, type Wait } from '../../gate/index.ts'
import { leaseMs } from '../../terms/index.ts'
import type { ChannelDeps, SendTables } from '../deps.ts'
import { openLinks } from '../link/links.ts'
import type { MessageRow } from '../tables.ts'
import { askOf } from './askOf.ts'
import { takeBack, withdrawnOf } from './withdraw.ts'

/** A message that may go now: a lease is open, its last byte must leave before `leaveBefore` (this process's monotonic ms). */
export type Claimed = { row: MessageRow; person: number; mark: number | null; leaveBefore: number }

const courier = { kind: 'service', id: 0, role: 'courier' } as const

/** Takes up to `limit` messages that are due, whoever else is taking some, decides each a last time and leases those that may go. */
export async function claimDue(deps: ChannelDeps, limit: number): Promise<{ taken: number; go: Claimed[] }> {
  // The clock is read before the database is asked: whatever that takes comes off the lease, never on top of it.
  const leaveBefore = deps.clock.monotonic() + leaseMs
  const now = deps.clock.now()
  return inTransaction(deps.db, async (tx) => {
    const { rows } = await sql<MessageRow>`
      select * from keep.message where state = 'queued' and due_at <= ${now} order by due_at limit ${limit} for update skip locked`.execute(tx)
    if (rows.length === 0) return { taken: 0, go: [] }
    const withdrawn = await withdrawnOf(tx, rows)
    await takeBack(tx, [...withdrawn], now)
    const due = rows.filter((row) => !withdrawn.has(row))
    const answers = await decideHandOver(tx, due.map(dueOf), { actor: courier, now, activity: { kind: 'message' } })
    await moveOn(tx, due, answers, now)
    const go = due.flatMap((row, i): Claimed[] => {
      const answer = answers[i]
      return answer?.verdict === 'go' ? [{ row, person: answer.person, mark: answer.mark, leaveBefore }] : []
    })
    await openLinks(
      tx,
      deps.keyring,
      go.map((g) => ({ customer: g.row.customer_id, message: g.row.message_id })),
      now,
    )
    return { taken: rows.length, go }
  })
}

const dueOf = (row: MessageRow): Due => ({ ask: askOf(row), channel: row.channel, mark: row.mark, message: row.message_id })

async function moveOn(tx: Tx<SendTables>, rows: readonly MessageRow[], answers: readonly (Go | Wait | Drop)[], now: Date): Promise<void> {
  const moved = rows.flatMap((row, i) => {
    const answer = answers[i]
    return answer ? [{ row, answer }] : []
  })
  await sql`
    update keep.message m set state = n.state, person = coalesce(nullif(n.person, 0), m.person), mark = n.mark, why = n.why, due_at = coalesce(n.due_at, m.due_at),
      lease_until = case when n.state = 'handing' then ${new Date(now.getTime() + leaseMs)}::timestamptz end,
      handed_at = case when n.state = 'handing' then ${now}::timestamptz else m.handed_at end,
      attempts = m.attempts + case when n.state = 'handing' then 1 else 0 end,
      done_at = case when n.state = 'dropped' then ${now}::timestamptz end
    from unnest(${moved.map((m) => m.row.customer_id)}::bigint[], ${moved.map((m) => m.row.message_id)}::bigint[], ${moved.map((m) => stateAfter[m.answer.verdict])}::text[],
      ${moved.map((m) => m.answer.person)}::bigint[], ${moved.map((m) => ('mark' in m.answer ? m.answer.mark : null))}::bigint[], ${moved.map((m) => ('reason' in m.answer ? m.answer.reason : null))}::text[],
      ${moved.map((m) => ('at' in m.answer ? m.answer.at : null))}::timestamptz[]) as n(customer, message, state, person, mark, why, due_at)
    where m.customer_id = n.customer and m.message_id = n.message`.execute(tx)
}

const stateAfter = { go: 'handing', wait: 'queued', drop: 'dropped' } as const
