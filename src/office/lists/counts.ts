import { type RawBuilder, sql } from '../../platform/db/index.ts'
import { badInput } from '../../platform/errors.ts'
import type { Column } from './columns.ts'
import { compile } from './compile.ts'
import { askingOf, type ListHouse, type Who } from './page.ts'
import { chosenOf, countOf, joinsOf, looking, relation } from './people.ts'
import { readColumns } from './values.ts'

const mostFresh = 1_000

/** How many match; with `since`, how many of them have other figures than then (at most a thousand are counted). */
export async function countMatching(house: ListHouse, who: Who, since: Date | undefined): Promise<{ count: number; exact: boolean; fresh: number | null }> {
  const compiled = compile(who.filter, await askingOf(house, who))
  return looking(house.lists.db, async (tx) => {
    const counted = await countOf(tx, compiled)
    if (since === undefined) return { ...counted, fresh: null }
    const changed = await sql<{ count: number }>`
      select count(*) as count from (select 1 ${chosenOf({ ...compiled, sorts: [] }, sql<boolean>`f.changed_at > ${since}`)} limit ${mostFresh}) x`.execute(tx)
    return { ...counted, fresh: changed.rows[0]?.count ?? 0 }
  })
}

export type Sum = { column: string; number: number | null; money: { minor: number; currency: string }[] | null; filled: number }

/** The sums of these columns over all who match; money one sum a currency. */
export async function sumsOf(house: ListHouse, who: Who, said: string): Promise<{ count: number; sums: Sum[] }> {
  const asking = await askingOf(house, who)
  const columns = readColumns(said, asking.columns)
  for (const column of columns) if (!column.sum) throw badInput(`"${column.column}" has no sum`, 'columns')
  const compiled = compile(who.filter, asking)
  const plain = columns.filter((c) => !c.currency)
  return looking(house.lists.db, async (tx) => {
    const from = sql`${relation([...compiled.joins.values(), ...joinsOf(columns)])} where ${compiled.where}`
    const parts = plain.flatMap((c, i): RawBuilder<unknown>[] => [
      sql`sum((${c.sql ?? sql`null`})::float8) as ${sql.raw(`s${i}`)}`,
      sql`count(${c.sql ?? sql`null`}) as ${sql.raw(`n${i}`)}`,
    ])
    const rows = await sql<{ count: number } & { [name: string]: number | null }>`select ${sql.join([sql`count(*) as count`, ...parts])} ${from}`.execute(tx)
    const sums = new Map<Column, Sum>()
    for (const [i, c] of plain.entries()) {
      sums.set(c, { column: c.column, number: rows.rows[0]?.[`s${i}`] ?? 0, money: null, filled: rows.rows[0]?.[`n${i}`] ?? 0 })
    }
    for (const c of columns) {
      if (!c.currency) continue
      const each = await sql<{ currency: string; minor: string; filled: number }>`
        select ${c.currency} as currency, sum(${c.sql ?? sql`null`})::text as minor, count(*) as filled ${from} and ${c.currency} is not null group by 1 order by sum(${c.sql ?? sql`null`}) desc, 1`.execute(
        tx,
      )
      const money = each.rows.map((row) => ({ minor: Number(row.minor), currency: row.currency }))
      sums.set(c, { column: c.column, number: null, money, filled: each.rows.reduce((n, row) => n + row.filled, 0) })
    }
    return { count: rows.rows[0]?.count ?? 0, sums: columns.flatMap((c) => sums.get(c) ?? []) }
  })
}
