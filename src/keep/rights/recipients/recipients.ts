import { type AnyDb, sql, type Tx } from '../../../platform/db/index.ts'
import type { RightsDeps, UsedTables } from '../deps.ts'
import { coversStored } from '../erasure/parts.ts'
import type { Covers, ErasedKind } from '../shapes.ts'
import type { changes } from './contract.ts'

// Whoever received data of somebody is told that it was corrected, erased or restricted (GDPR 19). Who received it the receipts say, and the log of
// tellings by webhook.

/** Until then everybody should have heard. */
const toldWithinDays = 30
const dayMs = 86_400_000
export const dueAfter = (now: Date) => new Date(now.getTime() + toldWithinDays * dayMs)

/** A receipt names categories: which of them a kind is among. */
const categoriesOf: { [kind in ErasedKind]: readonly string[] } = {
  health: ['sensitive'],
  interests: ['profile', 'content'],
  interactions: ['content', 'pseudonym', 'record'],
  files: ['content'],
  messages: ['content'],
}

export type Notice = {
  person: number
  members: readonly number[]
  what: (typeof changes)[number]
  covers: Covers
  /** Only those who received data of these categories; all when undefined. */
  categories?: readonly string[]
  /** Told when this erasing is done, and not if it is taken back. */
  erasure?: number
}

/** Writes down who is to be told; in the transaction that uses the right, while the receipts are there. Gives how many. */
export async function noteRecipients(deps: Pick<RightsDeps, 'rowIds'>, tx: Tx<UsedTables>, of: Notice, now: Date): Promise<number> {
  const found = await recipientsOf(tx, of)
  const ids = await deps.rowIds.next(found.length)
  const [ready, due] = of.erasure === undefined ? [now, dueAfter(now)] : [null, null]
  for (const [i, { kind, id, webhook }] of found.entries())
    await sql`
      insert into fact.recipient (customer_id, notice_id, kind, recipient_id, webhook_id, what, covers, erasure_id, made_at, ready_at, due_at)
      values (${of.person}, ${ids[i] ?? 0}, ${kind}, ${id}, ${webhook}, ${of.what}, ${coversStored(of.covers)}::jsonb, ${of.erasure ?? null}, ${now}, ${ready}, ${due})`.execute(
      tx,
    )
  return found.length
}

type Found = { kind: 'key' | 'webhook' | 'file'; id: number; webhook: number | null }

/**
 * Keys that opened such data, and webhooks that told of what is meant; one that fetches by such a key is told through it. And files that were given to
 * somebody, or still may be: one that was destroyed before anybody fetched it went to nobody.
 */
async function recipientsOf(tx: AnyDb, { members, covers, categories }: Notice): Promise<Found[]> {
  const wanted = categories ?? (covers !== 'everything' && 'part' in covers ? categoriesOf[covers.part] : undefined)
  const whose = sql`customer_id = any(${[...members]}::bigint[])`
  const received = wanted === undefined ? sql`` : sql`and c.categories && ${[...wanted]}::text[]`
  // What was received before the span began was not of the span.
  const since = covers !== 'everything' && 'from' in covers ? sql`and r.at >= ${covers.from}::timestamptz` : sql``
  const facts = categories === undefined && (covers === 'everything' || !('part' in covers) || covers.part === 'interactions')
  const { rows } = await sql<Found>`
    with keys as (select distinct r.actor_id as id from keep.receipt r join keep.receipt_codes c using (codes_id)
      where r.${whose} and c.actor = 'api' and c.decision = 'allow' and c.operation = 'read' ${received} ${since})
    select 'key' as kind, id, null::bigint as webhook from keys
    union all select distinct 'file', e.export_id, e.recipient_webhook from keep.receipt r join keep.receipt_codes c using (codes_id) join keep.export e on e.export_id = r.activity_id
      where r.${whose} and c.activity = 'export' and c.decision = 'allow' and ${givenAway} ${received} ${since}
    union all select distinct 'webhook', d.webhook_id, null::bigint from office.webhook_delivery d join office.webhook w using (webhook_id)
      where ${facts}::boolean and d.${whose} and d.state = 'delivered' and not exists (select from keys where keys.id = w.key_id)
    order by 1, 2`.execute(tx)
  return rows
}

/** Of an export `e`: it is given to somebody, who has it or still may. */
export const givenAway = sql`e.sealed_recipient is not null and (e.downloads > 0 or e.sealed_key is not null)`

/** An erasing is done: from now on they are told. */
export async function tellOfErasure(tx: AnyDb, erasure: number, now: Date): Promise<void> {
  await sql`
    update fact.recipient set ready_at = ${now}, due_at = ${dueAfter(now)}
    where erasure_id = ${erasure} and ready_at is null and dropped_at is null`.execute(tx)
}

/** It was taken back: nobody is told. */
export async function dropNotices(tx: AnyDb, erasure: number, now: Date): Promise<void> {
  await sql`update fact.recipient set dropped_at = ${now} where erasure_id = ${erasure} and ready_at is null and dropped_at is null`.execute(tx)
}

/** Numbers of tellings of these in the office, beside those it makes itself. */
export const told = sql`(r.notice_id + 1125899906842624)`

/** Keeps who confirmed: the log of tellings is forgotten after a month. */
export async function settleTold(db: AnyDb): Promise<void> {
  await sql`
    update fact.recipient r set confirmed_at = d.at from office.webhook_delivery d
    where r.ready_at is not null and r.confirmed_at is null and r.by_hand_at is null and r.dropped_at is null
      and d.customer_id = 0 and d.event_id = ${told} and d.state = 'delivered'`.execute(db)
}

export type ToldRow = {
  customer_id: number
  notice_id: number
  kind: Found['kind']
  /** Of a file: its export. */
  recipient_id: number
  recipient: string
  what: (typeof changes)[number]
  covers: unknown
  state: 'waits' | 'telling' | 'nobody' | 'confirmed' | 'by_hand' | 'dropped'
  made_at: Date
  /** When the last correction joined it; what somebody read before does not say it. */
  changed_at: Date
  due_at: Date | null
  ended_at: Date | null
}

const columns = sql`r.customer_id, r.notice_id, r.kind, r.recipient_id, r.what, r.covers, r.made_at, coalesce(r.joined_at, r.made_at) as changed_at, r.due_at, coalesce(r.by_hand_at, r.confirmed_at, r.dropped_at) as ended_at,
  coalesce(case r.kind when 'key' then (select k.title from keep.api_key k where k.key_id = r.recipient_id)
    when 'webhook' then (select w.title from office.webhook w where w.webhook_id = r.recipient_id) end, '') as recipient,
  case when r.dropped_at is not null then 'dropped' when r.by_hand_at is not null then 'by_hand' when r.confirmed_at is not null then 'confirmed' when r.ready_at is null then 'waits'
    when exists (select from office.webhook_delivery d where d.customer_id = 0 and d.event_id = ${told} and d.state = 'waiting')
      or exists (select from office.webhook w where w.state = 'on' and case r.kind when 'key' then w.key_id else w.webhook_id end = case r.kind when 'file' then r.webhook_id else r.recipient_id end) then 'telling' else 'nobody' end as state`

/** Those of one person, the newest first. */
export async function toldOf(db: AnyDb, members: readonly number[], page: { below: number | undefined; limit: number }): Promise<ToldRow[]> {
  await settleTold(db)
  const rest = page.below === undefined ? sql`` : sql`and r.notice_id < ${page.below}`
  const { rows } = await sql<ToldRow>`
    select ${columns} from fact.recipient r where r.customer_id = any(${[...members]}::bigint[]) ${rest} order by r.notice_id desc limit ${page.limit}`.execute(
    db,
  )
  return rows
}

/** Those that have not heard yet, the first due first. */
export async function notTold(db: AnyDb, page: { after: { at: Date; id: number } | undefined; limit: number }): Promise<ToldRow[]> {
  await settleTold(db)
  const rest = page.after ? sql`and (r.due_at, r.notice_id) > (${page.after.at}, ${page.after.id})` : sql``
  const { rows } = await sql<ToldRow>`
    select ${columns} from fact.recipient r
    where r.ready_at is not null and r.dropped_at is null and r.confirmed_at is null and r.by_hand_at is null ${rest} order by r.due_at, r.notice_id limit ${page.limit}`.execute(
    db,
  )
  return rows
}
