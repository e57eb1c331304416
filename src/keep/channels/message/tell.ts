import { sql } from '../../../platform/db/index.ts'
import { type CheckedInteraction, recordBatch } from '../../interactions/index.ts'
import { unseal } from '../../keyring/index.ts'
import type { ChannelDeps } from '../deps.ts'
import type { MessageRow } from '../tables.ts'
import { subjectPlace } from './settle.ts'

// What became of messages comes back as interactions: kind message, direction out. Each is told once, also after a crash
// between the two: the interaction's own id is the message's. Of a discreet one nothing is told: its customer finds it among their messages.

const atOnce = 500

/** Tells what has not been told; gives how many messages that were. */
export async function tellOutcomes(deps: ChannelDeps, now: Date): Promise<number> {
  const { rows } = await sql<MessageRow>`
    select * from keep.message where state in ('sent', 'failed', 'unknown') and not recorded order by done_at limit ${atOnce}`.execute(deps.db)
  if (rows.length === 0) return 0
  const customers = [...new Set(rows.map((r) => r.customer_id))]
  const keys = await deps.keyring.existingKeys(customers, 'content')
  // By the customer and not by an address: the one it went to may have been taken away meanwhile.
  const events = rows.filter((row) => !row.discreet).map((row) => eventOf(deps, row, keys.get(row.customer_id)))
  const done =
    () => sql`update keep.message m set recorded = true from unnest(${rows.map((r) => r.customer_id)}::bigint[], ${rows.map((r) => r.message_id)}::bigint[]) as t(c, i)
    where m.customer_id = t.c and m.message_id = t.i`
  if (events.length === 0) await done().execute(deps.db)
  else await recordBatch(deps.recording, events, { now, source: 'channels', trust: 'secret', alongside: async (tx) => void (await done().execute(tx)) })
  return rows.length
}

function eventOf(deps: ChannelDeps, row: MessageRow, key: Parameters<typeof unseal>[0] | undefined): CheckedInteraction {
  const subject = row.subject && key ? unseal(key, subjectPlace(row), row.subject)?.toString('utf8') : undefined
  return {
    place: `message ${row.message_id}`,
    id: `message:${row.message_id}`,
    at: (row.handed_at ?? row.done_at ?? row.queued_at).getTime(),
    kind: 'message',
    title: 'Message',
    channel: row.channel === 'sms' ? 'sms' : 'email',
    direction: 'out',
    identifiers: [],
    customer: row.customer_id,
    outcome: row.state,
    facts: { template: row.template, ...(row.campaign_id !== null && { campaign: row.campaign_id }) },
    content: { message: deps.ids.show('message', row.message_id), ...(subject !== undefined && { subject }) },
  }
}
