import { type RawBuilder, sql } from '../../../platform/db/index.ts'
import { assert, never } from '../../../platform/errors.ts'
import { asked, columnOf } from '../../lists/index.ts'
import type { Asking, Field } from '../asking.ts'
import { aboutColumn, columnWith, noIds } from '../columns.ts'
import type { AboutCondition, BoughtCondition, Condition, EventCondition, OwnCondition, SpentCondition, TraitCondition } from '../rule.ts'
import type { Sql } from './engines.ts'
import { ago, aNumber, happened, namesProducts, ofProducts, withProducts } from './parts.ts'
import type { Chosen, Scope } from './question.ts'
import { sequence } from './sequence.ts'
import { computedFits, traitValues } from './traits.ts'

// One condition each, as a set of persons.

/** Who fits a condition; `audience` is gone into before. */
export function fitting(said: Exclude<Condition, { audience: string }>, scope: Scope, asking: Asking): Chosen {
  const once = (made: () => Sql) => scope.named(JSON.stringify(said), made)
  if ('value_class' in said) return { fit: once(() => scope.engine.classes(said.value_class)) }
  if ('reach' in said) return { fit: once(() => reached(said.reach, scope)) }
  if ('role' in said) return { holds: sql`coalesce(w.role in (${sql.join(said.role)}), false)` }
  if ('language' in said) return { holds: sql`coalesce(w.language in (${sql.join(said.language)}), false)` }
  if ('about' in said) return about(said.about, asking)
  if ('bought' in said) return bought(said.bought, scope, asking, once)
  if ('spent' in said) return spent(said.spent, scope, asking, once)
  if ('last_purchase' in said) return lastPurchase(said.last_purchase, scope, asking, once)
  if ('own' in said) return own(said.own, scope, asking, once)
  if ('trait' in said) return trait(said.trait, scope, asking, once)
  if ('list' in said) return { fit: once(() => scope.engine.listed(listOf(said.list, asking))) }
  if ('event' in said) return event(said.event, scope, asking, once)
  if ('sequence' in said) return { fit: once(() => sequence(said.sequence, scope, asking)) }
  return never(said)
}

function listOf(id: string, { lists }: Asking): number {
  const list = lists.get(id)
  assert(list, 'a rule that was checked')
  return list.list
}

type Once = (made: () => Sql) => Sql

/** What is said of a topic stands over what is said of all; silence is no. */
function reached({ purpose, channel, topic }: { purpose: string; channel: string; topic: string | null }, { engine }: Scope): Sql {
  return sql`select person from (
      select distinct on (person) person, reach from ${engine.reach} r
      where purpose = ${purpose} and channel = ${channel} and topic in (${topic ?? '*'}, '*') order by person, case when topic = '*' then 1 else 0 end) r
    where reach`
}

function about({ fact, is, value }: AboutCondition, asking: Asking): Chosen {
  const expression = fact === 'birthday' ? sql`(w.birth_month * 100 + w.birth_day)` : sql.raw(`w.${fact}`)
  return { holds: asked(aboutColumn(fact), expression, { is, value }, { ...asking, ids: noIds, me: null }) }
}

/** A field of who was joined counts as it was written last, as on the card and in lists. */
const lastWritten = (of: Sql, columns: string) =>
  sql`select distinct on (person) person, ${sql.raw(columns)} from (${of}) v order by person, batch desc, customer_id`

const holds = { number: 'number', money: 'minor', time: '"time"', boolean: 'yes', code: 'code' } as const

export function heldValue(field: Field, { engine, named }: Scope): Sql {
  assert(field.type !== 'text', 'text stands nowhere in the clear')
  const column = holds[field.type]
  return named(`field ${field.code}`, () => lastWritten(engine.field(field.code), `${column} as held`))
}

export const heldTrait = (code: string, { engine, named }: Scope): Sql => named(`trait ${code}`, () => lastWritten(engine.trait(code), 'value as held'))

function own({ field: code, is, value }: OwnCondition, scope: Scope, asking: Asking, once: Once): Chosen {
  const field = asking.fields.get(code)
  assert(field, 'a rule that was checked')
  const values = heldValue(field, scope)
  return whoseValue(asked(columnOf(field), sql`v.held`, { is, value }, { ...asking, ids: noIds, me: null }), is, values, once)
}

function trait({ trait: code, is, value }: TraitCondition, scope: Scope, asking: Asking, once: Once): Chosen {
  const computed = asking.traits.get(code)
  if (computed) return whoseValue(computedFits(computed.definition, { is, value }, asking), is, traitValues(computed.definition, scope, asking), once)
  const values = heldTrait(code, scope)
  return whoseValue(asked(columnWith(code, 'code'), sql`v.held`, { is, value }, { ...asking, ids: noIds, me: null }), is, values, once)
}

/** Of whom no value is kept, it is empty and none of a list; all else is not so. */
function whoseValue(fits: RawBuilder<boolean>, is: string, values: Sql, once: Once): Chosen {
  if (is === 'empty' || is === 'none_of') return { fail: once(() => sql`select person from ${values} v where not ${fits}`) }
  return { fit: once(() => sql`select person from ${values} v where ${fits}`) }
}

const since = (days: number | undefined, { now }: Pick<Asking, 'now'>, column = '"at"') =>
  days === undefined ? sql`` : sql`and ${sql.raw(column)} >= ${ago(now, days)}`

function bought(said: BoughtCondition, scope: Scope, asking: Asking, once: Once): Chosen {
  const { within_days: days, at_least: least, at_most: most } = said
  const products = namesProducts(said) ? sql`and ${withProducts(said, scope)}` : sql``
  const purchases = sql`${scope.standing()} s where not s.taken_back ${since(days, asking, 's."at"')} ${products}`
  return counted([within(sql`count(*)`, least, most)], { least, most, of: sql`select s.person from ${purchases} group by s.person` }, once)
}

/** Of certain products their lines are summed up, of purchases that stand. */
function spent(said: SpentCondition, scope: Scope, asking: Asking, once: Once): Chosen {
  const { within_days: days, at_least_minor: least, at_most_minor: most, currency } = said
  const money = sql`${scope.standing()} s where s.currency = ${currency} ${since(days, asking, 's."at"')}`
  const [sum, of] = namesProducts(said)
    ? [
        sql`sum(l.amount)`,
        sql`select l.person from ${scope.engine.lines} l
          where ${ofProducts(said, scope)} and ((l.person, l.interaction_id) in (select s.person, s.id from ${money} and not s.taken_back)) is true group by l.person`,
      ]
    : [sql`sum(s.amount)`, sql`select s.person from ${money} group by s.person`]
  return counted([within(sum, least, most)], { least, most, of }, once)
}

function lastPurchase(
  { within_days: within, before_days: before }: { within_days?: number | undefined; before_days?: number | undefined },
  scope: Scope,
  { now }: Asking,
  once: Once,
): Chosen {
  const bounds = [
    ...(within === undefined ? [] : [sql`max("at") >= ${ago(now, within)}`]),
    ...(before === undefined ? [] : [sql`max("at") < ${ago(now, before)}`]),
  ]
  if (bounds.length === 0) return { holds: sql`true` }
  // Whoever bought since then at all: nobody's latest purchase has to be found.
  if (before === undefined) return { fit: once(() => sql`select distinct person from ${scope.standing()} s where not taken_back ${since(within, { now })}`) }
  return { fit: once(() => sql`select person from ${scope.standing()} s where not taken_back group by person having ${sql.join(bounds, sql` and `)}`) }
}

/** A value from before the attribute was a number counts as none. Exact decimals: in floats the sum hangs on the order. */
function event(said: EventCondition, scope: Scope, asking: Asking, once: Once): Chosen {
  const { within_days: days, at_least: least, at_most: most, sum } = said
  const parts = [within(sql`count(*)`, least, most)]
  if (sum) {
    const held = sql`(attrs ->> ${sum.attribute}::text)`
    const total = sql`sum(case when ${held} ~ ${aNumber} then cast(${held} as decimal(24, 6)) else 0 end)`
    const figure = (value: number | undefined) => (value === undefined ? undefined : sql`cast(${String(value)} as decimal(24, 6))`)
    parts.push(within(total, figure(sum.at_least), figure(sum.at_most)))
  }
  const nothing = holdsOfNone(least, most) && (!sum || holdsOfNone(sum.at_least, sum.at_most))
  const of = sql`select person from ${scope.log()} i where ${happened(said)} ${since(days, asking)} group by person`
  return counted(parts, { nothing, of }, once)
}

const holdsOfNone = (least: number | undefined, most: number | undefined) => (least ?? 0) <= 0 && (most ?? 0) >= 0

function within(figure: Sql, least: Sql | number | undefined, most: Sql | number | undefined): Sql {
  const bounds = [...(least === undefined ? [] : [sql`${figure} >= ${least}`]), ...(most === undefined ? [] : [sql`${figure} <= ${most}`])]
  return bounds.length === 0 ? sql`true` : sql.join(bounds, sql` and `)
}

type Counted = { of: Sql } & ({ least: number | undefined; most: number | undefined } | { nothing: boolean })

/** Persons by what groups of their rows come to. Whoever has no rows has none: where none fits, those are named who do not. */
function counted(parts: readonly Sql[], said: Counted, once: Once): Chosen {
  const nothing = 'nothing' in said ? said.nothing : holdsOfNone(said.least, said.most)
  const all = sql.join(parts, sql` and `)
  return nothing ? { fail: once(() => sql`${said.of} having not (${all})`) } : { fit: once(() => sql`${said.of} having ${all}`) }
}
