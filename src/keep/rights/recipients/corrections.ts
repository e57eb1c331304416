import { type AnyDb, type Db, inTransaction, type RawBuilder, sql, type Tx } from '../../../platform/db/index.ts'
import type { Actor } from '../../access/index.ts'
import { isRowField } from '../../customers/index.ts'
import type { RightsDeps, UsedTables } from '../deps.ts'
import { dueAfter, givenAway, told } from './recipients.ts'

// Somebody corrects what is known of a customer and nobody had asked for it: whoever was given a file with the old value is told all the same, and a
// program that a webhook tells (docs/decisions/0984, 1002).

type By = { actor: Actor; now: Date }

/**
 * Of fields that were just written, in the transaction that wrote them: where something else had stood before, whoever received such data since then
 * is told. A value where there was none corrects nothing; of a role or a language the caller says what stood. Gives how many are told.
 */
export async function tellOfCorrected(deps: Pick<RightsDeps, 'rowIds'>, tx: Tx<UsedTables>, written: readonly Corrected[], by: By): Promise<number> {
  if (written.length === 0) return 0
  const gone = written.flatMap(({ customer, stood }) => (stood ? [{ customer, categories: [stood.category], since: stood.since }] : []))
  const rest = written.filter(({ stood }) => stood === undefined)
  const fields = rest.filter(({ field }) => !isRowField(field))
  const rows = rest.filter(({ field }) => isRowField(field))
  return tellWhoReceived(deps, tx, [...gone, ...(await stoodInVault(tx, fields)), ...(await stoodInRow(tx, rows, by.now))], by)
}

/**
 * `was`: of a role or a language what stood before; null: nothing did, so nothing is corrected. `stood`: of a value that is gone with its version, since
 * when it stood.
 */
export type Corrected = { customer: number; field: string; was?: string | null; stood?: { category: string; since: Date } }

async function stoodInVault(tx: Tx<UsedTables>, written: readonly Corrected[]): Promise<Stood[]> {
  if (written.length === 0) return []
  const { rows } = await sql<Stood>`
    select w.c as customer, array_agg(distinct v.category) as categories, min(v.at) as since
    from unnest(${written.map((w) => w.customer)}::bigint[], ${written.map((w) => w.field)}::text[]) as w(c, f)
    join keep.customer k on k.customer_id = w.c
    join keep.customer m on coalesce(m.merged_into, m.customer_id) = coalesce(k.merged_into, k.customer_id)
    join keep.vault v on v.customer_id = m.customer_id and v.field = w.f and v.sealed is not null and not (v.current and v.customer_id = w.c)
    group by w.c`.execute(tx)
  return rows
}

/** Since when it stood so is known as far as somebody changed it before; else since they are known at all. */
async function stoodInRow(tx: Tx<UsedTables>, written: readonly Corrected[], now: Date): Promise<Stood[]> {
  const corrected = written.filter(({ was }) => was !== undefined && was !== null)
  if (corrected.length === 0) return []
  const { rows } = await sql<Stood>`
    select w.c as customer, '{record}'::text[] as categories,
      min(coalesce(case w.f when 'role' then (select max(at) from keep.role_change r where r.customer_id = w.c and r.at < ${now})
        else (select max(at) from keep.language_change l where l.customer_id = w.c and l.at < ${now}) end, k.created_at)) as since
    from unnest(${corrected.map((w) => w.customer)}::bigint[], ${corrected.map((w) => w.field)}::text[]) as w(c, f) join keep.customer k on k.customer_id = w.c
    group by w.c`.execute(tx)
  return rows
}

/** The same of an address or a number that is theirs no more. */
export const tellOfRemoved = (deps: Pick<RightsDeps, 'rowIds'>, tx: Tx<UsedTables>, removed: { customer: number; since: Date }, by: By): Promise<number> =>
  tellWhoReceived(deps, tx, [{ ...removed, categories: ['contact'] }], by)

/** Of whom data of these categories is right now; whoever received some since then had the old. */
type Stood = { customer: number; categories: string[]; since: Date }
type Had = { customer_id: number; kind: 'key' | 'file'; recipient_id: number; webhook_id: number | null }

/**
 * One notice for each recipient and person, until that one is told: who corrects ten things of somebody makes one letter, and so do two who do it at
 * once (`round`). What joins a notice that waits says when, so that a letter which was written before does not count for it. A program without a
 * webhook is none of these: it reads again what it needs.
 */
async function tellWhoReceived(deps: Pick<RightsDeps, 'rowIds'>, tx: Tx<UsedTables>, stood: readonly Stood[], { actor, now }: By): Promise<number> {
  if (stood.length === 0) return 0
  const writer = actor.kind === 'api' ? actor.id : null
  const { rows } = await sql<Had & { round: number }>`
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
    , joined as (
      update fact.recipient r set joined_at = ${now} from had join keep.customer m on coalesce(m.merged_into, m.customer_id) = had.person
      where r.customer_id = m.customer_id and r.kind = had.kind and r.recipient_id = had.recipient_id and r.what = 'corrected'
        and r.dropped_at is null and r.confirmed_at is null and r.by_hand_at is null
        and not exists (select from office.webhook_delivery d where d.customer_id = 0 and d.event_id = ${told})
      returning had.person, had.kind, had.recipient_id)
    select person as customer_id, kind, recipient_id, webhook_id, ${roundAfter(sql`had.person`, sql`had.kind`, sql`had.recipient_id`)} as round from had
    where not exists (select from joined j where j.person = had.person and j.kind = had.kind and j.recipient_id = had.recipient_id)
    order by 1, 2, 3`.execute(tx)
  return begin(deps, tx, rows, now)
}

/** The next one of what was corrected unasked: each is begun once, whoever comes first. */
const roundAfter = (person: RawBuilder<unknown>, kind: RawBuilder<unknown>, recipient: RawBuilder<unknown>) => sql`coalesce((
  select max(b.round) + 1 from fact.recipient b join keep.customer o on o.customer_id = b.customer_id
  where coalesce(o.merged_into, o.customer_id) = ${person} and b.kind = ${kind} and b.recipient_id = ${recipient}), 0)`

/** Gives how many were begun; one that another begins at this moment is theirs. */
async function begin(deps: Pick<RightsDeps, 'rowIds'>, tx: AnyDb, rows: readonly (Had & { round: number })[], now: Date): Promise<number> {
  if (rows.length === 0) return 0
  const ids = await deps.rowIds.next(rows.length)
  const begun = await sql`
    insert into fact.recipient (customer_id, notice_id, kind, recipient_id, webhook_id, what, covers, made_at, ready_at, due_at, round)
    select c, n, k, r, w, 'corrected', '{"all": true}', ${now}, ${now}, ${dueAfter(now)}, o
    from unnest(${rows.map((one) => one.customer_id)}::bigint[], ${ids}::bigint[], ${rows.map((one) => one.kind)}::text[], ${rows.map((one) => one.recipient_id)}::bigint[],
      ${rows.map((one) => one.webhook_id)}::bigint[], ${rows.map((one) => one.round)}::int[]) as t(c, n, k, r, w, o)
    on conflict (customer_id, kind, recipient_id, round) where round is not null do nothing`.execute(tx)
  return Number(begun.numAffectedRows ?? 0n)
}

/**
 * A colleague told them otherwise, by what they had read at `asOf`: what was corrected since makes the next notice. Gives whether there was such a notice
 * that was open.
 */
export function toldByHand(deps: Pick<RightsDeps, 'rowIds'>, db: Db<UsedTables>, of: { notice: number; asOf: Date; by: number; now: Date }): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<Had & { person: number; joined_at: Date | null }>`
      update fact.recipient r set by_hand_at = ${of.now}, by_hand_by = ${of.by}
      where r.notice_id = ${of.notice} and r.ready_at is not null and r.dropped_at is null and r.confirmed_at is null and r.by_hand_at is null
      returning r.customer_id, r.kind, r.recipient_id, r.webhook_id, r.joined_at,
        coalesce((select coalesce(c.merged_into, c.customer_id) from keep.customer c where c.customer_id = r.customer_id), r.customer_id) as person`.execute(tx)
    const [row] = rows
    if (!row) return false
    if (row.joined_at === null || row.joined_at <= of.asOf) return true
    const next = await sql<{
      round: number
    }>`select ${roundAfter(sql`${row.person}::bigint`, sql`${row.kind}::text`, sql`${row.recipient_id}::bigint`)} as round`.execute(tx)
    await begin(deps, tx, [{ ...row, customer_id: row.person, round: next.rows[0]?.round ?? 0 }], of.now)
    return true
  })
}
