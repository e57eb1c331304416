import { inTransaction, type Tx } from '../../../platform/db/index.ts'
import type { Outcome } from '../event.ts'
import type { RecordTables } from '../tables.ts'
import type { RecordDeps } from './deps.ts'
import type { Ready } from './prepare.ts'
import { keepNamed } from './products.ts'
import { troubleOf, unavailable } from './trouble.ts'
import { KnownAlready, type WriteAt, writeBatch } from './write.ts'

/** Something to be written in the same transaction as the events, once their outcomes are known. */
export type Alongside = (tx: Tx<RecordTables>, outcomes: readonly Outcome[]) => Promise<void>

export type StoreAt = WriteAt & { alongside?: Alongside | undefined }

const tries = 6

/**
 * Stores a batch, durably, and gives the outcome of each event. When another keep wins a race for the same identifiers the
 * batch is resolved again. When one event cannot be stored at all the batch is halved until that one stands alone: it is
 * refused, the others are stored. Throws `unavailable` when the database cannot take anything.
 */
export async function storeBatch(deps: RecordDeps, events: readonly Ready[], at: StoreAt): Promise<Outcome[]> {
  const { alongside } = at
  try {
    return await storeWhole(deps, events, at)
  } catch (error) {
    if (error instanceof KnownAlready) throw error
    if (troubleOf(error) !== 'event') {
      deps.log.error({ err: error }, 'a batch could not be stored')
      throw unavailable(error)
    }
    if (events.length <= 1) return refuseAlone(deps, events, error, alongside)
  }
  const half = events.length >> 1
  const head = await storeBatch(deps, events.slice(0, half), { ...at, alongside: undefined })
  const rest = alongside && ((tx: Tx<RecordTables>, outcomes: readonly Outcome[]) => alongside(tx, [...head, ...outcomes]))
  return [...head, ...(await storeBatch(deps, events.slice(half), { ...at, alongside: rest }))]
}

async function storeWhole(deps: RecordDeps, events: readonly Ready[], at: StoreAt): Promise<Outcome[]> {
  for (let attempt = 1; ; attempt++) {
    const turn = deps.turns.begin()
    try {
      const done = await inTransaction(deps.db, async (tx) => {
        const outcomes = await writeBatch(deps, tx, turn, events, at)
        const codesKept = await deps.registry.keepCodes(tx, at.now)
        await at.alongside?.(tx, outcomes)
        return { outcomes, codesKept }
      })
      done.codesKept()
      if (at.products) keepNamed(at.products)
      return done.outcomes
    } catch (error) {
      if (troubleOf(error) !== 'race' || attempt >= tries) throw error
    } finally {
      turn.end()
    }
  }
}

async function refuseAlone(deps: RecordDeps, events: readonly Ready[], error: unknown, alongside: Alongside | undefined): Promise<Outcome[]> {
  deps.log.error({ err: error }, 'an event could not be stored')
  const outcomes = events.map(
    (e): Outcome => ({ status: 'refused', place: e.place, detail: 'This event could not be stored; the operator finds the reason in the log.' }),
  )
  if (alongside) await inTransaction(deps.db, (tx) => alongside(tx, outcomes))
  return outcomes
}
