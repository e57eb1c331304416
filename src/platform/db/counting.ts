import { sql } from 'kysely'
import type { Db } from './handle.ts'

/** How many rows there are; `exact: false` is the planner's estimate. */
export type Count = { count: number; exact: boolean }

const countedUpTo = 100_000

/** Counts the rows of a small table, and asks the planner about a large one: nobody waits for ten million rows to be read. */
export async function countRows<T>(db: Db<T>, table: string): Promise<Count> {
  const known = await sql<{ n: number }>`select greatest(reltuples, 0)::bigint as n from pg_class where oid = ${table}::regclass`.execute(db)
  const estimate = known.rows[0]?.n ?? 0
  if (estimate > countedUpTo) return { count: estimate, exact: false }
  const counted = await sql<{ n: number }>`select count(*) as n from (select from ${sql.table(table)} limit ${countedUpTo + 1}) t`.execute(db)
  const n = counted.rows[0]?.n ?? 0
  return { count: n, exact: n <= countedUpTo }
}
