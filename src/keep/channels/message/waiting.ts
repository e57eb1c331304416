import { sql, type Tx } from '../../../platform/db/index.ts'
import { reserveMany } from '../../gate/index.ts'
import type { SendTables } from '../deps.ts'
import type { MessageRow } from '../tables.ts'
import { askOf } from './askOf.ts'
import { withdrawnOf, withdrawnReason } from './withdraw.ts'

// A message that waits for its person's answer. It was reserved nowhere and counts nowhere until they say yes; then it is decided anew.

const courier = { kind: 'service', id: 0, role: 'courier' } as const

type Waiting = { customer: number; message: number }

/** Lets a message go after a yes, if the gate still lets it; gives why not, else null. Its person is locked; undefined: it waits no more. */
export async function letGo(tx: Tx<SendTables>, of: Waiting, now: Date): Promise<string | null | undefined> {
  const row = await waitingNow(tx, of)
  if (!row) return undefined
  if ((await withdrawnOf(tx, [row])).has(row)) return (await end(tx, row, withdrawnReason, now), withdrawnReason)
  const activity = { kind: row.activity, ...(row.activity_id !== null && { id: row.activity_id }) }
  const [verdict] = await reserveMany(tx, [{ ...askOf(row), earliest: row.due_at }], { actor: courier, now, activity })
  if (!verdict?.chosen) {
    const reason = verdict?.refusal.reason ?? 'unknown_customer'
    await end(tx, row, reason, now)
    return reason
  }
  await sql`update keep.message set state = 'queued', person = ${verdict.person}, mark = ${verdict.mark}, due_at = ${verdict.at}
    where customer_id = ${row.customer_id} and message_id = ${row.message_id}`.execute(tx)
  return null
}

/** Ends a message that waits: its person said no, or nothing in time. */
export async function letLie(tx: Tx<SendTables>, of: Waiting, why: 'ask_refused' | 'not_answered', now: Date): Promise<void> {
  const row = await waitingNow(tx, of)
  if (row) await end(tx, row, why, now)
}

async function waitingNow(tx: Tx<SendTables>, { customer, message }: Waiting): Promise<MessageRow | undefined> {
  const { rows } = await sql<MessageRow>`
    select * from keep.message where customer_id = ${customer} and message_id = ${message} and state = 'asked' for update`.execute(tx)
  return rows[0]
}

async function end(tx: Tx<SendTables>, row: MessageRow, why: string, now: Date): Promise<void> {
  await sql`update keep.message set state = 'dropped', why = ${why}, done_at = ${now} where customer_id = ${row.customer_id} and message_id = ${row.message_id}`.execute(
    tx,
  )
}
