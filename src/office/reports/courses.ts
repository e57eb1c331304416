import { type RawBuilder, sql } from '../../platform/db/index.ts'
import { bucketsIn, inWho, moment, permittedAs, type Who, withWho } from './relations.ts'
import type { Bucket } from './time.ts'

// What people did one after the other: funnels and retention.

/** One row of n1, d1, n2, d2 …: how many got to each step in this order, and within how many days half of them. */
export function funnelSql(meant: { steps: readonly string[]; withinDays: number; within: { from: Date; until: Date }; who: Who }): RawBuilder<unknown> {
  const { steps, withinDays, within, who } = meant
  const [first = '', ...rest] = steps
  const end = sql`first_at + to_days(${withinDays}::integer)`
  const later = rest.map((kind, i) => {
    const [before, here] = [sql.raw(`s${i + 1}`), sql.raw(`s${i + 2}`)]
    return sql`${here} as (select b.person, b.first_at, min(e."at") as "at" from ${before} b join event e on e.person = b.person
      where e.kind = ${kind} and e."at" > b."at" and e."at" < ${end} group by b.person, b.first_at)`
  })
  const steps_ = [
    sql`s1 as (select person, min("at") as first_at, min("at") as "at" from event where kind = ${first} and "at" >= ${moment(within.from)} group by person)`,
    ...later,
  ]
  const said = steps.map((_, i) => {
    const [n, d, from] = [sql.raw(`n${i + 1}`), sql.raw(`d${i + 1}`), sql.raw(`s${i + 1}`)]
    return sql`(select count(*) from ${from}) as ${n}, (select median(epoch("at") - epoch(first_at)) / 86400 from ${from}) as ${d}`
  })
  return sql`with ${withWho(who)}
    event as (select person, kind, happened_at as "at" from (${permittedAs('interaction')}) where kind in (${sql.join([...steps])}) and happened_at < ${moment(within.until)} and ${inWho(who)}),
    ${sql.join(steps_)}
    select ${sql.join(said)}`
}

/** Rows of cohort (number of its bucket), after (so many buckets later) and people; after −1: all of the cohort. */
export function retentionSql(meant: { first: string; then: string; buckets: readonly Bucket[]; until: Date; who: Who }): RawBuilder<unknown> {
  const { first, then, buckets, until, who } = meant
  return sql`with ${withWho(who)}
    bucket as (${bucketsIn(buckets)}),
    event as (select person, kind, happened_at as "at" from (${permittedAs('interaction')}) where kind in (${first}, ${then}) and happened_at < ${moment(until)} and ${inWho(who)}),
    began as (select person, min("at") as "at" from event where kind = ${first} group by person),
    cohort as (select a.person, a."at", bucket.n from began a asof join bucket on a."at" >= bucket.start),
    later as (select e.person, bucket.n from (select person, "at" from event where kind = ${then}) e asof join bucket on e."at" >= bucket.start),
    back as (select c.n as cohort, l.n - c.n as after, count(distinct c.person) as people
      from cohort c join later l on l.person = c.person where l.n > c.n group by c.n, l.n)
    select cohort, after, people from back union all select n, -1, count(*) from cohort group by n order by 1, 2`
}
