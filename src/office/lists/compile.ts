import { type RawBuilder, sql } from '../../platform/db/index.ts'
import { assert, Bug, badInput } from '../../platform/errors.ts'
import { personSeenBy, type Within } from '../within.ts'
import { brokenIn } from './check.ts'
import type { Column, Columns, Join, ReadsIds } from './columns.ts'
import { bounds, dayOfYear, daysOfYear, startOfDay, type Today } from './days.ts'
import { type Condition, type Filter, type FilterValue, isDay } from './shapes.ts'

// A filter becomes one SQL condition about a row `f` of office.figures. Every condition is true or false, never unknown: what is
// not there is not less, more or equal, and is none of a list.

/** Who asks, and what the words of a filter mean to them. */
export type Asking = Today & { columns: Columns; ids: ReadsIds; me: number | null; within: Within | undefined }

/** What the words of one condition mean: today, and whom ids name. */
export type Meaning = Today & { ids: ReadsIds; me: number | null }

export type Compiled = { where: RawBuilder<boolean>; joins: ReadonlyMap<string, Join> }

/** The condition, with what it needs joined. Throws bad_input with the place of the first part that means nothing here. */
export function compile(filter: Filter | undefined, asking: Asking): Compiled {
  const seen = personSeenBy(asking.within, sql`f.customer_id`)
  if (filter === undefined) return { where: seen, joins: new Map() }
  const [broken] = brokenIn(filter, asking.columns, asking.ids)
  if (broken) throw badInput(broken.sentence, broken.place)
  const joins = new Map<string, Join>()
  return { where: sql<boolean>`(${whole(filter, asking, joins) ?? sql<boolean>`true`} and ${seen})`, joins }
}

type Joins = Map<string, Join>

/** undefined: a group without conditions, which asks for nothing. */
function whole(said: Filter, asking: Asking, joins: Joins): RawBuilder<boolean> | undefined {
  if ('all' in said) return group(said.all, sql` and `, asking, joins)
  if ('any' in said) return group(said.any, sql` or `, asking, joins)
  if ('not' in said) {
    const inside = whole(said.not, asking, joins)
    return inside && sql<boolean>`not ${inside}`
  }
  const column = asking.columns.byName.get(said.column)
  assert(column?.sql, 'a condition about a column that was checked')
  if (column.holders) return held(column, column.holders, said, asking)
  if (column.join) joins.set(column.join.as, column.join)
  return asked(column, column.sql, said, asking)
}

function group(said: readonly Filter[], between: RawBuilder<unknown>, asking: Asking, joins: Joins): RawBuilder<boolean> | undefined {
  const parts = said.flatMap((part) => whole(part, asking, joins) ?? [])
  return parts.length === 0 ? undefined : sql<boolean>`(${sql.join(parts, between)})`
}

/** Who holds what is found from what is held: few have a tag, and everybody would be gone through for it. */
function held({ type }: Column, holders: NonNullable<Column['holders']>, { is, value }: Condition, { ids }: Asking): RawBuilder<boolean> {
  const said = (Array.isArray(value) ? value : []).map(String)
  const wanted = type === 'units' ? said : said.map((one) => ids.read('tag', one) ?? 0)
  const listed = (some: readonly (string | number)[]) => (type === 'units' ? sql`${[...some]}::text[]` : sql`${[...some]}::bigint[]`)
  const among = (some: readonly (string | number)[] | undefined) => sql<boolean>`f.customer_id in ${holders(some && listed(some))}`
  if (is === 'empty') return sql`not (${among(undefined)})`
  if (is === 'not_empty') return sql`(${among(undefined)})`
  if (is === 'has_none') return sql`not (${among(wanted)})`
  if (is === 'has_any') return sql`(${among(wanted)})`
  return sql`(${sql.join(
    wanted.map((one) => among([one])),
    sql` and `,
  )})`
}

/**
 * One condition about the value `e` of a column: true or false, never unknown. Of codes, numbers, money, times, days and yes or no also in the words
 * that DuckDB knows, where audiences are counted.
 */
export function asked(column: Column, e: RawBuilder<unknown>, { is, value }: Pick<Condition, 'is' | 'value'>, asking: Meaning): RawBuilder<boolean> {
  switch (is) {
    case 'empty':
      return sql`(${e} is null)`
    case 'not_empty':
      return sql`(${e} is not null)`
    case 'true':
      return sql`(${e} is true)`
    case 'false':
      return sql`(${e} is false)`
    case 'one_of':
      return sql`((${e} ${among(column, value, asking)}) is true)`
    case 'none_of':
      return sql`((${e} ${among(column, value, asking)}) is not true)`
    case 'has_any':
    case 'has_all':
    case 'has_none':
      throw new Bug('only what several are held of is asked so')
    case 'within_days':
    case 'older_than_days':
    case 'next_days':
      return relative(column, e, is, Number(value), asking)
    case 'before':
    case 'after':
      return dated(e, is, value, asking.zone)
    case 'between': {
      const [low, high] = Array.isArray(value) ? value : []
      if (column.type === 'time') return sql`((${e} >= ${startOf(low, asking.zone)} and ${e} ${endOf(high, asking.zone)}) is true)`
      return sql`((${compared(column, e, '>=', low)} and ${compared(column, e, '<=', high)}) is true)`
    }
    case 'less':
      return sql`((${compared(column, e, '<', value)}) is true)`
    case 'more':
      return sql`((${compared(column, e, '>', value)}) is true)`
    case 'equals':
      if (column.type === 'code' || column.type === 'staff') return sql`((${e} ${among(column, [value ?? ''].flat(), asking)}) is true)`
      if (column.type === 'day') return sql`((${e} = ${dayOfYear(String(value)) ?? 0}::int) is true)`
      return sql`((${compared(column, e, '=', value)}) is true)`
  }
}

function compared(column: Column, e: RawBuilder<unknown>, by: '<' | '>' | '<=' | '>=' | '=', value: FilterValue | undefined): RawBuilder<unknown> {
  const compare = sql.raw(by)
  if (column.type !== 'money') return sql`${e} ${compare} ${value}::float8`
  if (typeof value !== 'object' || Array.isArray(value)) return sql`${e} ${compare} ${value}::bigint`
  if (column.one_currency !== undefined) return sql`${e} ${compare} ${value.minor}::bigint`
  return sql`${e} ${compare} ${value.minor}::bigint and ${column.currency ?? sql`''`} = ${value.currency}`
}

function among(column: Column, value: FilterValue | undefined, { ids, me }: Meaning): RawBuilder<unknown> {
  const values = (Array.isArray(value) ? value : []).map(String)
  if (column.type === 'staff') return sql`= any(${values.map((v) => (v === 'me' ? (me ?? 0) : (ids.read('staff', v) ?? 0)))}::bigint[])`
  return sql`in (${sql.join(values)})`
}

function relative(
  column: Column,
  e: RawBuilder<unknown>,
  is: 'within_days' | 'older_than_days' | 'next_days',
  days: number,
  asking: Today,
): RawBuilder<boolean> {
  if (column.type === 'day') {
    const range = is === 'next_days' ? daysOfYear(asking, 0, days) : daysOfYear(asking, -days, 0)
    return sql`((${e} in (${sql.join(range)})) is true)`
  }
  if (is === 'older_than_days') return sql`((${e} < ${startOfDay(asking, -days)}) is true)`
  if (is === 'within_days') return sql`((${e} >= ${startOfDay(asking, -days)} and ${e} <= ${asking.now}) is true)`
  return sql`((${e} >= ${startOfDay(asking, 0)} and ${e} < ${startOfDay(asking, days + 1)}) is true)`
}

function dated(e: RawBuilder<unknown>, is: 'before' | 'after', value: FilterValue | undefined, zone: string): RawBuilder<boolean> {
  if (is === 'before') return sql`((${e} < ${startOf(value, zone)}) is true)`
  if (isDay(value)) return sql`((${e} >= ${bounds(value, zone).to}) is true)`
  return sql`((${e} > ${new Date(String(value))}) is true)`
}

const startOf = (value: FilterValue | undefined, zone: string) => (isDay(value) ? bounds(value, zone).from : new Date(String(value)))
const endOf = (value: FilterValue | undefined, zone: string) => (isDay(value) ? sql`< ${bounds(value, zone).to}` : sql`<= ${new Date(String(value))}`)
