import { type RawBuilder, sql } from 'kysely'
import { never } from '../../platform/errors.ts'
import { withStanding } from '../catalogue/index.ts'
import { classStands, mayBeAnalysed } from '../insight/index.ts'
import { type Asking, isKeptFor } from './asking.ts'
import { checkRule } from './check.ts'
import type { Condition, Rule } from './rule.ts'
import { ago, eventAsked, members, ownAsked } from './shaped.ts'

// A rule becomes one SQL condition about a person `p` (fact.derived). Only constructs that PostgreSQL and DuckDB read alike:
// no division, no rounding, no order of nulls.

type Shaped = Extract<Condition, { own: unknown } | { event: unknown }>
type Plain = Exclude<Condition, Shaped>

const isShaped = (condition: Condition): condition is Shaped => 'own' in condition || 'event' in condition

/**
 * The condition for `where`, about alias p (columns person, role, language …). What the company declared is asked only where that is
 * kept for what the audience is for, and only of those who let that be done: of all others the answer is not known, and who is
 * not known to fit is not chosen, whether the part stands among all, any or none. Throws bad_input with the place of what means nothing.
 */
export function compile(rule: Rule, asking: Asking): RawBuilder<boolean> {
  checkRule(rule, asking)
  const fits = (c: Condition) => (isShaped(c) ? known(c, asking, shaped(c, asking)) : one(c, asking.now))
  const fails = (c: Condition) => (isShaped(c) ? known(c, asking, sql`not ${shaped(c, asking)}`) : sql<boolean>`not (${one(c, asking.now)})`)
  const any = rule.any.length > 0 ? [sql<boolean>`(${sql.join(rule.any.map(fits), sql` or `)})`] : []
  const parts = [sql<boolean>`p.status = 'known'`, mayBeAnalysed(sql`p.customer_id`), ...rule.all.map(fits), ...any, ...rule.none.map(fails)]
  return sql<boolean>`${sql.join(parts, sql` and `)}`
}

function known(condition: Shaped, asking: Asking, asked: RawBuilder<boolean>): RawBuilder<boolean> {
  const of = 'own' in condition ? asking.fields.get(condition.own.field) : asking.kinds.get(condition.event.kind)
  if (!of || (!asking.asksClosed && !isKeptFor(of, asking))) return sql`false`
  if (!asking.asksLeave) return asked
  return sql`(exists (select 1 from fact.reach l where l.customer_id = p.customer_id and l.purpose = ${asking.use} and l.reach) and ${asked})`
}

const shaped = (condition: Shaped, asking: Asking): RawBuilder<boolean> =>
  'own' in condition ? ownAsked(condition.own, asking) : eventAsked(condition.event, asking)

function one(condition: Plain, today: Date): RawBuilder<boolean> {
  if ('value_class' in condition) {
    return sql`exists (select 1 from office.value_class v where v.customer_id = p.customer_id and ${classStands(sql`v.customer_id`)} and v.class in (${sql.join(condition.value_class)}))`
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
  sql`with ${withStanding(sql`select p.customer_id as person, i.id, i.at, i.kind, i.currency, i.amount from ${members} m join fact.interaction i on i.customer_id = m.customer_id where i.at <= ${today}`)}`

function bought(
  condition: { sku?: string[] | undefined; category?: string[] | undefined; within_days: number; at_least: number },
  today: Date,
): RawBuilder<boolean> {
  const sku = condition.sku?.length ? sql`and l.sku in (${sql.join(condition.sku)})` : sql``
  const category = condition.category?.length
    ? sql`and exists (select 1 from fact.product x where x.sku = l.sku and x.category in (${sql.join(condition.category)}))`
    : sql``
  return sql`(${standing(today)} select count(distinct i.id) from ${members} m join standing i on i.person = p.customer_id
    join fact.interaction_item l on l.customer_id = m.customer_id and l.interaction_id = i.id
    where i.kind = 'order' and not i.taken_back and i.at >= ${ago(today, condition.within_days)} ${sku} ${category}) >= ${condition.at_least}`
}
