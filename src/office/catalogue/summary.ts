import { type Db, sql } from '../../platform/db/index.ts'
import { withPurchases, withStanding } from './standing.ts'
import type { FactTables } from './tables.ts'

export type Contact = { at: Date; kind: string; channel: string; direction: 'in' | 'out' | 'none' }

export type Summary = {
  person: number
  interactions: number
  first_at: Date
  last_at: Date
  /** Since when without a break longer than `breakDays`. */
  unbroken_since: Date
  breaks: number
  purchases: number
  spent: { currency: string; minor: number }[]
  /** The latest purchase that stands. */
  last_purchase_at: Date | null
  last_contact: Contact | null
}

/** A silence longer than this ends a relationship's unbroken run. */
export const breakDays = 400

type Row = {
  person: number
  interactions: number
  first_at: Date
  last_at: Date
  unbroken_since: Date
  breaks: number
  purchases: number
  spent: { currency: string; minor: number }[] | null
  last_purchase_at: Date | null
  /** Whether something of what was read was taken back. */
  took_back: boolean
  last_at_contact: Date | null
  last_kind: string | null
  last_channel: string | null
  last_direction: 'in' | 'out' | 'none' | null
}

type Member = { id: number; person: number }

/**
 * What the facts say of each person in figures: how long, how much, when last. `members` pairs every id with its person, so
 * merged customers count as one. One statement for all, and another for those who took something back: what stands of their
 * purchases takes several times the work.
 */
export async function summariesOf(db: Db<FactTables>, members: readonly Member[]): Promise<Map<number, Summary>> {
  const rows = await rowsOf(db, members, withPurchases)
  const returning = new Set(rows.filter((row) => row.took_back).map((row) => row.person))
  const again = await rowsOf(
    db,
    members.filter((m) => returning.has(m.person)),
    withStanding,
  )
  return new Map([...rows, ...again].map((row) => [row.person, summary(row)]))
}

async function rowsOf(db: Db<FactTables>, members: readonly Member[], withWhatStands: typeof withStanding): Promise<Row[]> {
  if (members.length === 0) return []
  const rows = await sql<Row>`
    with m as (select * from unnest(${members.map((x) => x.id)}::bigint[], ${members.map((x) => x.person)}::bigint[]) as t(id, person)),
    i as (
      select m.person, i.id, i.at, i.kind, i.channel, i.direction, i.amount, i.currency,
        extract(epoch from i.at - lag(i.at) over (partition by m.person order by i.id)) > ${breakDays * 86_400} as after_break
      from m join fact.interaction i on i.customer_id = m.id),
    ${withWhatStands(sql`select person, id, at, kind, currency, amount from i`)},
    s as (
      select person, jsonb_agg(jsonb_build_object('currency', currency, 'minor', minor) order by minor desc, currency) as spent, sum(purchases) as purchases,
        bool_or(took_back) as took_back, max(last_at) as last_at from (
        select person, currency, sum(amount)::bigint as minor, count(*) filter (where not taken_back) as purchases, bool_or(taken_back) as took_back, max(at) filter (where not taken_back) as last_at
        from standing group by person, currency) x
      group by person),
    l as (select distinct on (person) person, at, kind, channel, direction from i where direction <> 'none' order by person, id desc)
    select i.person, count(*) as interactions, min(i.at) as first_at, max(i.at) as last_at,
      coalesce(max(i.at) filter (where i.after_break), min(i.at)) as unbroken_since, count(*) filter (where i.after_break) as breaks,
      coalesce(max(s.purchases), 0)::int as purchases, (array_agg(s.spent))[1] as spent, max(s.last_at) as last_purchase_at, coalesce(bool_or(s.took_back), false) as took_back,
      max(l.at) as last_at_contact, max(l.kind) as last_kind, max(l.channel) as last_channel, max(l.direction) as last_direction
    from i left join s using (person) left join l using (person) group by i.person`.execute(db)
  return rows.rows
}

function summary(row: Row): Summary {
  const { last_at_contact, last_kind, last_channel, last_direction, spent, took_back, ...rest } = row
  const contact =
    last_at_contact && last_kind && last_channel && last_direction
      ? { at: last_at_contact, kind: last_kind, channel: last_channel, direction: last_direction }
      : null
  return { ...rest, spent: spent ?? [], last_contact: contact }
}
