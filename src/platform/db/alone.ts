import { sql } from 'kysely'
import type { Db } from './handle.ts'

/** One process at a time works on a thing: a lock of the database session, which goes when the process does. Whoever comes second does nothing. */
export async function alone<T>(db: Db<T>, lock: { space: number; id: number }, work: () => Promise<void>): Promise<void> {
  const key = lock.id % 2_147_483_647
  await db.connection().execute(async (connection) => {
    const got = await sql<{ mine: boolean }>`select pg_try_advisory_lock(${lock.space}::int, ${key}::int) as mine`.execute(connection)
    if (!got.rows[0]?.mine) return
    try {
      await work()
    } finally {
      await sql`select pg_advisory_unlock(${lock.space}::int, ${key}::int)`.execute(connection)
    }
  })
}
