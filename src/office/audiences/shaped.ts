import { type RawBuilder, sql } from '../../platform/db/index.ts'
import { assert } from '../../platform/errors.ts'
import { columnOf, compile as compileFilter } from '../lists/index.ts'
import type { Asking, Field } from './asking.ts'
import { noIds } from './check.ts'
import type { EventCondition, OwnCondition } from './rule.ts'

// Conditions about what a company declared for itself, over a person `p` of fact.derived.

/** All ids of person p. Two looks by index: hardly anybody was merged. */
export const members = sql`(select p.customer_id union all select m.customer_id from fact.derived m where m.person = p.customer_id and m.person <> m.customer_id)`

const holds = { number: 'number', money: 'minor', time: 'time', boolean: 'yes', code: 'code' } as const

/** The value of a field; of somebody who was merged the one that was written last, as on the card and in lists. */
function heldValue(field: Field): RawBuilder<unknown> {
  assert(field.type !== 'text', 'text stands nowhere in the clear')
  return sql`(select v.${sql.raw(holds[field.type])} from ${members} m join fact.field v on v.customer_id = m.customer_id
    where v.field = ${field.code} order by v.batch desc, v.customer_id limit 1)`
}

/** True or false, never unknown: who has no value is not less, more or equal, and is none of any list. */
export function ownAsked({ field: code, is, value }: OwnCondition, asking: Asking): RawBuilder<boolean> {
  const field = asking.fields.get(code)
  assert(field, 'a rule that was checked')
  const column = { ...columnOf(field), sql: heldValue(field) }
  const columns = { byName: new Map([[code, column]]), retired: new Set<string>(), elsewhere: new Set<string>() }
  const said = { column: code, is, ...(value === undefined ? {} : { value }) }
  return compileFilter(said, { now: asking.now, zone: asking.zone, columns, ids: noIds, me: null, within: undefined }).where
}

const aNumber = String.raw`^-?\d+(\.\d+)?([eE][-+]?\d+)?$`

/** How often something happened, and what one of its numbers comes to. A value from before the attribute was a number counts as none. */
export function eventAsked({ kind, within_days, at_least, at_most, sum }: EventCondition, { now }: Asking): RawBuilder<boolean> {
  const since = within_days === undefined ? sql`` : sql`and i.at >= ${ago(now, within_days)}`
  const happened = sql`from ${members} m join fact.interaction i on i.customer_id = m.customer_id where i.kind = ${kind} and i.at <= ${now} ${since}`
  const often = sql`(select count(*) ${happened})`
  const parts = [sql<boolean>`${often} >= ${at_least}`, ...(at_most === undefined ? [] : [sql<boolean>`${often} <= ${at_most}`])]
  if (sum) {
    const held = sql`(i.attrs ->> ${sum.attribute}::text)`
    const total = sql`(select coalesce(sum(case when ${held} ~ ${aNumber} then ${held}::float8 end), 0) ${happened})`
    if (sum.at_least !== undefined) parts.push(sql<boolean>`${total} >= ${sum.at_least}::float8`)
    if (sum.at_most !== undefined) parts.push(sql<boolean>`${total} <= ${sum.at_most}::float8`)
  }
  return sql`(${sql.join(parts, sql` and `)})`
}

export const ago = (now: Date, days: number) => new Date(now.getTime() - days * 86_400_000)
