import { type RawBuilder, sql } from '../../platform/db/index.ts'
import { badInput } from '../../platform/errors.ts'
import { unknownColumn } from './check.ts'
import type { Column, Columns } from './columns.ts'

// In which order people stand. Whoever has no value stands last, either way round; between equals the older customer first.

export type Sort = { column: Column; descending: boolean }

const mostSorts = 5

/** Reads `-spent,since`. The name is the keep's order, so it stands alone. */
export function readSort(text: string, columns: Columns): Sort[] {
  const names = text.split(',').map((part) => part.trim())
  if (names.length > mostSorts) throw badInput(`a list is sorted by at most ${mostSorts} columns`, 'sort')
  return names.map((said) => {
    const descending = said.startsWith('-')
    const name = descending ? said.slice(1) : said
    const column = columns.byName.get(name)
    if (!column) throw badInput(unknownColumn(name, columns), 'sort')
    if (!column.sort) throw badInput(`nothing is sorted by "${name}"`, 'sort')
    if (!column.sql && names.length > 1) throw badInput('by name a list is sorted alone: no other column with it', 'sort')
    return { column, descending }
  })
}

export const isByName = ([first]: readonly Sort[]) => first === undefined || first.column.sql === undefined

const expression = ({ column }: Sort) => column.sql ?? sql`null`

export function orderBy(sorts: readonly Sort[]): RawBuilder<unknown> {
  const parts = sorts.map((sort) => sql`${expression(sort)} ${sql.raw(sort.descending ? 'desc' : 'asc')} nulls last`)
  return sql`order by ${sql.join([...parts, sql`f.customer_id`])}`
}

/** What a row is ordered by, as text, so that nothing of it is rounded on its way to a cursor and back. */
export const keysOf = (sorts: readonly Sort[]) => sql<(string | null)[]>`array[${sql.join(sorts.map((sort) => sql`${expression(sort)}::text`))}]::text[]`

export type Place = { keys: (string | null)[]; customer: number }

const typeOf = {
  number: 'float8',
  money: 'bigint',
  time: 'timestamptz',
  day: 'int',
  boolean: 'boolean',
  code: 'text',
  name: 'text',
  staff: 'text',
  tags: 'text',
  units: 'text',
  text: 'text',
} as const

/** Behind a place in this order. */
export function behind(sorts: readonly Sort[], place: Place | undefined): RawBuilder<boolean> {
  if (place === undefined) return sql<boolean>`true`
  return sorts.reduceRight((rest, sort, i) => {
    const key = place.keys[i] ?? null
    const e = expression(sort)
    if (key === null) return sql<boolean>`(${e} is null and ${rest})`
    const held = sql`${key}::${sql.raw(typeOf[sort.column.type])}`
    return sql<boolean>`(${e} is null or ${e} ${sql.raw(sort.descending ? '<' : '>')} ${held} or (${e} = ${held} and ${rest}))`
  }, sql<boolean>`f.customer_id > ${place.customer}`)
}
