import { type Db, inTransaction, sql } from '../../platform/db/index.ts'
import type { Category, KeyringTables } from './tables.ts'

// A key that is destroyed must be gone from the memory of every keep, not only of the one that was asked. Who has not heard for
// a second asks before it answers from memory; who cannot hear does not answer from memory.

const freshMs = 1_000
const mostTries = 3
const lock = 0x64657374 // "dest": one destruction at a time, so that they become visible in the order of their numbers

export type Hearing = {
  /** Hears what other keeps have destroyed, unless that was done just now. False: it took too long to be sure; do not use memory. */
  heard(): Promise<boolean>
}

/** `forget` is told the customers whose keys other keeps have destroyed, or 'all' when some of the news was missed. */
export function hearDestructions(o: { db: Db<KeyringTables>; monotonic(): number; forget(customers: readonly number[] | 'all'): void }): Hearing {
  let last: number | undefined
  let heardAt = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | undefined

  async function ask(): Promise<void> {
    const from = o.monotonic()
    const { rows } = await sql<{ id: number; customer_id: number }>`
      select id, customer_id from keyring.destruction where id > ${last ?? 0} or id = (select max(id) from keyring.destruction) order by id`.execute(o.db)
    const newest = rows.at(-1)?.id ?? 0
    const fresh = rows.filter((row) => last === undefined || row.id > last)
    if (last !== undefined && newest !== last) {
      const whole = newest > last && fresh[0]?.id === last + 1
      o.forget(whole ? fresh.map((row) => row.customer_id) : 'all')
    }
    last = newest
    heardAt = from
  }

  const isFresh = () => o.monotonic() - heardAt < freshMs

  return {
    heard: async () => {
      for (let tries = 0; !isFresh(); tries += 1) {
        if (tries === mostTries) return false
        asking ??= ask().finally(() => {
          asking = undefined
        })
        await asking
      }
      return true
    },
  }
}

/** Deletes the keys, all or of one category, and tells every keep, in one transaction; gives how many keys there were. */
export function destroy(db: Db<KeyringTables>, customers: readonly number[], only?: Category): Promise<number> {
  const ids = [...new Set(customers)]
  return inTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(${lock})`.execute(tx)
    const gone =
      await sql`delete from keyring.data_key where customer_id = any(${ids}::bigint[]) ${only === undefined ? sql`` : sql`and category = ${only}`}`.execute(tx)
    await sql`
      insert into keyring.destruction (id, customer_id)
      select coalesce((select max(id) from keyring.destruction), 0) + n, c from unnest(${ids}::bigint[]) with ordinality as t(c, n)`.execute(tx)
    await sql`delete from keyring.destruction where at < now() - interval '1 day' and id < (select max(id) from keyring.destruction)`.execute(tx)
    return Number(gone.numAffectedRows ?? 0n)
  })
}
