import { type Db, type RawBuilder, sql, sqlState, type Tx } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { Column, Join } from './columns.ts'
import type { Compiled } from './compile.ts'
import { orderBy, type Sort } from './order.ts'
import type { ListTables } from './tables.ts'

// Everybody of a filter, in an order, as PostgreSQL reads them.

/** Longer than this no list is made: whoever waits has gone. */
export const listLimitMs = 20_000

export type Chosen = Compiled & { sorts: readonly Sort[] }

/** `from …` of the figures, with what the filter and these columns need joined. */
export function relation(joins: Iterable<Join>): RawBuilder<unknown> {
  const parts = [...new Map([...joins].map((join) => [join.as, join])).values()]
  return sql`from office.figures f ${sql.join(
    parts.map((join) => sql`left join ${join.all} on ${sql.raw(join.as)}.person = f.customer_id`),
    sql` `,
  )}`
}

export const joinsOf = (columns: Iterable<Column>): Join[] => [...columns].flatMap((column) => column.join ?? [])

/** The relation of a filter and an order, with its condition; the order stands apart. */
export function chosenOf({ where, joins, sorts }: Chosen, also: RawBuilder<boolean> = sql<boolean>`true`): RawBuilder<unknown> {
  return sql`${relation([...joins.values(), ...joinsOf(sorts.map((s) => s.column))])} where ${where} and ${also}`
}

/**
 * One look at everybody: a transaction that sees one moment, planned for its values, with room to sort a million. Says in one
 * sentence when it took too long.
 */
export async function looking<R>(db: Db<ListTables>, work: (tx: Tx<ListTables>) => Promise<R>): Promise<R> {
  try {
    return await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        await sql`select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`.execute(
          tx,
        )
        return work(tx)
      })
  } catch (error) {
    if (sqlState(error) === '57014')
      throw new AppError('unavailable', `This list took longer than ${listLimitMs / 1000} s, so it was stopped. Ask for fewer people, or try again.`)
    throw error
  }
}

/** The first so many, in order. */
export async function firstOf(tx: Tx<ListTables>, chosen: Chosen, limit: number): Promise<Float64Array> {
  const rows = await sql<{ customer_id: number }>`select f.customer_id ${chosenOf(chosen)} ${orderBy(chosen.sorts)} limit ${limit}`.execute(tx)
  return Float64Array.from(rows.rows, (row) => row.customer_id)
}

/** All of them, in order: as one string of bytes, eight each, since a million rows would take as many objects. */
export async function allOf(tx: Tx<ListTables>, chosen: Chosen): Promise<Float64Array> {
  const rows = await sql<{ ids: Buffer | null }>`
    select string_agg(int8send(customer_id), ''::bytea) as ids from (select f.customer_id ${chosenOf(chosen)} ${orderBy(chosen.sorts)}) x`.execute(tx)
  const bytes = rows.rows[0]?.ids ?? Buffer.alloc(0)
  const ids = new Float64Array(bytes.length / 8)
  for (let i = 0; i < ids.length; i++) ids[i] = bytes.readUInt32BE(i * 8) * 2 ** 32 + bytes.readUInt32BE(i * 8 + 4)
  return ids
}

export const exactUpTo = 10_000

/** How many: exact up to 10,000, above it a lower bound. */
export async function countOf(tx: Tx<ListTables>, compiled: Compiled): Promise<{ count: number; exact: boolean }> {
  const rows = await sql<{ count: number }>`select count(*) as count from (select 1 ${chosenOf({ ...compiled, sorts: [] })} limit ${exactUpTo + 1}) x`.execute(
    tx,
  )
  const count = rows.rows[0]?.count ?? 0
  return count <= exactUpTo ? { count, exact: true } : { count: exactUpTo, exact: false }
}
