import { sql } from '../../../platform/db/index.ts'
import { unseal } from '../../keyring/index.ts'
import { type LegalBasis, purposesNow, termsOf } from '../../terms/index.ts'
import type { ChannelDeps } from '../deps.ts'
import type { Because, MessageRow, MessageState } from '../tables.ts'
import { subjectPlace } from './settle.ts'

// Messages as their customer sees them: what was sent, and why.

export type ListedMessage = {
  message: number
  customer: number
  at: Date
  channel: string
  subject: string | null
  purpose: string
  topic: string | null
  state: MessageState
  why: string | null
  campaign: string | null
  /** Nobody but its customer is told of it. */
  discreet: boolean
}

export type MessageWhy = ListedMessage & {
  because: Because[]
  basis: { code: LegalBasis | null; since: Date | null; how: string | null }
  /** The company's cap over all channels, and how much of it is used now. */
  cap: { contacts: number; days: number; used: number } | null
  stillAllowed: boolean
}

type Row = MessageRow & { shown_at: Date }

/** Messages to these ids of one person, newest first; `before` is the cursor the last page gave. */
export async function listMessages(
  deps: ChannelDeps,
  of: { customers: readonly number[]; limit: number; before?: number | undefined },
): Promise<{ items: ListedMessage[]; next: number | null }> {
  const { rows } = await sql<Row>`
    select *, coalesce(done_at, handed_at, queued_at) as shown_at from keep.message
    where customer_id = any(${[...of.customers]}::bigint[]) and state not in ('dropped', 'asked') and (${of.before ?? null}::bigint is null or message_id < ${of.before ?? null})
    order by message_id desc limit ${of.limit + 1}`.execute(deps.db)
  const page = rows.slice(0, of.limit)
  return { items: await listed(deps, page), next: rows.length > of.limit ? (page.at(-1)?.message_id ?? null) : null }
}

/** One message to one of these ids, with what stood behind it; undefined when it is nobody's of them. */
export async function whyMessage(deps: ChannelDeps, of: { customers: readonly number[]; message: number }, now: Date): Promise<MessageWhy | undefined> {
  const { rows } = await sql<Row>`
    select *, coalesce(done_at, handed_at, queued_at) as shown_at from keep.message where customer_id = any(${[...of.customers]}::bigint[]) and message_id = ${of.message}`.execute(
    deps.db,
  )
  const [row] = rows
  const [shown] = await listed(deps, rows.slice(0, 1))
  if (!row || !shown) return undefined
  const basis = (await purposesNow(deps.db)).get(row.purpose)?.legalBasis ?? null
  const terms = await termsOf(deps.db, row.customer_id, now)
  const item =
    terms.items.find((t) => t.purpose === row.purpose && t.channel === row.channel && t.topic === (row.topic === '*' ? null : row.topic)) ??
    terms.items.find((t) => t.purpose === row.purpose && t.channel === row.channel && t.topic === null)
  return {
    ...shown,
    because: row.because ?? [],
    basis: { code: basis, ...(await consentBehind(deps, of.customers, row)) },
    cap: await capOf(deps, row, now),
    stillAllowed: item?.allowed ?? false,
  }
}

async function listed(deps: ChannelDeps, rows: readonly Row[]): Promise<ListedMessage[]> {
  const keys = await deps.keyring.existingKeys([...new Set(rows.map((r) => r.customer_id))], 'content')
  return rows.map((row) => {
    const key = keys.get(row.customer_id)
    const subject = row.subject && key ? unseal(key, subjectPlace(row), row.subject)?.toString('utf8') : undefined
    return {
      message: row.message_id,
      customer: row.customer_id,
      at: row.shown_at,
      channel: row.channel,
      subject: subject ?? null,
      purpose: row.purpose,
      topic: row.topic === '*' ? null : row.topic,
      state: row.state,
      why: row.why,
      campaign: row.campaign_title,
      discreet: row.discreet,
    }
  })
}

/** When and how the consent was given by which the message went. */
async function consentBehind(deps: ChannelDeps, customers: readonly number[], row: MessageRow): Promise<{ since: Date | null; how: string | null }> {
  const { rows } = await sql<{ at: Date; method: string }>`
    select at, method from keep.consent_event
    where customer_id = any(${[...customers]}::bigint[]) and purpose = ${row.purpose} and category = 'contact' and channel in ('*', ${row.channel}) and topic in ('*', ${row.topic})
      and state in ('ConsentGiven', 'RenewedConsentGiven') and at <= ${row.queued_at} order by at desc limit 1`.execute(deps.db)
  return { since: rows[0]?.at ?? null, how: rows[0]?.method ?? null }
}

async function capOf(deps: ChannelDeps, row: MessageRow, now: Date): Promise<MessageWhy['cap']> {
  const { rows } = await sql<{ contacts: number; window_s: number; used: number }>`
    select c.contacts, c.window_s, (
      select count(*)::int from keep.contact k where k.customer_id = ${row.person} and k.mark is not null and k.state in ('reserved', 'made')
        and k.at > ${now}::timestamptz - make_interval(secs => c.window_s) and k.at <= ${now}) as used
    from (select distinct on (cap) * from keep.cap order by cap, version desc) c where not c.retired and c.scope = 'all' order by c.window_s limit 1`.execute(
    deps.db,
  )
  const [cap] = rows
  return cap ? { contacts: cap.contacts, days: Math.round(cap.window_s / 86_400), used: cap.used } : null
}
