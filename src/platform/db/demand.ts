import { sql } from 'kysely'
import type { Logger } from '../log.ts'
import type { Db } from './handle.ts'

// How many connections all that this process opens may hold at once. Each pool says its own; a database that allows fewer would
// refuse one of them at the busiest moment, so it is told at the start instead.

let most = 0

/** Told by whoever opens a pool or a connection of its own. */
export function willHold(connections: number): void {
  most += connections
}

/** Warns when the role of `db` may not hold what this process may want: how many, and the statement that mends it. Never throws. */
export async function warnOfTooFewConnections<T>(db: Db<T>, log: Logger): Promise<void> {
  const wanted = most
  const found = await sql<{ role: string; may: number }>`
    select rolname as role, least(nullif(rolconnlimit, -1), current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int) as may
    from pg_roles where rolname = current_user`
    .execute(db)
    .catch(() => undefined)
  const { role, may } = found?.rows[0] ?? {}
  if (role === undefined || may === undefined || may >= wanted) return
  log.warn(
    { role, may, wanted },
    `the database lets ${role} hold ${may} connections, and up to ${wanted} are wanted: alter role ${role} connection limit ${wanted}, or raise max_connections`,
  )
}
