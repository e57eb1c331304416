import { type RawBuilder, sql } from '../../platform/db/index.ts'
import { purchaseKinds, withStanding } from '../catalogue/index.ts'
import { bucketsIn, inWho, moment, peopleIn, permittedAs, type Who, withWho } from './relations.ts'
import { type Breakdown, type Measure, ofPeople, times } from './shapes.ts'
import type { Bucket } from './time.ts'

// Figures as one statement for DuckDB: everything that somebody said is a bound value.

export type Classes = { [c in 'first' | 'second' | 'third']: readonly number[] }

export type FiguresMeant = {
  measure: Measure
  by: readonly Breakdown[]
  /** From when, and until before when; null: all there is. */
  within: { from: Date; until: Date } | null
  /** Of the breakdown by time. */
  buckets: readonly Bucket[] | null
  who: Who
  /** Of the breakdown by value class. */
  classes: Classes | null
}

export const isTime = (by: Breakdown): by is (typeof times)[number] => times.some((one) => one === by)
export const isOfPeople = (by: Breakdown): boolean => by.startsWith('field:') || ofPeople.some((one) => one === by)
export const isOfGoods = (by: Breakdown): boolean => by === 'category' || by === 'product'
/** Nobody stands in two of its rows. */
export const isOnce = ({ measure, by }: Pick<FiguresMeant, 'measure' | 'by'>): boolean =>
  measure === 'customers' || measure === 'new_customers' || by.every(isOfPeople)
export const isMoney = (measure: Measure): boolean => measure === 'revenue' || measure === 'average_basket'

/** Rows of k1, k2, currency, people, value and `whole`, which is 1 for the row over all; `most` of them at most. */
export function figuresSql(meant: FiguresMeant, most: number): RawBuilder<unknown> {
  const { measure, by, who, buckets } = meant
  const [first, second] = by
  const goods = by.some(isOfGoods)
  const timed = buckets
    ? sql`select base.*, bucket.day from base asof join (${bucketsIn(buckets)}) bucket on base."at" >= bucket.start`
    : sql`select base.*, '' as day from base`
  return sql`with ${withWho(who)}
    ${baseOf(meant)},
    timed as (${timed}),
    cell as (
      select b.person, b.id, b.currency, b.taken_back, ${goods ? lineValue : sql`b.value`} as value, ${keyOf(first, 0)} as k1, ${keyOf(second, 1)} as k2
      from timed b ${sql.join(joinsOf(meant), sql` `)})
    select k1, k2, currency, count(distinct person) as people, ${aggregate(measure, goods)} as value, grouping(k1) as whole
    from cell group by grouping sets ((k1, k2, currency), (currency)) limit ${sql.raw(String(most))}`
}

/** What is given back of a line counts against it. */
const lineValue = sql`coalesce(l.amount, l.price * l.quantity)::double * (case when b.taken_back and coalesce(l.amount, l.price * l.quantity) > 0 then -1 else 1 end)`

/** The part of a WITH that ends with `base`: person, id, at, kind, channel, unit_id, currency, taken_back, value. */
function baseOf({ measure, within, who }: FiguresMeant): RawBuilder<unknown> {
  const inTime = (at: RawBuilder<unknown>) => (within ? sql`${at} >= ${moment(within.from)} and ${at} < ${moment(within.until)}` : sql`true`)
  if (measure === 'customers' || measure === 'new_customers') {
    const came = measure === 'new_customers' ? inTime(sql`since`) : sql`true`
    return sql`base as (select person, 0 as id, since as "at", null::varchar as kind, null::varchar as channel, null::integer as unit_id, null::varchar as currency, false as taken_back, 1.0 as value
      from (${permittedAs('subject')}) where ${inWho(who)} and ${came})`
  }
  const event = sql`event as (select * from (${permittedAs('interaction')}) where ${inWho(who)} ${within ? sql`and happened_at < ${moment(within.until)}` : sql``})`
  if (typeof measure === 'object') {
    const [kind, value] =
      'events' in measure ? [measure.events, sql`1.0`] : [measure.sum, sql`try_cast(json_extract_string(attrs, ${`$."${measure.attribute}"`}) as double)`]
    return sql`${event}, base as (select person, id, happened_at as "at", kind, channel, unit_id, null::varchar as currency, false as taken_back, ${value} as value
      from event where kind = ${kind} and ${inTime(sql`happened_at`)})`
  }
  const kinds = sql.join([...purchaseKinds])
  return sql`${event},
    ${withStanding(sql`select person, id, happened_at as "at", kind, currency, amount from event where kind in (${kinds})`)},
    base as (select s.person, s.id, s."at", s.kind, e.channel, e.unit_id, ${isMoney(measure) ? sql`s.currency` : sql`null::varchar`} as currency, s.taken_back, s.amount::double as value
      from standing s join event e on e.person = s.person and e.id = s.id where ${inTime(sql`s."at"`)} ${measure === 'buyers' ? sql`and not s.taken_back` : sql``})`
}

const fieldAt = (at: number) => sql.raw(`field_${at}`)

function keyOf(by: Breakdown | undefined, at: number): RawBuilder<unknown> {
  if (by === undefined) return sql`''`
  if (isTime(by)) return sql`b.day`
  const said: { [one in Exclude<Breakdown, `field:${string}` | (typeof times)[number]>]: RawBuilder<unknown> } = {
    channel: sql`b.channel`,
    kind: sql`b.kind`,
    unit: sql`b.unit_id::varchar`,
    category: sql`x.category`,
    product: sql`l.sku`,
    value_class: sql`c.class`,
    role: sql`p.role`,
    language: sql`p.language`,
    country: sql`p.country`,
    region: sql`p.region`,
    age_band: sql`p.age_band`,
    gender: sql`p.gender`,
  }
  return isPlain(by) ? said[by] : sql`${fieldAt(at)}.held`
}

const isPlain = (by: Breakdown): by is Exclude<Breakdown, `field:${string}`> => !by.startsWith('field:')

function joinsOf({ by, classes }: FiguresMeant): RawBuilder<unknown>[] {
  const asks = (...some: Breakdown[]) => some.some((one) => by.includes(one))
  return [
    ...(by.some(isOfPeople) ? [sql`join (${permittedAs('subject')}) p on p.person = b.person`] : []),
    ...(asks('value_class') ? [sql`left join (${classesIn(classes)}) c on c.person = b.person`] : []),
    ...(asks('category', 'product') ? [sql`join (${permittedAs('interaction_item')}) l on l.person = b.person and l.interaction_id = b.id`] : []),
    ...(asks('category') ? [sql`left join (${permittedAs('product')}) x on x.sku = l.sku`] : []),
    ...by.flatMap((one, at) =>
      one.startsWith('field:') ? [sql`left join (${fieldIn(one.slice(6))}) ${fieldAt(at)} on ${fieldAt(at)}.person = b.person`] : [],
    ),
    sql``,
  ]
}

function classesIn(classes: Classes | null): RawBuilder<unknown> {
  const one = (of: keyof Classes) => sql`select person, ${of}::varchar as class from (${peopleIn(classes?.[of] ?? [])})`
  return sql`${one('first')} union all ${one('second')} union all ${one('third')}`
}

/** One value for each person; of cards that were joined any. */
const fieldIn = (field: string): RawBuilder<unknown> => sql`
  select person, max(coalesce(code, case when yes then 'true' when not yes then 'false' end)) as held from (${permittedAs('field')}) where field = ${field} group by person`

function aggregate(measure: Measure, goods: boolean): RawBuilder<unknown> {
  const bought = goods ? sql`count(distinct (person, id)) filter (where not taken_back)` : sql`count(*) filter (where not taken_back)`
  if (typeof measure === 'object') return 'sum' in measure ? sql`coalesce(sum(value), 0)` : goods ? sql`count(distinct (person, id))` : sql`count(*)`
  switch (measure) {
    case 'customers':
    case 'new_customers':
    case 'buyers':
      return sql`count(distinct person)`
    case 'purchases':
      return bought
    case 'revenue':
      return sql`coalesce(sum(value), 0)`
    case 'average_basket':
      return sql`coalesce(round(sum(value) / nullif(${bought}, 0)), 0)`
  }
}
