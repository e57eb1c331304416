import { type Db, sql } from '../../platform/db/index.ts'
import type { FactTables } from './tables.ts'

export type Moment = {
  customer: number
  id: number
  at: Date
  kind: string
  channel: string
  direction: 'in' | 'out' | 'none'
  unit: number | null
  amount: number | null
  currency: string | null
  duration_s: number | null
  outcome: string | null
  sealed: boolean
  items: { sku: string; title: string | null; quantity: number; amount: number }[]
}

export type TimelineFilter = {
  channels?: readonly string[] | undefined
  kinds?: readonly string[] | undefined
  /** Whatever is of one of these; each a kind, by any channel or by one. */
  only?: readonly { kind: string; channel: string | null }[] | undefined
  before?: Date | undefined
}

/** Where a page of a timeline ended: the next begins after it. */
export type TimelineCursor = { id: number; customer: number }

/**
 * Interactions of one person (all its ids), newest first, with the lines of orders and product titles.
 * `id` carries the time, so the order of the key is the order of the timeline.
 */
export async function timelineOf(
  db: Db<FactTables>,
  members: readonly number[],
  page: { after: TimelineCursor | null; limit: number } & TimelineFilter,
): Promise<Moment[]> {
  const after = page.after ? sql`and (i.id, i.customer_id) < (${page.after.id}, ${page.after.customer})` : sql``
  const channels = page.channels?.length ? sql`and i.channel = any(${[...page.channels]}::text[])` : sql``
  const kinds = page.kinds?.length ? sql`and i.kind = any(${[...page.kinds]}::text[])` : sql``
  const only = page.only?.length ? sql`and ${ofOne(page.only)}` : sql``
  const before = page.before ? sql`and i.at < ${page.before}` : sql``
  const rows = await sql<MomentRow>`
    select ${columns} from fact.interaction i where i.customer_id = any(${[...members]}::bigint[]) ${after} ${channels} ${kinds} ${only} ${before}
    order by i.id desc, i.customer_id desc limit ${page.limit}`.execute(db)
  return withItems(db, rows.rows)
}

const ofOne = (only: readonly { kind: string; channel: string | null }[]) =>
  sql`exists (select from unnest(${only.map((o) => o.kind)}::text[], ${only.map((o) => o.channel)}::text[]) as o(kind, channel)
    where o.kind = i.kind and coalesce(o.channel, i.channel) = i.channel)`

type MomentRow = Omit<Moment, 'items'>

const columns = sql.raw(
  'i.customer_id as customer, i.id, i.at, i.kind, i.channel, i.direction, i.unit_id as unit, i.amount, i.currency, i.duration_s, i.outcome, i.sealed',
)

/** The newest interactions of each of several persons, in the order asked. */
export async function newestOfAll(db: Db<FactTables>, asked: readonly { members: readonly number[]; limit: number }[]): Promise<Moment[][]> {
  const rows = await sql<MomentRow & { nth: number }>`
    select a.nth, m.* from unnest(${packedAll(asked.map((a) => a.members))}::text[], ${asked.map((a) => a.limit)}::int[]) with ordinality as a(members, most, nth)
    cross join lateral (
      select ${columns} from fact.interaction i where i.customer_id = any(a.members::bigint[]) order by i.id desc, i.customer_id desc limit a.most) m
    order by a.nth, m.id desc, m.customer desc`.execute(db)
  const moments = await withItems(db, rows.rows)
  const byAsked = Map.groupBy(moments, (_, i) => rows.rows[i]?.nth)
  return asked.map((_, i) => byAsked.get(i + 1) ?? [])
}

async function withItems(db: Db<FactTables>, rows: readonly MomentRow[]): Promise<Moment[]> {
  const items = await itemsOf(db, rows)
  return rows.map((row) => ({ ...row, items: items.get(row.id) ?? [] }))
}

async function itemsOf(db: Db<FactTables>, moments: readonly { customer: number; id: number; amount: number | null }[]): Promise<Map<number, Moment['items']>> {
  const withLines = moments.filter((m) => m.amount !== null)
  if (withLines.length === 0) return new Map()
  const rows = await sql<{ interaction_id: number; sku: string; title: string | null; quantity: number; amount: number }>`
    select l.interaction_id, l.sku, p.title, l.quantity, l.amount
    from unnest(${withLines.map((m) => m.customer)}::bigint[], ${withLines.map((m) => m.id)}::bigint[]) as w(c, i)
    join fact.interaction_item l on l.customer_id = w.c and l.interaction_id = w.i
    left join fact.product p on p.sku = l.sku
    order by l.interaction_id, l.line`.execute(db)
  const out = new Map<number, Moment['items']>()
  for (const { interaction_id, ...item } of rows.rows) out.set(interaction_id, [...(out.get(interaction_id) ?? []), item])
  return out
}

export type KindCount = { kind: string; channel: string; count: number }

/** How many interactions of a person there are by channel, the most first. */
export async function channelsOf(db: Db<FactTables>, members: readonly number[]): Promise<{ channel: string; count: number }[]> {
  return byChannel((await kindsOfAll(db, [members]))[0] ?? [])
}

/** Kinds summed up by channel, the most first. */
export function byChannel(kinds: readonly KindCount[]): { channel: string; count: number }[] {
  const channels = Map.groupBy(kinds, (k) => k.channel)
  return [...channels]
    .map(([channel, each]) => ({ channel, count: each.reduce((sum, k) => sum + k.count, 0) }))
    .sort((a, b) => b.count - a.count || (a.channel < b.channel ? -1 : 1))
}

/** How many interactions there are by kind and channel, the most first, for each of several persons in the order asked. */
export async function kindsOfAll(db: Db<FactTables>, asked: readonly (readonly number[])[]): Promise<KindCount[][]> {
  const rows = await sql<KindCount & { nth: number }>`
    select a.nth, c.kind, c.channel, c.count from unnest(${packedAll(asked)}::text[]) with ordinality as a(members, nth)
    cross join lateral (
      select kind, channel, count(*) as count from fact.interaction where customer_id = any(a.members::bigint[]) group by kind, channel) c
    order by a.nth, c.count desc, c.kind, c.channel`.execute(db)
  const byAsked = Map.groupBy(rows.rows, (r) => r.nth)
  return asked.map((_, i) => (byAsked.get(i + 1) ?? []).map(({ kind, channel, count }) => ({ kind, channel, count })))
}

/** Arrays of different lengths travel as text, one each. */
const packedAll = (groups: readonly (readonly number[])[]) => groups.map((ids) => `{${ids.join(',')}}`)
