import type { Duck } from '../mirror/duck.ts'
import { bare, kept } from '../thinking/columns.ts'
import { fewest, median, type Of, wilson } from './lines.ts'
import { type WaysFound, waysFound } from './shapes.ts'

// How somebody comes to buy: a time of thinking begins with a look at goods, a question or a basket, goes on until a purchase, and is over without one after two weeks
// of quiet. Calls, messages and meetings are steps of it, and begin none: most of them are about something else.

export const quietDays = 14
/** Times that ended in none: of fewer nothing is said of what stops somebody. */
const fewestLeft = 3
/** So often at least a way, or a question, must have come. */
const leastOften = { way: 3, question: 2 }

const looks = ['product_viewed', 'product_list_viewed', 'products_searched']
const asks = ['question', 'form']
const baskets = ['product_added', 'checkout_started']
const talks = ['message', 'call', 'meeting', 'chat']
const listed = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ')

/** Adds the lines pace, way and stops to `portrait`, and gives the ways of all. `makeLines` goes before. */
export async function makeWays(duck: Duck, of: Of): Promise<WaysFound> {
  const during = [of.zone, bare(of.from), bare(of.now)]
  await duck.run(times, during)
  for (const statement of [pace, way, stops]) await duck.run(statement)
  const read = await duck.runAndReadAll(ofAll)
  await duck.run('drop table portrait_time')
  return waysFound.parse(JSON.parse(String(read.getRows()[0]?.[0])))
}

/** One row a time that is over: when it began and ended, by whom, the steps in the order in which each came first, the last of them, the topic of the last question. */
const times = `
  create or replace temp table portrait_time as
  with steps as (
    select x.person, x.id, x."at", case when x.kind in (${listed(looks)}) then 'look' when x.kind in (${listed(asks)}) then 'ask' when x.kind in (${listed(baskets)}) then 'basket' else 'talk' end as step,
      case when x.kind in (${listed(asks)}) then x.attrs->>'$.topic' end as topic, case when x.kind in (${listed(looks)}) then i.sku end as sku
    from interaction x left join (select person, interaction_id, min(sku) as sku from interaction_item group by 1, 2) i on i.person = x.person and i.interaction_id = x.id
    where x.${kept} and x.direction = 'in' and x.kind in (${listed([...looks, ...asks, ...baskets, ...talks])}) and x."at" >= $2::timestamp and x."at" <= $3::timestamp
    union all select person, id, "at", 'buy', null, null from portrait_bought where recent),
  begun as (
    select *, case when lag(step) over w is null or lag(step) over w = 'buy' or "at" > lag("at") over w + interval ${quietDays} day then 1 else 0 end as is_first
    from steps window w as (partition by person order by "at", step = 'buy', id)),
  numbered as (select *, sum(is_first) over (partition by person order by "at", step = 'buy', id rows unbounded preceding) as time from begun),
  bounds as (
    select person, time, min("at") filter (where step in ('look', 'ask', 'basket')) as began, max("at") as ended, bool_or(step = 'buy') as bought,
      arg_max(topic, ("at", id)) filter (where topic is not null) as topic
    from numbered group by 1, 2),
  goods as (select person, time, sku, min("at") as "at" from numbered where sku is not null group by 1, 2, 3),
  marks as (
    select person, time, step, min(n."at") as "at", case step when 'look' then 1 when 'ask' then 3 when 'basket' then 4 else 5 end as place
      from numbered n join bounds using (person, time) where step <> 'buy' and n."at" >= began group by 1, 2, 3
    union all select person, time, 'compare', list_sort(list("at"))[2], 2 from goods group by 1, 2 having count(*) > 1),
  paths as (select person, time, string_agg(step, ',' order by "at", place) as path from marks group by 1, 2),
  lasts as (select person, time, arg_max(step, ("at", id)) as last from numbered where step <> 'buy' group by 1, 2)
  select person, time, began, ended, bought, topic, path, last, datediff('day', date '1970-01-01', ((ended at time zone 'UTC') at time zone $1)::date) as "day",
    epoch(ended - began) / 86400.0 as days
  from bounds left join paths using (person, time) left join lasts using (person, time)
  where bought or (began is not null and ended < $3::timestamp - interval ${quietDays} day)`

const seen = `portrait_time where began is not null`
const took = median('ds', 'n')
const pace = `
  insert into portrait
  with per as (select person, count(*) as n, list_sort(list(days)) as ds, min("day") as first, max("day") as last from ${seen} and bought group by 1 having count(*) >= ${fewest})
  select person, 'pace', 'days', n, -1, ${took.value}, ${took.low}, ${took.high}, -1, first, last from per`

const share = wilson('k', 'n')
const way = `
  insert into portrait
  with per as (select person, count(*) as n, min("day") as first, max("day") as last from ${seen} and bought group by 1 having count(*) >= ${fewest}),
  by_path as (select person, path, count(*) as k from ${seen} and bought group by 1, 2),
  best as (select *, row_number() over (partition by person order by k desc, path) as place from by_path)
  select person, 'way', case when k >= ${leastOften.way} then path else '' end, n, k, k/n::double, ${share.low}, ${share.high}, -1, first, last from best join per using (person) where place = 1`

/** Against how often that question comes last before a purchase, of everybody. */
const stops = `
  insert into portrait
  with per as (select person, count(*) as n, min("day") as first, max("day") as last from ${seen} and not bought group by 1 having count(*) >= ${fewestLeft}),
  by_topic as (select person, topic, count(*) as k from ${seen} and not bought and topic is not null group by 1, 2),
  usual as (select topic, count(*)/(select count(*) from ${seen} and bought)::double as usual from ${seen} and bought and topic is not null group by 1),
  best as (select *, row_number() over (partition by person order by k desc, topic) as place from by_topic)
  select p.person, 'stops', case when k >= ${leastOften.question} and ${share.low} > coalesce(usual, 0) then b.topic else '' end, n, coalesce(k, 0), coalesce(k, 0)/n::double,
    ${wilson('coalesce(k, 0)', 'n').low}, ${wilson('coalesce(k, 0)', 'n').high}, coalesce(usual, 0), first, last
  from per p left join best b on b.person = p.person and b.place = 1 left join usual u on u.topic = b.topic`

const group = (by: string, name: string) => `
  (select coalesce(json_group_array(json_object('${name}', g."${by}", 'bought', g.b, 'left', g.l, 'people', g.p)), '[]') from (
    select "${by}", count(*) filter (where bought) as b, count(*) filter (where not bought) as l, count(distinct person) as p from ${seen} and "${by}" is not null group by 1 order by b + l desc, 1 limit 200) g)`
const ofAll = `
  select json_object(
    'people', (select count(distinct person) from ${seen}), 'bought', (select count(*) from ${seen} and bought), 'left', (select count(*) from ${seen} and not bought),
    'at_once', (select count(*) from portrait_time where began is null),
    'days', (select case when count(*) > 0 then json_object('quarter', quantile_cont(days, 0.25), 'half', quantile_cont(days, 0.5), 'three_quarters', quantile_cont(days, 0.75)) end from ${seen} and bought),
    'paths', ${group('path', 'steps')}, 'last', ${group('last', 'step')}, 'questions', ${group('topic', 'topic')})`
