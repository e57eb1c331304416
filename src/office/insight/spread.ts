import { type Db, type RawBuilder, sql } from '../../platform/db/index.ts'
import { personSeenBy, type Within } from '../within.ts'
import { settledShape } from './runs/classes.ts'
import { lastGoodRun } from './runs/register.ts'
import { guessStands } from './said.ts'
import type { InsightTables, ValueClass } from './tables.ts'

// Expected value over all customers whom somebody sees, and who is about to move; what is contested or out of date counts nowhere.

const valued = (now: Date, within: Within | undefined): RawBuilder<boolean> =>
  sql<boolean>`i.value is not null and i.valid_until > ${now} and ${guessStands(sql`i.customer_id`, 'value')} and ${personSeenBy(within, sql`i.customer_id`)}`

export type Spread = {
  computed_at: Date | null
  currency: string | null
  currencies: { currency: string; count: number }[]
  unsaid: { why: string; count: number }[]
  total: number
  count: number
  quantiles: { share: number; minor: number }[]
  top: number | null
  bins: { from_minor: number; to_minor: number; count: number; sum_minor: number; staying: number | null }[]
  staying: { from: number; to: number; count: number }[]
  bounds: { first: number | null; second: number | null } | null
}

const shares = [0.1, 0.25, 0.5, 0.75, 0.9, 0.99]

/** How expected value is spread, in the currency that most have or the one that is named. */
export async function spreadOfValue(
  db: Db<InsightTables>,
  o: { now: Date; within: Within | undefined; currency: string | undefined; bins: number },
): Promise<Spread> {
  const { now, within } = o
  const run = await lastGoodRun(db)
  const currencies = await sql<Spread['currencies'][number]>`
    select i.currency, count(*) as count from office.insight i where ${valued(now, within)} group by 1 order by 2 desc, 1`.execute(db)
  const unsaid = await sql<Spread['unsaid'][number]>`
    select coalesce(i.why, i.why_worth, 'too_few') as why, count(*) as count from office.insight i
    where i.value is null and i.valid_until > ${now} and ${personSeenBy(within, sql`i.customer_id`)} group by 1 order by 2 desc, 1`.execute(db)
  const currency = o.currency ?? currencies.rows[0]?.currency ?? null
  const of = sql`from office.insight i where ${valued(now, within)} and i.currency = ${currency}`
  const sums = await sql<{ count: number; total: number; top: number | null; quantiles: number[] | null; highest: number | null }>`
    with v as (select i.value, row_number() over (order by i.value desc) as place, count(*) over () as n ${of})
    select count(*) as count, coalesce(sum(value), 0)::double precision as total, (sum(value) filter (where place <= round(0.2 * n)))::double precision as top,
      percentile_disc(${shares}::double precision[]) within group (order by value)::double precision[] as quantiles, max(value)::double precision as highest from v`.execute(
    db,
  )
  const { count = 0, total = 0, top = null, quantiles = null, highest = null } = sums.rows[0] ?? {}
  const edges = edgesTo(highest ?? 0, o.bins)
  const counted = await sql<{ bin: number; count: number; sum: number; staying: number | null }>`
    select width_bucket(i.value::double precision, ${edges}::double precision[]) as bin, count(*) as count, sum(i.value)::double precision as sum, avg(i.alive) as staying ${of} group by 1`.execute(
    db,
  )
  const chances = await sql<{ step: number; count: number }>`
    select least(10, width_bucket(i.alive, 0, 1, 10)) as step, count(*) as count from office.insight i
    where i.alive is not null and i.valid_until > ${now} and ${guessStands(sql`i.customer_id`, 'staying')} and ${personSeenBy(within, sql`i.customer_id`)} group by 1`.execute(
    db,
  )
  const byStep = new Map(chances.rows.map((row) => [row.step, row.count]))
  const byBin = new Map(counted.rows.map((row) => [row.bin, row]))
  const settled = settledShape.safeParse(run?.classes)
  const bound = settled.data?.bounds.find((one) => one.currency === currency)
  return {
    computed_at: run?.started_at ?? null,
    currency,
    currencies: currencies.rows,
    unsaid: unsaid.rows,
    total,
    count,
    quantiles: quantiles ? shares.map((share, k) => ({ share, minor: quantiles[k] ?? 0 })) : [],
    top: top !== null && total > 0 ? top / total : null,
    bins: edges.slice(0, -1).map((from, k) => {
      const row = byBin.get(k + 1)
      return { from_minor: from, to_minor: edges[k + 1] ?? from, count: row?.count ?? 0, sum_minor: row?.sum ?? 0, staying: row?.staying ?? null }
    }),
    staying: chances.rows.length === 0 ? [] : Array.from({ length: 10 }, (_, k) => ({ from: k / 10, to: (k + 1) / 10, count: byStep.get(k + 1) ?? 0 })),
    bounds: bound ? { first: bound.first, second: bound.second } : null,
  }
}

/** Edges from 0 to just above the highest; each bin is as many times as wide as the one before. */
function edgesTo(highest: number, bins: number): number[] {
  if (highest <= 0) return [0, 1]
  const least = Math.max(1, Math.min(highest / 1_000, 10_000))
  const ratio = ((highest + 1) / least) ** (1 / Math.max(1, bins - 1))
  const edges = [0, ...Array.from({ length: bins }, (_, k) => Math.ceil(least * ratio ** k))]
  edges[edges.length - 1] = highest + 1
  return edges.filter((edge, k) => k === 0 || edge > (edges[k - 1] ?? 0))
}

export type Rising = { customer_id: number; class: ValueClass; value: number; missing: number; currency: string; share: number }
type After = { share: number; customer: number } | undefined

/** Those who are closest to the next class: what is missing to rise, least in proportion first. Bounds are those of the last good run. */
export async function risingCustomers(
  db: Db<InsightTables>,
  o: { now: Date; within: Within | undefined; of: 'second' | 'third' | undefined; after: After; limit: number },
): Promise<Rising[]> {
  const bounds = settledShape.safeParse((await lastGoodRun(db))?.classes).data?.bounds ?? []
  const rest = o.after ? sql`and (x.share, x.customer_id) > (${o.after.share}, ${o.after.customer})` : sql``
  const { rows } = await sql<Rising>`
    with x as (
      select i.customer_id, c.class, i.value, i.currency, ceil(b.needed * 1.1 - i.value)::bigint as missing, (b.needed * 1.1 - i.value)::double precision / (b.needed * 1.1) as share
      from office.insight i join office.value_class c on c.customer_id = i.customer_id and c.method = 'expected_value' and c.class in ('second', 'third')
      join lateral (
        select case c.class when 'second' then r.first else r.second end as needed
        from jsonb_to_recordset(${JSON.stringify(bounds)}::jsonb) as r (currency text, first double precision, second double precision) where r.currency = i.currency) b on b.needed > 0
      where ${valued(o.now, o.within)} and ${guessStands(sql`i.customer_id`, 'value_class')} and (${o.of ?? null}::text is null or c.class = ${o.of ?? null}))
    select * from x where missing > 0 ${rest} order by share, customer_id limit ${o.limit}`.execute(db)
  return rows
}

export type Fallen = { customer_id: number; class: ValueClass; value: number; lost: number | null; currency: string; fell_on: Date }

/** Who fell out of the first class since that day, who lost most first. */
export async function fallenCustomers(
  db: Db<InsightTables>,
  o: { now: Date; since: Date; within: Within | undefined; after: { lost: number; customer: number } | undefined; limit: number },
): Promise<Fallen[]> {
  const lost = sql`coalesce(c.value_before - c.value, 0)`
  const rest = o.after ? sql`and (-${lost}, c.customer_id) > (${-o.after.lost}, ${o.after.customer})` : sql``
  const { rows } = await sql<Fallen>`
    select c.customer_id, c.class, i.value, i.currency, c.value_before - c.value as lost, c.changed_on as fell_on
    from office.value_class c join office.insight i on i.customer_id = c.customer_id
    where c.previous = 'first' and c.class <> 'first' and c.method = 'expected_value' and c.changed_on >= ${o.since}::date
      and ${valued(o.now, o.within)} and ${guessStands(sql`c.customer_id`, 'value_class')} ${rest}
    order by -${lost}, c.customer_id limit ${o.limit}`.execute(db)
  return rows
}
