import { type RawBuilder, sql } from '../../../platform/db/index.ts'
import { asked } from '../../lists/index.ts'
import type { Asking } from '../asking.ts'
import { columnWith, noIds } from '../columns.ts'
import type { TraitCondition } from '../rule.ts'
import { type TraitDefinition, typeOf } from '../traits/definition.ts'
import type { Sql } from './engines.ts'
import { ago, aNumber, happened, namesProducts, ofProducts, withProducts } from './parts.ts'
import type { Scope } from './question.ts'

// A computed trait as a relation: person, number, said, n, first_at, last_at; a row for each person of whom there is something to count.

/** The name of the relation of this definition. */
export const traitValues = (definition: TraitDefinition, scope: Scope, asking: Asking): Sql =>
  scope.named(`computed ${JSON.stringify(definition)}`, () => taken(definition, found(definition, scope, asking), asking))

/** What is counted: person, "at", id and the value `v`, which is never null. */
function found({ of, take, what, currency, within_days: days }: TraitDefinition, scope: Scope, asking: Asking): Sql {
  const since = (at: string) => (days === undefined ? sql`` : sql`and ${sql.raw(at)} >= ${ago(asking.now, days)}`)
  if ('event' in of) {
    const held = what === undefined ? sql`1` : what === 'channel' ? sql`channel` : sql`(attrs ->> ${what}::text)`
    const isFigure = what !== undefined && what !== 'channel' && asking.kinds.get(of.event.kind)?.attributes[what]?.type === 'number'
    const value = isFigure ? sql`cast(case when ${held} ~ ${aNumber} then ${held} end as decimal(24, 6))` : held
    return sql`select * from (select person, "at", id, ${value} as v from ${scope.log()} i where ${happened(of.event)} ${since('"at"')}) o where v is not null`
  }
  const narrowed = namesProducts(of.bought)
  const money = currency === undefined ? sql`` : sql`and s.currency = ${currency}`
  const purchases = sql`${scope.standing()} s where not s.taken_back ${money} ${since('s."at"')}`
  if (what === undefined) return sql`select s.person, s."at", s.id, 1 as v from ${purchases} ${narrowed ? sql`and ${withProducts(of.bought, scope)}` : sql``}`
  // Of everything, money that was paid back is taken off the sum, as where a rule asks what they spent.
  const paid = take === 'sum' ? sql`${scope.standing()} s where true ${money} ${since('s."at"')}` : purchases
  if (what === 'amount' && !narrowed) return sql`select s.person, s."at", s.id, s.amount as v from ${paid}`
  const ofThese = narrowed ? sql`and ${ofProducts(of.bought, scope)}` : sql``
  const named = what === 'category' ? sql`join ${scope.engine.products} c on c.sku = l.sku and c.category is not null` : sql``
  const value = sql.raw(what === 'amount' ? 'l.amount' : what === 'category' ? 'c.category' : 'l.sku')
  return sql`select p.person, p."at", p.id, ${value} as v from (select s.person, s."at", s.id from ${purchases}) p
    join ${scope.engine.lines} l on l.person = p.person and l.interaction_id = p.id ${named} where ${value} is not null ${ofThese}`
}

const float = (expression: Sql) => sql`cast(${expression} as double precision)`
const evidence = sql`cast(count(*) as bigint) as n, min("at") as first_at, max("at") as last_at`
const none = { number: sql`cast(null as double precision)`, said: sql`cast(null as varchar)` }

function taken(definition: TraitDefinition, of: Sql, asking: Asking): Sql {
  const { take } = definition
  const figure = (number: Sql) => sql`select person, ${number} as number, ${none.said} as said, ${evidence} from (${of}) o group by person`
  const isFigure = typeOf(definition, asking.kinds) === 'number'
  const [number, said] = isFigure ? [float(sql`v`), none.said] : [none.number, sql`cast(v as varchar)`]
  switch (take) {
    case 'count':
      return figure(float(sql`count(*)`))
    case 'different':
      return figure(float(sql`count(distinct v)`))
    case 'sum':
      return figure(float(sql`sum(v)`))
    case 'average':
      // Two exact sums and one division of floats: the same in both engines.
      return figure(sql`${float(sql`sum(v)`)} / ${float(sql`count(*)`)}`)
    case 'least':
      return figure(float(sql`min(v)`))
    case 'most':
      return figure(float(sql`max(v)`))
    case 'days_since':
      return figure(none.number)
    case 'first':
    case 'last': {
      const order = sql.raw(take === 'first' ? 'asc' : 'desc')
      return sql`select person, number, said, n, first_at, last_at from (
        select person, ${number} as number, ${said} as said, count(*) over (partition by person) as n, min("at") over (partition by person) as first_at,
          max("at") over (partition by person) as last_at, row_number() over (partition by person order by "at" ${order}, id ${order}, md5(cast(v as varchar))) as place
        from (${of}) o) o where place = 1`
    }
    case 'most_frequent':
      // Of as many the one that came last; letters are ordered by their digest, for the engines order letters differently.
      return sql`select person, number, said, n, first_at, last_at from (
        select person, ${number} as number, ${said} as said, cast(sum(k) over (partition by person) as bigint) as n, min(earliest) over (partition by person) as first_at,
          max(latest) over (partition by person) as last_at, row_number() over (partition by person order by k desc, latest desc, x desc, md5(cast(v as varchar))) as place
        from (select person, v, count(*) as k, min("at") as earliest, max("at") as latest, max(id) as x from (${of}) o group by person, v) g) o where place = 1`
  }
}

/** Of rows `v` of the relation: the value is so. Days are whole days that went by since the last one. */
export function computedFits(definition: TraitDefinition, { is, value }: Pick<TraitCondition, 'is' | 'value'>, asking: Asking): RawBuilder<boolean> {
  const type = typeOf(definition, asking.kinds)
  if (type === 'days') return sql<boolean>`(${daysFit(is, [value ?? []].flat().map(Number), asking)})`
  const code = type === 'code'
  const how = { ...asking, ids: noIds, me: null }
  return asked(columnWith('trait', code ? 'code' : 'number'), sql.raw(code ? 'v.said' : 'v.number'), { is, value }, how)
}

function daysFit(is: TraitCondition['is'], [one = 0, other = one]: readonly number[], { now }: Asking): Sql {
  const atLeast = (days: number) => sql`v.last_at <= ${ago(now, days)}`
  const lessThan = (days: number) => sql`v.last_at > ${ago(now, days)}`
  if (is === 'more') return atLeast(one + 1)
  if (is === 'less') return lessThan(one)
  if (is === 'equals') return sql`${atLeast(one)} and ${lessThan(one + 1)}`
  if (is === 'between') return sql`${atLeast(one)} and ${lessThan(other + 1)}`
  return is === 'empty' ? sql`v.last_at is null` : sql`v.last_at is not null`
}
