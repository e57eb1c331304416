import { type Column, copyRows, numberArray, type RawBuilder, sql, type Tx } from '../../platform/db/index.ts'
import { recentKept, type TermsTables } from '../terms/index.ts'
import type { ContactAsk } from './choose.ts'
import type { ContactState } from './held.ts'

export type NewContact = {
  person: number
  ask: ContactAsk
  channel: string
  state: 'reserved' | 'refused'
  reason: string | null
  mark: number | null
  at: Date
  /** State of the row that stands under this content key already. */
  before: ContactState | undefined
}

const columns: readonly Column[] = [
  { name: 'customer_id', type: 'int8' },
  { name: 'content_key', type: 'text' },
  { name: 'addressed_id', type: 'int8' },
  { name: 'purpose', type: 'text' },
  { name: 'channel', type: 'text' },
  { name: 'topic', type: 'text' },
  { name: 'campaign_id', type: 'int8' },
  { name: 'state', type: 'text' },
  { name: 'reason', type: 'text' },
  { name: 'mark', type: 'int8' },
  { name: 'at', type: 'timestamptz' },
  { name: 'unit', type: 'text' },
]

/** Below this, one statement is cheaper than the round trips of a COPY. */
const fewRows = 20

/**
 * Writes contacts of locked persons; rows that a release or refusal left are taken over. What is left to do (at least the
 * counts that changed with them) it gives as one statement, which can travel with another.
 */
export async function writeContacts(
  tx: Tx<TermsTables>,
  contacts: readonly NewContact[],
  recent: ReadonlyMap<number, readonly number[]>,
): Promise<RawBuilder<unknown> | undefined> {
  const fresh = contacts.filter((c) => c.before === undefined)
  const again = contacts.filter((c) => c.before !== undefined)
  if (again.length > 0) await takeOver(tx, again)
  if (fresh.length > 0 && fresh.length <= fewRows) return fewWritten(fresh, recent)
  if (fresh.length > 0)
    await copyRows(
      tx,
      'keep.contact',
      columns,
      fresh.map((c) => [
        c.person,
        c.ask.contentKey,
        c.ask.customer,
        c.ask.purpose,
        c.channel,
        c.ask.topic,
        c.ask.campaign ?? null,
        c.state,
        c.reason,
        c.mark,
        c.at,
        c.ask.unit ?? null,
      ]),
    )
  return recent.size === 0 ? undefined : recentKept(recent)
}

function fewWritten(contacts: readonly NewContact[], recent: ReadonlyMap<number, readonly number[]>): RawBuilder<unknown> {
  const rows = contacts.map((c) => ({
    customer_id: c.person,
    content_key: c.ask.contentKey,
    addressed_id: c.ask.customer,
    purpose: c.ask.purpose,
    channel: c.channel,
    topic: c.ask.topic,
    campaign_id: c.ask.campaign ?? null,
    state: c.state,
    reason: c.reason,
    mark: c.mark,
    at: c.at,
    unit: c.ask.unit ?? null,
  }))
  return sql`
    with counted as (${recentKept(recent)})
    insert into keep.contact select * from jsonb_populate_recordset(null::keep.contact, ${JSON.stringify(rows)}::jsonb)`
}

async function takeOver(tx: Tx<TermsTables>, contacts: readonly NewContact[]): Promise<void> {
  await sql`
    update keep.contact k set state = n.state, reason = n.reason, mark = n.mark, at = n.at, channel = n.channel, addressed_id = n.addressed, campaign_id = n.campaign, unit = n.unit
    from unnest(${contacts.map((c) => c.person)}::bigint[], ${contacts.map((c) => c.ask.contentKey)}::text[], ${contacts.map((c) => c.state)}::text[], ${contacts.map((c) => c.reason)}::text[],
      ${contacts.map((c) => c.mark)}::bigint[], ${contacts.map((c) => c.at)}::timestamptz[], ${contacts.map((c) => c.channel)}::text[], ${contacts.map((c) => c.ask.customer)}::bigint[],
      ${contacts.map((c) => c.ask.campaign ?? null)}::bigint[], ${contacts.map((c) => c.ask.unit ?? null)}::text[]) as n(person, content_key, state, reason, mark, at, channel, addressed, campaign, unit)
    where k.customer_id = n.person and k.content_key = n.content_key and k.state in ('released', 'refused')`.execute(tx)
}

export type ContactChange = {
  person: number
  contentKey: string
  state: 'reserved' | 'made' | 'released'
  reason: string | null
  mark: number | null
  at: Date
}

/** The statement that changes contacts that stand as reserved, with the counts that change with them; rows in any other state are left as they are. */
export function contactsChanged(changes: readonly ContactChange[], recent: ReadonlyMap<number, readonly number[]>): RawBuilder<unknown> {
  return sql`
    with counted as (${recentKept(recent)})
    update keep.contact k set state = n.state, reason = n.reason, mark = n.mark, at = n.at
    from unnest(${numberArray(changes.map((c) => c.person))}::bigint[], ${changes.map((c) => c.contentKey)}::text[], ${changes.map((c) => c.state)}::text[], ${changes.map((c) => c.reason)}::text[],
      ${changes.map((c) => c.mark)}::bigint[], ${changes.map((c) => c.at)}::timestamptz[]) as n(person, content_key, state, reason, mark, at)
    where k.customer_id = n.person and k.content_key = n.content_key and k.state = 'reserved'`
}
