import { z } from 'zod'
import { sql, type Tx } from '../../../platform/db/index.ts'
import { guessStands } from '../said.ts'
import type { InsightTables } from '../tables.ts'
import { type ClassMove, tellClasses } from '../telling.ts'

// Value classes by expected value: one fifth of those worth anything is the first class, the next three tenths the second, in each currency. A class changes
// only when the value is past a bound by a tenth of it (classesWithHysteresis in ../../value says the same for a column; a test holds the two together).

const first = 0.2
const second = 0.5
const margin = 0.1

/** Bounds by currency, and from each class (0 none, 1, 2, 3) to each how many went. */
export const settledShape = z.object({
  bounds: z.array(z.object({ currency: z.string(), first: z.number().nullable(), second: z.number().nullable(), n: z.int() })),
  counts: z.array(z.array(z.int())),
})
export type Settled = z.infer<typeof settledShape>

/**
 * Gives everybody who has a class by recency, frequency and money the class by expected value where there is one that stands; of others that class stands
 * as it was. Who comes from the other method has no class before. Webhooks are told who changed theirs.
 */
export async function settleClasses(tx: Tx<InsightTables>, now: Date): Promise<Settled> {
  const found = await sql<{
    bounds: Settled['bounds'] | null
    moved: { before: string | null; after: string | null; n: number }[] | null
    told: ClassMove[] | null
  }>`
    with valued as (
      select c.customer_id, i.value, i.currency, case when c.method = 'expected_value' then c.class end as before
      from office.value_class c join office.insight i on i.customer_id = c.customer_id
      where i.value is not null and i.valid_until > ${now} and ${guessStands(sql`i.customer_id`, 'value')}),
    ranked as (select currency, value, row_number() over (partition by currency order by value) as place, count(*) over (partition by currency) as n from valued where value > 0),
    bound as (
      select currency, max(n)::int as n,
        coalesce(min(value) filter (where place > ceil(n * (1 - ${first}::double precision))), 'infinity'::double precision) as first,
        coalesce(min(value) filter (where place > ceil(n * (1 - ${second}::double precision))), 'infinity'::double precision) as second
      from ranked group by currency),
    plain as (
      select v.customer_id, v.value, v.before, ${classBy(1)} as plain, ${classBy(1 + margin)} as risen, ${classBy(1 - margin)} as fallen
      from valued v left join bound b on b.currency = v.currency),
    settled as (
      select customer_id, value, before, case when before is null then plain when risen < before then risen when fallen > before then fallen else before end as class from plain),
    by_value as (
      update office.value_class c set class = s.class, method = 'expected_value', value_before = case when c.method = 'expected_value' then c.value end, value = s.value,
        previous = case when s.class <> s.before then s.before else c.previous end,
        changed_on = case when s.class <> s.before then (${now}::timestamptz)::date else c.changed_on end
      from settled s where s.customer_id = c.customer_id returning c.customer_id, c.class),
    by_rfm as (
      update office.value_class c set class = coalesce(c.rfm_class, c.class), method = 'recency_frequency_money', value = null, value_before = null
      where c.method = 'expected_value' and not exists (select from settled s where s.customer_id = c.customer_id) returning c.customer_id, c.class),
    told as (
      select n.customer_id, c.class as before, n.class as after from (select * from by_value union all select * from by_rfm) n
      join office.value_class c on c.customer_id = n.customer_id and c.class <> n.class),
    moved as (
      select case when c.method = 'expected_value' then c.class end as before, s.class as after, count(*)::int as n
      from office.value_class c left join settled s on s.customer_id = c.customer_id group by 1, 2)
    select (select jsonb_agg(jsonb_build_object('currency', currency, 'first', nullif(first, 'infinity'), 'second', nullif(second, 'infinity'), 'n', n) order by n desc, currency) from bound) as bounds,
      (select jsonb_agg(jsonb_build_object('before', before, 'after', after, 'n', n)) from moved) as moved,
      (select jsonb_agg(jsonb_build_object('customer', customer_id, 'before', before, 'after', after) order by customer_id) from told) as told`.execute(tx)
  const { bounds, moved, told } = found.rows[0] ?? { bounds: null, moved: null, told: null }
  await tellClasses(tx, told ?? [], now)
  const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0])
  for (const { before, after, n } of moved ?? []) {
    const row = counts[placeOf(before)]
    if (row) row[placeOf(after)] = n
  }
  return { bounds: bounds ?? [], counts }
}

const classBy = (by: number) =>
  sql`case when v.value >= b.first * ${by}::double precision then 'first' when v.value >= b.second * ${by}::double precision then 'second' else 'third' end`

const classes = ['first', 'second', 'third']
const placeOf = (name: string | null) => (name === null ? 0 : classes.indexOf(name) + 1)
