import { type AnyDb, inTransaction, sql } from '../../../platform/db/index.ts'
import { assert } from '../../../platform/errors.ts'
import type { RightsDeps } from '../deps.ts'
import type { Part } from '../shapes.ts'
import { addGone, type Of } from './store.ts'

// Which rows go with somebody is read from the annotations (public.erasable), so a table that was added today goes too.

/** A table and the column that names the customer in it. */
export type Erasable = { name: string; by_column: string; how: string }

/** So many rows of a table in one transaction. */
const atOnce = 20_000

/** Tables with a way of their own, and those that the last steps take: they say who it was. */
const ofOtherSteps: ReadonlySet<string> = new Set(['keep.customer', 'fact.derived'])

/** What takes the rows that do not go by themselves. */
const ownWays: ReadonlySet<string> = new Set(['row:keep.erase_receipts'])

/** Tables whose rows are taken one after another; throws for a way that nothing here knows. */
export async function erasableTables(db: AnyDb): Promise<Erasable[]> {
  const { rows } = await sql<Erasable>`select name, by_column, how from public.erasable()`.execute(db)
  for (const { name, how } of rows) assert(how === 'row' || ownWays.has(how), `nothing here erases ${name} by "${how}"`)
  return rows.filter(({ name, how }) => how === 'row' && !ofOtherSteps.has(name))
}

/** Takes all rows about these ids of a person, table by table, a bounded number at a time, and counts them for an erasure. Gives how many went. */
export async function takeRows(
  deps: Pick<RightsDeps, 'db'>,
  of: Of | undefined,
  members: readonly number[],
  but: ReadonlySet<string> = new Set(),
): Promise<number> {
  let all = 0
  for (const { name, by_column } of await erasableTables(deps.db)) {
    if (but.has(name)) continue
    for (let gone = atOnce; gone === atOnce; all += gone) gone = await inTransaction(deps.db, (tx) => takeSome(tx, of, { name, by_column, members }))
  }
  return all
}

async function takeSome(tx: AnyDb, of: Of | undefined, from: { name: string; by_column: string; members: readonly number[] }): Promise<number> {
  // Names of tables come from the database's own catalogue.
  const table = sql.raw(from.name)
  const taken = await sql`
    delete from ${table} where ctid = any(array(
      select ctid from ${table} where ${sql.raw(from.by_column)} = any(${[...from.members]}::bigint[]) limit ${atOnce}))`.execute(tx)
  const gone = Number(taken.numAffectedRows ?? 0n)
  if (of) await addGone(tx, of, from.name, gone)
  return gone
}

/** How many rows there are about these ids of a person, by table. */
export async function countRows(db: AnyDb, members: readonly number[]): Promise<Map<string, number>> {
  const counted = new Map<string, number>()
  const own = new Set(['keep.customer', 'fact.derived', 'keep.receipt'])
  const { rows: all } = await sql<Erasable>`select name, by_column, how from public.erasable()`.execute(db)
  const tables = all.filter(({ name, how }) => how === 'row' || own.has(name))
  const { rows } = await sql<{ name: string; n: number }>`${sql.join(
    tables.map(
      ({ name, by_column }) =>
        sql`select ${name}::text as name, count(*)::int as n from ${sql.raw(name)} where ${sql.raw(by_column)} = any(${[...members]}::bigint[])`,
    ),
    sql` union all `,
  )}`.execute(db)
  for (const { name, n } of rows) if (n > 0) counted.set(name, (counted.get(name) ?? 0) + n)
  return counted
}

/** The category of each table: the most personal of its columns'. */
export async function categoriesOf(db: AnyDb): Promise<Map<string, Part>> {
  const { rows } = await sql<{ name: string; category: Part }>`
    select distinct on (table_name) table_name as name, category from public.annotation
    order by table_name, array_position('{sensitive,content,contact,profile,pseudonym,record}'::text[], category)`.execute(db)
  return new Map(rows.map(({ name, category }) => [name, category]))
}
