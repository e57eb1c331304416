import { type RawBuilder, sql, type Tx } from '../../platform/db/index.ts'
import { badInput } from '../../platform/errors.ts'
import type { Column } from './columns.ts'
import { type Compiled, compile } from './compile.ts'
import type { Sum } from './counts.ts'
import { askingOf, type ListHouse, type Who } from './page.ts'
import { joinsOf, looking, relation } from './people.ts'
import { groupable } from './shapes.ts'
import type { ListTables } from './tables.ts'
import { readColumns } from './values.ts'

/** The groups that are told, the largest first; of the others how many there are. */
export const mostGroups = 200

export type Group = { value: string | boolean | null; count: number; sums: Sum[] }
export type Groups = { groups: Group[]; more: number; several: boolean }

type Row = { key: string | null; currency: string | null; n: number; all: number; groups: number; place: number } & { [name: string]: unknown }

/** Everybody of a filter by the values of one column, counted and summed in one statement; who has no value is a group too, the last of its size. */
export async function groupsOf(house: ListHouse, who: Who, said: { by: string; columns: string }): Promise<Groups> {
  const asking = await askingOf(house, who)
  const [by] = readColumns(said.by, asking.columns)
  if (!by?.sql || !groupable(by.type)) throw badInput(`by: nothing is put into groups by "${said.by}"`, 'by')
  const columns = readColumns(said.columns, asking.columns)
  for (const column of columns) if (!column.sum) throw badInput(`"${column.column}" has no sum`, 'columns')
  const compiled = compile(who.filter, asking)
  const rows = await looking(house.lists.db, (tx) => countGroups(tx, compiled, by, columns))
  const told = Map.groupBy(
    rows.filter(({ place }) => Number(place) <= mostGroups),
    ({ key }) => key,
  )
  return {
    groups: [...told].map(([key, some]) => ({
      value: shownKey(house, by, key),
      count: some[0]?.all ?? 0,
      sums: columns.map((column, i) => sumOf(column, i, some)),
    })),
    more: Math.max(0, (rows[0]?.groups ?? 0) - mostGroups),
    several: by.type === 'tags' || by.type === 'units',
  }
}

/** The rows of all groups, one for each currency in them: one pass over everybody of the filter. */
export async function countGroups(tx: Tx<ListTables>, compiled: Compiled, by: Column, columns: readonly Column[]): Promise<Row[]> {
  const currency = columns.find((column) => column.currency)?.currency ?? sql`null::text`
  const parts = columns.flatMap((_, i): RawBuilder<unknown>[] => [
    sql`sum(${sql.raw(`v${i}`)})::text as ${sql.raw(`s${i}`)}`,
    sql`count(${sql.raw(`v${i}`)})::int as ${sql.raw(`n${i}`)}`,
  ])
  const values = columns.map((c, i) => sql`${c.sql ?? sql`null`} as ${sql.raw(`v${i}`)}`)
  const rows = await sql<Row>`
      with each as (
        select key, currency, count(*)::int as n ${listed(parts)} from (
          select ${keyOf(by)} as key, ${currency} as currency ${listed(values)}
          ${relation([...compiled.joins.values(), ...joinsOf([by, ...columns])])} where ${compiled.where}) x
        group by key, currency),
      placed as (select *, dense_rank() over (order by total desc, key is null, key) as place from (select *, sum(n) over (partition by key)::int as total from each) t)
      select *, total as all, max(place) over ()::int as groups from placed order by place, currency`.execute(tx)
  return rows.rows
}

const listed = (parts: readonly RawBuilder<unknown>[]) => (parts.length === 0 ? sql`` : sql`, ${sql.join(parts)}`)

/** Of what a person can have several of, one row for each. */
function keyOf({ type, sql: held = sql`null` }: Column): RawBuilder<unknown> {
  if (type === 'tags') return sql`unnest(coalesce(${held}, array[null]::bigint[]))::text`
  return type === 'units' ? sql`unnest(coalesce(${held}, array[null]::text[]))` : sql`(${held})::text`
}

function shownKey({ ids }: Pick<ListHouse, 'ids'>, { type }: Column, key: string | null): Group['value'] {
  if (key === null) return null
  if (type === 'boolean') return key === 'true'
  if (type === 'staff') return ids.show('staff', Number(key))
  return type === 'tags' ? ids.show('tag', Number(key)) : key
}

function sumOf({ column, currency }: Column, i: number, rows: readonly Row[]): Sum {
  const held = rows.map((row) => ({ sum: Number(row[`s${i}`] ?? 0), filled: Number(row[`n${i}`] ?? 0), currency: row.currency }))
  const filled = held.reduce((n, one) => n + one.filled, 0)
  if (!currency) return { column, number: held.reduce((n, one) => n + one.sum, 0), money: null, filled }
  const money = held.flatMap(({ sum, currency: of }) => (of === null ? [] : [{ minor: sum, currency: of }]))
  return { column, number: null, money: money.sort((a, b) => b.minor - a.minor), filled }
}
