import { type RawBuilder, sql } from 'kysely'
import { never } from '../../platform/errors.ts'
import { withStanding } from '../catalogue/index.ts'
import type { Condition, Rule } from './rule.ts'

// A rule becomes one SQL condition about a person `p` (fact.derived). Only constructs that PostgreSQL and DuckDB read alike:
// no division, no rounding, no order of nulls.

/** The condition for `where`, about alias p (columns person, role, language …). `today` fixes what "within days" means. */
export function compile(rule: Rule, today: Date): RawBuilder<boolean> {
  const all = rule.all.map((c) => one(c, today))
  const any =
    rule.any.length > 0
      ? [
          sql<boolean>`(${sql.join(
            rule.any.map((c) => one(c, today)),
            sql` or `,
          )})`,
        ]
      : []
  const none = rule.none.map((c) => sql<boolean>`not (${one(c, today)})`)
  const parts = [sql<boolean>`p.status = 'known'`, ...all, ...any, ...none]
  return sql<boolean>`${sql.join(parts, sql` and `)}`
}

function one(condition: Condition, today: Date): RawBuilder<boolean> {
  if ('value_class' in condition) {
    return sql`exists (select 1 from office.value_class v where v.customer_id = p.customer_id and v.contested_at is null and v.class in (${sql.join(condition.value_class)}))`
  }
  if ('reach' in condition) {
    const { purpose, channel, topic } = condition.reach
    return sql`coalesce((select r.reach from fact.reach r where r.customer_id = p.customer_id and r.purpose = ${purpose} and r.channel = ${channel} and r.topic in (${topic ?? '*'}, '*') order by case when r.topic = '*' then 1 else 0 end limit 1), false)`
  }
  if ('role' in condition) return sql`p.role in (${sql.join(condition.role)})`
  if ('language' in condition) return sql`p.language in (${sql.join(condition.language)})`
  if ('bought' in condition) return bought(condition.bought, today)
  if ('spent' in condition) {
    const { within_days, at_least_minor, currency } = condition.spent
    return sql`(${standing(today)} select coalesce(sum(amount), 0) from standing where currency = ${currency} and at >= ${ago(today, within_days)}) >= ${at_least_minor}`
  }
  if ('last_purchase' in condition) {
    const { within_days, before_days } = condition.last_purchase
    const last = sql`(${standing(today)} select max(at) from standing where not taken_back)`
    const within = within_days === undefined ? [] : [sql<boolean>`coalesce(${last} >= ${ago(today, within_days)}, false)`]
    const before = before_days === undefined ? [] : [sql<boolean>`coalesce(${last} < ${ago(today, before_days)}, false)`]
    return sql`(${sql.join([sql<boolean>`true`, ...within, ...before], sql` and `)})`
  }
  return never(condition)
}

/** The purchases of person p that stand today. */
const standing = (today: Date) =>
  sql`with ${withStanding(sql`select m.person, i.id, i.at, i.kind, i.currency, i.amount from fact.derived m join fact.interaction i on i.customer_id = m.customer_id where m.person = p.customer_id and i.at <= ${today}`)}`

function bought(
  condition: { sku?: string[] | undefined; category?: string[] | undefined; within_days: number; at_least: number },
  today: Date,
): RawBuilder<boolean> {
  const sku = condition.sku?.length ? sql`and l.sku in (${sql.join(condition.sku)})` : sql``
  const category = condition.category?.length
    ? sql`and exists (select 1 from fact.product x where x.sku = l.sku and x.category in (${sql.join(condition.category)}))`
    : sql``
  return sql`(${standing(today)} select count(distinct i.id) from fact.derived m join standing i on i.person = m.person
    join fact.interaction_item l on l.customer_id = m.customer_id and l.interaction_id = i.id
    where m.person = p.customer_id and i.kind = 'order' and not i.taken_back and i.at >= ${ago(today, condition.within_days)} ${sku} ${category}) >= ${condition.at_least}`
}

const ago = (today: Date, days: number) => new Date(today.getTime() - days * 86_400_000)
