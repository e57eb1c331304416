import { Kysely, type RawBuilder, sql } from 'kysely'
import { assert } from '../errors.ts'
import { willHold } from './demand.ts'
import type { Db, Tx } from './handle.ts'
import { Connection, pipelineDialect, poolDialect } from './pool.ts'

export { type RawBuilder, sql } from 'kysely'
export { alone } from './alone.ts'
export { byteaArray, numberArray, numbersIn, textArray } from './arrays.ts'
export { type Column, type ColumnType, type CopyValue, copyRows } from './copy.ts'

export { copyOut } from './copyOut.ts'
export { type Count, countRows } from './counting.ts'
export { warnOfTooFewConnections, willHold } from './demand.ts'
export type { AnyDb, Db, Tx } from './handle.ts'
export { listenTo } from './listening.ts'

type Opening = {
  url: string
  max?: number
  name?: string
  /** A statement that takes longer is stopped by the database (57014); none when absent. */
  statementLimitMs?: number
}

/**
 * A pool of connections to one database as one role. T names the tables the caller may use.
 * bigint comes back as a number (safe integers only), timestamptz as Date; statements are prepared by their text.
 */
export function openDb<T>(at: Opening): Db<T> {
  const max = at.max ?? 4
  willHold(max)
  return new Kysely<T>({ dialect: poolDialect({ ...at, max, name: at.name ?? 'rapport' }) })
}

/**
 * A few connections that everybody shares, for reading: statements follow each other down the wire without waiting for
 * answers. Takes no transactions; what takes long here holds up others, so only look-ups by key belong on it.
 */
export function openPipeline<T>(at: Opening): Db<T> {
  const max = at.max ?? 2
  willHold(max)
  return new Kysely<T>({ dialect: pipelineDialect({ ...at, max, name: at.name ?? 'rapport reads' }) })
}

/** Runs two statements of one transaction in one trip: the second is under way before the first is answered. */
export function both<T, A, B>(tx: Tx<T>, first: RawBuilder<A>, second: RawBuilder<B>): Promise<[A[], B[]]> {
  return tx.getExecutor().provideConnection(async (connection) => {
    assert(connection instanceof Connection, 'both needs a connection of platform/db')
    const [a, b] = await Promise.allSettled([connection.executeQuery<A>(first.compile(tx)), connection.executeQuery<B>(second.compile(tx))])
    if (a.status === 'rejected') throw a.reason
    if (b.status === 'rejected') throw b.reason
    return [a.value.rows, b.value.rows]
  })
}

/** Runs `work` in a transaction whose statements are planned for the values they are given: for what chooses and counts among many rows. */
export function plannedForValues<T, R>(db: Db<T>, work: (tx: Tx<T>) => Promise<R>): Promise<R> {
  return inTransaction(db, async (tx) => {
    await sql`set local plan_cache_mode = force_custom_plan`.execute(tx)
    return work(tx)
  })
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
