import { type Db, plannedForValues, sql } from '../../platform/db/index.ts'
import { withStanding } from '../catalogue/index.ts'
import { personSeenBy, type Within } from '../within.ts'
import { classStands, mayBeAnalysed } from './said.ts'
import type { InsightTables, ValueClass } from './tables.ts'
import { type ClassMove, tellClasses } from './telling.ts'

// Value classes by recency, frequency and money: three scores of one to five by quintile, summed. Thirteen and more is the
// first class, nine and more the second (the usual RFM scoring). Where a run says what somebody is expected to be worth, that decides
// their class instead (runs/classes.ts), and the class by this scoring stands beside it.

const firstFrom = 13
const secondFrom = 9
export const windowDays = 730

/**
 * Computes the class of every known person who bought within the window, as of `now`, and keeps the class it had before.
 * The currency of a person is the one they spent most in. Gives how many are in each class; webhooks are told who changed it.
 */
export async function computeValueClasses(db: Db<InsightTables>, now: Date): Promise<{ [C in ValueClass]: number }> {
  return plannedForValues(db, async (tx) => {
    const from = new Date(now.getTime() - windowDays * 86_400_000)
    const rows = await sql<{ class: ValueClass; count: number; moved: ClassMove[] | null }>`
      with was as (select customer_id, class from office.value_class), ${withStanding(sql`select d.person, i.id, i.at, i.kind, i.currency, i.amount from fact.derived d join fact.interaction i on i.customer_id = d.customer_id where i.at <= ${now} and d.status = 'known' and ${mayBeAnalysed(sql`d.person`)}`)},
      bought as (
        select person, currency, sum(amount)::bigint as spent, count(*) filter (where not taken_back)::int as purchases, max(at) filter (where not taken_back) as last_at
        from standing where at >= ${from} group by person, currency),
      one as (select distinct on (person) * from bought where purchases > 0 and spent > 0 order by person, spent desc),
      scored as (
        select *, greatest(0, floor(extract(epoch from ${now}::timestamptz - last_at) / 86400))::int as days,
          ntile(5) over (order by last_at, person) + ntile(5) over (order by purchases, spent, person) + ntile(5) over (order by spent, person) as score
        from one),
      classed as (
        select person, case when score >= ${firstFrom} then 'first' when score >= ${secondFrom} then 'second' else 'third' end as class, days, last_at, purchases, spent, currency from scored),
      gone as (delete from office.value_class v where not exists (select 1 from classed c where c.person = v.customer_id)),
      written as (
        insert into office.value_class as v (customer_id, class, previous, changed_on, computed_at, days_since_last, last_at, purchases, spent, currency, window_days, rfm_class)
        select person, class, null, null, ${now}, days, last_at, purchases, spent, currency, ${windowDays}, class from classed
        on conflict (customer_id) do update set
          previous = case when v.method = 'expected_value' or v.class = excluded.class then v.previous else v.class end,
          changed_on = case when v.method = 'expected_value' or v.class = excluded.class then v.changed_on else (${now}::timestamptz)::date end,
          class = case when v.method = 'expected_value' then v.class else excluded.class end, rfm_class = excluded.rfm_class, computed_at = excluded.computed_at, days_since_last = excluded.days_since_last, last_at = excluded.last_at,
          purchases = excluded.purchases, spent = excluded.spent, currency = excluded.currency, window_days = excluded.window_days
        returning v.customer_id, v.class)
      select n.class, count(*) as count,
        jsonb_agg(jsonb_build_object('customer', n.customer_id, 'before', was.class, 'after', n.class) order by n.customer_id) filter (where was.class <> n.class) as moved
      from written n left join was on was.customer_id = n.customer_id group by n.class`.execute(tx)
    const counts = { first: 0, second: 0, third: 0 }
    for (const row of rows.rows) counts[row.class] = row.count
    await tellClasses(
      tx,
      rows.rows.flatMap(({ moved }) => moved ?? []),
      now,
    )
    return counts
  })
}

export type ClassBoard = {
  class: ValueClass
  count: number
  rose: number
  fell: number
  spent: number
  reachable: number
  max_days: number | null
  min_purchases: number | null
  min_spent: number | null
}

/** The board, of those whom somebody sees (a class that its person called wrong counts nowhere): how many in each class, who moved within the last month, what they bring, how many may be written to by e-mail. */
export async function classBoard(
  db: Db<InsightTables>,
  now: Date,
  within?: Within,
): Promise<{ computed_at: Date | null; classes: ClassBoard[]; notAnalysed: number }> {
  const monthAgo = new Date(now.getTime() - 30 * 86_400_000)
  const rows = await sql<ClassBoard & { computed_at: Date }>`
    select v.class, count(*) as count, max(v.computed_at) as computed_at,
      count(*) filter (where v.changed_on >= ${monthAgo} and v.previous > v.class) as rose,
      count(*) filter (where v.changed_on >= ${monthAgo} and v.previous < v.class) as fell,
      coalesce(sum(v.spent), 0)::bigint as spent, max(v.days_since_last) as max_days, min(v.purchases) as min_purchases, min(v.spent) as min_spent,
      count(*) filter (where exists (select 1 from fact.reach r where r.customer_id = v.customer_id and r.purpose = 'marketing' and r.channel = 'email' and r.topic = '*' and r.reach)) as reachable
    from office.value_class v where ${classStands(sql`v.customer_id`)} and ${personSeenBy(within, sql`v.customer_id`)} group by v.class order by v.class`.execute(
    db,
  )
  const others = await sql<{ count: number }>`
    select count(*) as count from fact.derived p where p.person = p.customer_id and p.status = 'known' and ${personSeenBy(within, sql`p.customer_id`)} and not exists (select 1 from office.value_class v where v.customer_id = p.customer_id and ${classStands(sql`v.customer_id`)})`.execute(
    db,
  )
  const found = new Map(rows.rows.map((r) => [r.class, r]))
  const classes = (['first', 'second', 'third'] as const).map(
    (c) => found.get(c) ?? { class: c, count: 0, rose: 0, fell: 0, spent: 0, reachable: 0, max_days: null, min_purchases: null, min_spent: null },
  )
  return { computed_at: rows.rows[0]?.computed_at ?? null, classes, notAnalysed: others.rows[0]?.count ?? 0 }
}

export type ValueClassRow = InsightTables['office.value_class']

/** The class of each of these persons that has one which its person does not contest. */
export async function valueClassesOf(db: Db<InsightTables>, persons: readonly number[]): Promise<Map<number, ValueClassRow>> {
  const rows =
    await sql<ValueClassRow>`select v.* from office.value_class v where v.customer_id = any(${[...persons]}::bigint[]) and ${classStands(sql`v.customer_id`)}`.execute(
      db,
    )
  return new Map(rows.rows.map((row) => [row.customer_id, row]))
}
