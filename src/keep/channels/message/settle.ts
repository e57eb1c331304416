import { inTransaction, sql, type Tx } from '../../../platform/db/index.ts'
import { type Settled, settleContacts } from '../../gate/index.ts'
import { sealText } from '../../keyring/index.ts'
import { closeLeases, suppress } from '../../terms/index.ts'
import type { ChannelDeps, SendTables } from '../deps.ts'
import type { MessageRow, MessageState } from '../tables.ts'
import { askOf } from './askOf.ts'

// What became of hand-overs, kept: the state of the message, the count of the contact, the lease closed.

export type Outcome = { left: 'yes' | 'no' | 'unknown'; why: string; status: string | null; subject: string | null }
export type Ended = { row: MessageRow; person: number; mark: number | null; outcome: Outcome; recipient: Buffer | undefined }

type Next = { state: MessageState; why: string; dueAt: Date | null }

/** Nothing left, and another try may fare better. */
const worthAnother = new Set(['lapsed', 'deferred', 'unreachable', 'refused_login', 'courier_idle'])
const mostTries = 12
const mostRepeats = 3
const firstPauseMs = 5_000
const lapsedPauseMs = 1_000
const longestPauseMs = 30 * 60_000

/** What follows from an outcome: done, told as failed or unknown, or back to the queue. Pure. */
export function whatNext(row: Pick<MessageRow, 'message_id' | 'once' | 'attempts' | 'latest'>, outcome: Pick<Outcome, 'left' | 'why'>, now: Date): Next {
  const why = outcome.left === 'no' && outcome.why === 'courier' ? 'courier_idle' : outcome.why
  if (outcome.left === 'yes') return { state: 'sent', why, dueAt: null }
  // A lease that ran out says that we took too much at once, nothing about the other side: no need to wait long or to count it.
  const dueAt = new Date(now.getTime() + (why === 'lapsed' ? lapsedPauseMs : pauseAfter(row.message_id, row.attempts)))
  const inTime = dueAt <= row.latest
  if (outcome.left === 'unknown')
    return row.once || !inTime || row.attempts >= mostRepeats ? { state: 'unknown', why, dueAt: null } : { state: 'queued', why, dueAt }
  return worthAnother.has(why) && inTime && (why === 'lapsed' || row.attempts < mostTries)
    ? { state: 'queued', why, dueAt }
    : { state: 'failed', why, dueAt: null }
}

/** Doubles with each try, spread by a quarter so that a server that comes back is not met by all at once. */
function pauseAfter(message: number, attempts: number): number {
  const spread = 1 + ((message * 2_654_435_761) % 1000) / 4000
  return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.max(0, attempts - 1)) * spread
}

/** Keeps the outcomes of hand-overs in one transaction. */
export async function settle(deps: ChannelDeps, ended: readonly Ended[], now: Date): Promise<void> {
  if (ended.length === 0) return
  const keys = await deps.keyring.keysFor([...new Set(ended.filter((e) => e.outcome.subject !== null).map((e) => e.row.customer_id))], 'content')
  const next = ended.map((e) => ({ ...e, ...whatNext(e.row, e.outcome, now) }))
  await inTransaction(deps.db, async (tx) => {
    await closeLeases(
      tx,
      ended.map((e) => ({ person: e.person, lease: e.row.message_id })),
      now,
    )
    await settleContacts(
      tx,
      next
        .filter((n) => n.state !== 'queued')
        .map((n): Settled => ({ ask: askOf(n.row), mark: n.mark, ...(n.state === 'failed' ? { made: false, reason: n.why } : { made: true }) })),
      now,
    )
    await writeStates(
      tx,
      next.map((n) => {
        const key = n.outcome.subject === null ? undefined : keys.get(n.row.customer_id)
        return { ...n, subject: key && n.outcome.subject !== null ? sealText(key, subjectPlace(n.row), n.outcome.subject) : null }
      }),
      now,
    )
    await suppress(
      tx,
      next.flatMap((n) =>
        n.recipient && isGone(n.outcome)
          ? [{ kind: n.row.channel === 'sms' ? ('phone' as const) : ('email' as const), digest: n.recipient, reason: 'bounce' as const }]
          : [],
      ),
      { actor: { kind: 'service', id: 0, role: 'courier' }, now },
    )
  })
}

/** 5.1.x: the address is not there, and will not be (RFC 3463, section 3.2). */
const isGone = (outcome: Outcome) => outcome.why === 'rejected' && (outcome.status ?? '').startsWith('5.1.')

/** What the sealed subject of a message is bound to. */
export const subjectPlace = (row: Pick<MessageRow, 'customer_id' | 'message_id'>) => `message subject\0${row.customer_id}\0${row.message_id}`

type Written = { row: MessageRow; state: MessageState; why: string; dueAt: Date | null; outcome: Outcome; subject: Buffer | null }

async function writeStates(tx: Tx<SendTables>, next: readonly Written[], now: Date): Promise<void> {
  await sql`
    update keep.message m set state = n.state, why = n.why, status = n.status, subject = coalesce(n.subject, m.subject), lease_until = null, due_at = coalesce(n.due_at, m.due_at),
      done_at = case when n.state in ('sent', 'failed', 'unknown') then ${now}::timestamptz end
    from unnest(${next.map((n) => n.row.customer_id)}::bigint[], ${next.map((n) => n.row.message_id)}::bigint[], ${next.map((n) => n.state)}::text[], ${next.map((n) => n.why)}::text[],
      ${next.map((n) => n.outcome.status)}::text[], ${next.map((n) => n.subject)}::bytea[], ${next.map((n) => n.dueAt)}::timestamptz[]) as n(customer, message, state, why, status, subject, due_at)
    where m.customer_id = n.customer and m.message_id = n.message and m.state in ('handing', 'unknown')`.execute(tx)
}
