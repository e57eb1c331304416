import { sql } from '../../../platform/db/index.ts'
import { withStanding } from '../../catalogue/index.ts'
import type { Duck } from '../mirror/duck.ts'
import { bare, compiler, kept } from '../thinking/columns.ts'

// What shows in how somebody buys and answers, of everybody in one statement a line. All of it is counting: of how many, and the interval that holds the truth
// nine times in ten. Where there is too little to say there is no row; where nothing stands out the row's code is empty.

export type Of = { now: Date; from: Date; zone: string }

/** Purchases, lines, messages by one channel: of fewer nothing is said. */
export const fewest = 5
/** What they did at hours of their own choosing. */
export const fewestActs = 12
/** Goods in a category, of fewer it has no cheap and no dear. */
const fewestGoods = 6
/** Three hours of a day are an eighth of it: twice as much, also at the lower end, is somebody's time. */
const standsOut = 0.25
export const answerDays = 7
/** Who answers less than one in ten, at the lower end, is not reached by a channel only because the others are worse. */
export const answersEnough = 0.1
/** What is sent so soon after they wrote themselves is our answer, and waits for none. */
export const talkDays = 3

/** 90 % in the middle of the normal. */
export const z = 1.644_853_626_951_472_2
/** Wilson's interval (1927), in SQL. */
export const wilson = (k: string, n: string) => ({
  low: `greatest(0, ((${k})/(${n})::double + ${z * z}/(2*(${n})) - ${z}*sqrt((${k})/(${n})::double*(1-(${k})/(${n})::double)/(${n}) + ${z * z}/(4.0*(${n})*(${n}))))/(1+${z * z}/(${n})))`,
  high: `least(1, ((${k})/(${n})::double + ${z * z}/(2*(${n})) + ${z}*sqrt((${k})/(${n})::double*(1-(${k})/(${n})::double)/(${n}) + ${z * z}/(4.0*(${n})*(${n}))))/(1+${z * z}/(${n})))`,
})
/** The middle of a sorted list, and the places that hold the median of all whatever they are spread like (order statistics). */
export const median = (list: string, n: string) => ({
  value: `(${list}[((${n}+1)//2)::int] + ${list}[(${n}//2+1)::int])/2.0`,
  low: `${list}[greatest(1, floor(${n}/2.0 - ${z / 2}*sqrt(${n})))::int]`,
  high: `${list}[least(${n}, ceil(1 + ${n}/2.0 + ${z / 2}*sqrt(${n})))::int]`,
})

/** By which somebody is reached at an hour that is theirs: a shop's opening hours are not. */
const ownHours = ['web', 'site', 'email', 'sms', 'phone', 'chat', 'telegram', 'whatsapp', 'viber', 'vk', 'max', 'app', 'forum', 'social']
const spoken = ['message', 'letter', 'call', 'offer']
/** It did not arrive, so nobody could answer it. */
const lost = ['failed', 'bounced', 'returned', 'unknown', 'refused', 'held']
const listed = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ')

/** Makes `portrait (person, line, code, n, k, value, low, high, usual, first, last)` of what was bought and answered; `portrait_bought` holds purchases that stand. */
export async function makeLines(duck: Duck, of: Of): Promise<void> {
  await duck.run(
    'create or replace temp table portrait (person bigint, line varchar, code varchar, n double, k double, value double, low double, high double, usual double, first double, last double)',
  )
  const bought =
    sql`create or replace temp table portrait_bought as with ${withStanding(sql.raw(`select person, id, "at", kind, currency, amount from interaction where ${kept} and currency is not null and "at" <= '${bare(of.now)}'::timestamp`))}
    select person, id, "at", "at" >= ${bare(of.from)}::timestamp as recent, datediff('day', date '1970-01-01', (("at" at time zone 'UTC') at time zone ${of.zone})::date) as "day"
    from standing where not taken_back`.compile(compiler)
  await duck.run(bought.sql, bought.parameters.map(String))
  for (const statement of [pricePlace, discounts, variety]) await duck.run(statement)
  const during = [of.zone, bare(of.from), bare(of.now)]
  await duck.run(bestChannel, during)
  await duck.run(bestHour, during)
}

const middle = median('qs', 'n')
const pricePlace = `
  insert into portrait
  with level as (
    select sku, count(*) over (partition by category, currency) as many,
      (rank() over (partition by category, currency order by price) - 1 + count(*) over (partition by category, currency, price) / 2.0) / count(*) over (partition by category, currency) as q
    from product where price > 0 and category is not null),
  per as (
    select b.person, count(*) as n, list_sort(list(l.q)) as qs, min(b."day") as first, max(b."day") as last
    from portrait_bought b join interaction_item i on i.person = b.person and i.interaction_id = b.id join level l on l.sku = i.sku
    where b.recent and i.amount > 0 and l.many >= ${fewestGoods} group by b.person having count(*) >= ${fewest})
  select person, 'price_place', case when ${middle.low} > 0.5 then 'dear' when ${middle.high} < 0.5 then 'cheap' else '' end, n, -1, ${middle.value}, ${middle.low}, ${middle.high}, -1, first, last from per`

/** Counts against everybody's share: more of it even at the lower end, or less even at the upper. */
const against = (line: string, more: string, less: string) => {
  const { low, high } = wilson('k', 'n')
  return `select person, '${line}', case when ${low} > usual then '${more}' when ${high} < usual then '${less}' else '' end, n, k, k/n::double, ${low}, ${high}, usual, first, last
    from per, (select sum(k)/sum(n)::double as usual from per) where n >= ${fewest}`
}

const number = (name: string) => `coalesce(try_cast((x.attrs->>'$.${name}') as double), 0) > 0`
const discounts = `
  insert into portrait
  with reduced as (
    select person, interaction_id, bool_or(quantity > 0 and price > 0 and amount < round(price * quantity) - 1) as hit from interaction_item where amount is not null group by 1, 2),
  per as (
    select b.person, count(*) as n, count(*) filter (where coalesce(r.hit, false) or ${number('discount_percent')} or ${number('discount_minor')} or (x.attrs->>'$.coupon') = 'true') as k,
      min(b."day") as first, max(b."day") as last
    from portrait_bought b join interaction x on x.person = b.person and x.id = b.id left join reduced r on r.person = b.person and r.interaction_id = b.id
    where b.recent group by b.person)
  ${against('discounts', 'often', 'seldom')}`

/** Of each thing the first time is new; their first purchase of all is left out, where everything is. */
const variety = `
  insert into portrait
  with taken as (
    select distinct b.person, b.id, b."at", b."day", b.recent, i.sku from portrait_bought b join interaction_item i on i.person = b.person and i.interaction_id = b.id where i.amount > 0),
  ordered as (
    select *, row_number() over (partition by person, sku order by "at", id) = 1 as is_new, first_value(id) over (partition by person order by "at", id) = id as is_first from taken),
  per as (
    select person, count(*) as n, count(*) filter (where is_new) as k, min("day") as first, max("day") as last from ordered where recent and not is_first group by person)
  ${against('variety', 'new', 'same')}`

const toldBy = wilson('k', 'n')
const bestChannel = `
  insert into portrait
  with spoken as (
    select person, channel, "at", id, direction = 'in' as own, direction = 'out' and kind in (${listed(spoken)}) and coalesce(outcome, '') not in (${listed(lost)}) as ours, kind = 'call' as is_call, outcome
    from interaction where ${kept} and direction in ('in', 'out') and "at" >= $2::timestamp and "at" <= $3::timestamp),
  around as (
    select *, max(case when own then "at" end) over (partition by person, channel order by "at", own, id rows between unbounded preceding and 1 preceding) as before,
      min(case when own then "at" end) over (partition by person, channel order by "at", own, id rows between 1 following and unbounded following) as after
    from spoken),
  sent as (
    select person, channel, datediff('day', date '1970-01-01', (("at" at time zone 'UTC') at time zone $1)::date) as "day",
      case when is_call then coalesce(outcome, '') = 'answered' else coalesce(after <= "at" + interval ${answerDays} day, false) end as hit
    from around where ours and "at" <= $3::timestamp - interval ${answerDays} day and (before is null or before < "at" - interval ${talkDays} day)),
  per as (select person, channel, count(*) as n, count(*) filter (where hit) as k, min("day") as first, max("day") as last from sent group by 1, 2 having count(*) >= ${fewest}),
  best as (select *, row_number() over (partition by person order by ${toldBy.low} desc, n desc, channel) as place from per)
  select person, 'best_channel', case when ${toldBy.low} >= ${answersEnough} then channel else '' end, n, k, k/n::double, ${toldBy.low}, ${toldBy.high}, -1, first, last from best where place = 1`

const bestHour = `
  insert into portrait
  with acts as (
    select x.person, hour((x."at" at time zone 'UTC') at time zone coalesce(t.name, $1)) as h, datediff('day', date '1970-01-01', ((x."at" at time zone 'UTC') at time zone $1)::date) as "day"
    from (select * from interaction where ${kept} and direction = 'in' and channel in (${listed(ownHours)}) and "at" >= $2::timestamp and "at" <= $3::timestamp) x
      join subject s on s.person = x.person left join pg_timezone_names() t on t.name = s.time_zone),
  hours as (select person, h, count(*) as n from acts group by 1, 2),
  per as (select person, count(*) as n, min("day") as first, max("day") as last from acts group by 1 having count(*) >= ${fewestActs}),
  stretch as (
    select p.person, f.h, sum(h.n) as k from per p cross join (select unnest(range(24)) as h) f join hours h on h.person = p.person and (h.h - f.h + 24) % 24 < 3 group by 1, 2),
  best as (select *, row_number() over (partition by person order by k desc, h) as place from stretch)
  select person, 'best_hour', case when ${toldBy.low} > ${standsOut} then h::varchar else '' end, n, k, k/n::double, ${toldBy.low}, ${toldBy.high}, -1, first, last
  from best join per using (person) where place = 1`
