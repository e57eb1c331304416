import { sql, type Tx } from '../../../platform/db/index.ts'
import type { Actor } from '../../access/index.ts'
import type { RightsDeps, UsedTables } from '../deps.ts'
import { dueAfter, givenAway, told } from './recipients.ts'

// A colleague corrects a card and nobody had asked for it: whoever was given a file with the old value is told all the same, and a program that a
// webhook tells (docs/decisions/0984).

type By = { actor: Actor; now: Date }

/**
 * Of fields that were just written, in the transaction that wrote them: where something else had stood before, whoever received such data since then
 * is told. A value where there was none corrects nothing. Gives how many are told.
 */
export async function tellOfCorrected(
  deps: Pick<RightsDeps, 'rowIds'>,
  tx: Tx<UsedTables>,
  written: readonly { customer: number; field: string }[],
  by: By,
): Promise<number> {
  if (written.length === 0) return 0
  const { rows } = await sql<Stood>`
    select w.c as customer, array_agg(distinct v.category) as categories, min(v.at) as since
    from unnest(${written.map((w) => w.customer)}::bigint[], ${written.map((w) => w.field)}::text[]) as w(c, f)
    join keep.customer k on k.customer_id = w.c
    join keep.customer m on coalesce(m.merged_into, m.customer_id) = coalesce(k.merged_into, k.customer_id)
    join keep.vault v on v.customer_id = m.customer_id and v.field = w.f and v.sealed is not null and not (v.current and v.customer_id = w.c)
    group by w.c`.execute(tx)
  return tellWhoReceived(deps, tx, rows, by)
}

/** The same of an address or a number that is theirs no more. */
export const tellOfRemoved = (deps: Pick<RightsDeps, 'rowIds'>, tx: Tx<UsedTables>, removed: { customer: number; since: Date }, by: By): Promise<number> =>
  tellWhoReceived(deps, tx, [{ ...removed, categories: ['contact'] }], by)

/** Of whom data of these categories is right now; whoever received some since then had the old. */
type Stood = { customer: number; categories: string[]; since: Date }
type Had = { customer_id: number; kind: 'key' | 'file'; recipient_id: number; webhook_id: number | null }

/**
 * One notice for each recipient and person, until that one is told: who corrects ten things of somebody makes one letter. A program without a webhook
 * is none of these: it reads again what it needs.
 */
async function tellWhoReceived(deps: Pick<RightsDeps, 'rowIds'>, tx: Tx<UsedTables>, stood: readonly Stood[], { actor, now }: By): Promise<number> {
  if (stood.length === 0) return 0
  const writer = actor.kind === 'api' ? actor.id : null
  const { rows } = await sql<Had>`
    with stood as (
      select coalesce(k.merged_into, k.customer_id) as person, t.since, t.category
      from jsonb_to_recordset(${JSON.stringify(stood)}::jsonb) as s(customer bigint, since timestamptz, categories text[])
      cross join lateral (select s.since, c as category from unnest(s.categories) c) t join keep.customer k on k.customer_id = s.customer),
    used as (
      select s.person, r.actor_id, r.activity_id, c.actor, c.activity, c.operation
      from stood s join keep.customer m on coalesce(m.merged_into, m.customer_id) = s.person
      join keep.receipt r on r.customer_id = m.customer_id and r.at >= s.since
      join keep.receipt_codes c on c.codes_id = r.codes_id and c.decision = 'allow' and s.category = any(c.categories)),
    had as (
      select u.person, 'file' as kind, e.export_id as recipient_id, e.recipient_webhook as webhook_id
      from used u join keep.export e on e.export_id = u.activity_id where u.activity = 'export' and ${givenAway}
      union select u.person, 'key', u.actor_id, null::bigint
      from used u where u.actor = 'api' and u.operation = 'read' and u.actor_id is distinct from ${writer}::bigint
        and exists (select from office.webhook w where w.key_id = u.actor_id and w.state <> 'off'))
    select person as customer_id, kind, recipient_id, webhook_id from had
    where not exists (
      select from fact.recipient r join keep.customer m on m.customer_id = r.customer_id and coalesce(m.merged_into, m.customer_id) = had.person
      where r.kind = had.kind and r.recipient_id = had.recipient_id and r.what = 'corrected' and r.dropped_at is null and r.confirmed_at is null and r.by_hand_at is null
        and not exists (select from office.webhook_delivery d where d.customer_id = 0 and d.event_id = ${told}))
    order by 1, 2, 3`.execute(tx)
  if (rows.length === 0) return 0
  const ids = await deps.rowIds.next(rows.length)
  await sql`
    insert into fact.recipient (customer_id, notice_id, kind, recipient_id, webhook_id, what, covers, made_at, ready_at, due_at)
    select c, n, k, r, w, 'corrected', '{"all": true}', ${now}, ${now}, ${dueAfter(now)}
    from unnest(${rows.map((one) => one.customer_id)}::bigint[], ${ids}::bigint[], ${rows.map((one) => one.kind)}::text[], ${rows.map((one) => one.recipient_id)}::bigint[],
      ${rows.map((one) => one.webhook_id)}::bigint[]) as t(c, n, k, r, w)`.execute(tx)
  return rows.length
}
