import { type Db, openDb, openPipeline, sqlState } from './db/index.ts'
import { AppError } from './errors.ts'
import { joined } from './joined.ts'

// Reading for several at once without one of them holding up the rest: what takes too long for all is stopped by the
// database, and each is tried alone, on connections of their own.

/** `together` is shared by everybody and stops early; `alone` is for one at a time, and stops at the limit. */
export type Reads<T> = { together: Db<T>; alone: Db<T>; limitMs: number }

/** Together a statement may take this part of what it may take alone. */
const togetherPart = 5
const queryCanceled = '57014'

/** Connections as one role, opened when first used; the limits travel with the connection and cost no statement. */
export function openReads<T>(at: { url: string; name: string; limitMs: number }): Reads<T> & { destroy(): Promise<void> } {
  const together = openPipeline<T>({ ...at, max: 2, statementLimitMs: Math.ceil(at.limitMs / togetherPart) })
  const alone = openDb<T>({ url: at.url, name: `${at.name} alone`, max: 4, statementLimitMs: at.limitMs })
  const destroy = async () => {
    await Promise.all([together.destroy(), alone.destroy()])
  }
  return { together, alone, limitMs: at.limitMs, destroy }
}

/**
 * Joins calls of the same moment into one run of `read` (see `joined`). When the database stops that for its time, `read` is run
 * once for each item: only whose own takes longer than the limit is told so, by an AppError (unavailable).
 */
export function joinedReads<T>(reads: Reads<T>) {
  return <I, O>(read: (db: Db<T>, items: readonly I[]) => Promise<readonly (O | Error)[]>): ((item: I) => Promise<O>) => {
    async function alone(item: I): Promise<readonly (O | Error)[]> {
      try {
        return await read(reads.alone, [item])
      } catch (error) {
        if (sqlState(error) === queryCanceled) return [tooMuch(reads.limitMs)]
        return [error instanceof Error ? error : new Error(String(error))]
      }
    }
    return joined<I, O>(async (items) => {
      try {
        return await read(reads.together, items)
      } catch (error) {
        if (sqlState(error) !== queryCanceled) throw error
        const each = await Promise.all(items.map(alone))
        return each.flat()
      }
    })
  }
}

const tooMuch = (limitMs: number) =>
  new AppError(
    'unavailable',
    `There is so much here that it was not read within ${limitMs / 1000} s, so it was stopped. Please try again; if it stays so, tell whoever runs this installation.`,
    { retryAfterSeconds: 10 },
  )
