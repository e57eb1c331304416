import { sql } from '../../platform/db/index.ts'
import { badInput } from '../../platform/errors.ts'
import type { House } from '../house.ts'
import { unknownColumn } from './check.ts'
import type { Column, Columns } from './columns.ts'
import { shownDay } from './days.ts'
import { joinsOf } from './people.ts'
import type { Value } from './shapes.ts'

export const mostColumns = 40

/** Reads a comma list of columns. */
export function readColumns(text: string, columns: Columns): Column[] {
  const names = [
    ...new Set(
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    ),
  ]
  if (names.length > mostColumns) throw badInput(`a list shows at most ${mostColumns} columns`, 'columns')
  return names.map((name) => {
    const column = columns.byName.get(name)
    if (!column) throw badInput(unknownColumn(name, columns), 'columns')
    return column
  })
}

type Row = { customer_id: number } & { [column: string]: unknown }

/** What these columns say of each of these persons; nothing of whom the figures do not know. */
export async function valuesOf(
  house: Pick<House, 'lists' | 'ids'>,
  people: readonly number[],
  columns: readonly Column[],
): Promise<Map<number, Record<string, Value>>> {
  const asked = columns.filter((column) => column.sql)
  if (people.length === 0 || asked.length === 0) return new Map()
  const these = sql`select unnest(${[...people]}::bigint[])`
  const joins = [...new Map(joinsOf(asked).map((join) => [join.as, join])).values()]
  const parts = asked.flatMap((column, i) => [
    sql`${column.sql ?? sql`null`} as ${sql.raw(`c${i}`)}`,
    ...(column.currency ? [sql`${column.currency} as ${sql.raw(`m${i}`)}`] : []),
  ])
  const rows = await sql<Row>`
    select f.customer_id, ${sql.join(parts)} from office.figures f
    ${sql.join(
      joins.map((join) => sql`left join ${join.some(these)} on ${sql.raw(join.as)}.person = f.customer_id`),
      sql` `,
    )} where f.customer_id in (${these})`.execute(house.lists.db)
  return new Map(
    rows.rows.map((row) => [
      row.customer_id,
      Object.fromEntries(asked.map((column, i) => [column.column, shownValue(house, column, row[`c${i}`], row[`m${i}`])])),
    ]),
  )
}

function shownValue({ ids }: Pick<House, 'ids'>, column: Column, held: unknown, currency: unknown): Value {
  if (held === null || held === undefined) return null
  if (held instanceof Date) return held.toISOString()
  if (column.type === 'money') return typeof held === 'number' && typeof currency === 'string' ? { minor: held, currency } : null
  if (column.type === 'day') return typeof held === 'number' ? shownDay(held) : null
  if (column.type === 'staff') return typeof held === 'number' ? ids.show('staff', held) : null
  if (column.type === 'units') return Array.isArray(held) ? held.map(String) : null
  if (Array.isArray(held)) return held.map((one) => ids.show('tag', Number(one)))
  return typeof held === 'number' || typeof held === 'boolean' ? held : String(held)
}
