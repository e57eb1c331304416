import { Kysely } from 'kysely'
import type { Db, Tx } from './handle.ts'
import { poolDialect } from './pool.ts'

export { sql } from 'kysely'
export { byteaArray } from './arrays.ts'
export { type Column, type ColumnType, type CopyValue, copyRows } from './copy.ts'

export type { Db, Tx } from './handle.ts'

/**
 * A pool of connections to one database as one role. T names the tables the caller may use.
 * bigint comes back as a number (safe integers only), timestamptz as Date; statements are prepared by their text.
 */
export function openDb<T>(at: { url: string; max?: number; name?: string }): Db<T> {
  return new Kysely<T>({ dialect: poolDialect({ url: at.url, max: at.max ?? 4, name: at.name ?? 'rapport' }) })
}

const tries = 3
const lostRace = new Set(['40001', '40P01'])

/** Runs `work` in one transaction; begins anew when the database says that it lost a race (serialization, deadlock). */
export async function inTransaction<T, R>(db: Db<T>, work: (tx: Tx<T>) => Promise<R>): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(work)
    } catch (error) {
      if (attempt >= tries || !lostRace.has(sqlState(error) ?? '')) throw error
    }
  }
}

/** The five-character SQLSTATE of a database error, if it is one. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined
}

/** The name of the violated constraint of a database error, if it has one. */
export function violated(error: unknown): string | undefined {
  return error instanceof Error && 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined
}
