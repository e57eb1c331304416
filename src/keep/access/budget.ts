import { type Db, inTransaction, sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { Actor } from './actor.ts'
import type { AccessTables } from './tables.ts'

// How many persons somebody may open within an hour: a taken-over session sees that many and no more.

export const personsAnHour = 300
const hourMs = 3_600_000

/**
 * Spends an actor's open budget on these customers; those opened within the last hour cost nothing. Refused whole when the
 * budget does not cover it, before anything is opened. Customers looking at themselves and our own jobs have none to spend.
 */
export async function spendOpenBudget(db: Db<AccessTables>, actor: Actor, customers: readonly number[], now: Date): Promise<void> {
  if (actor.kind === 'customer' || actor.kind === 'service' || customers.length === 0) return
  const since = new Date(now.getTime() - hourMs)
  const distinct = [...new Set(customers)].sort((a, b) => a - b)
  const known = await sql<{
    n: number
  }>`select count(*)::int as n from keep.opened where actor_kind = ${actor.kind} and actor_id = ${actor.id} and at > ${since} and customer_id = any(${distinct}::bigint[])`.execute(
    db,
  )
  if (known.rows[0]?.n === distinct.length) return
  await inTransaction(db, async (tx) => {
    // The receipt waits for the disk, this need not: a crash of PostgreSQL gives back what was spent in its last moment.
    await sql`select set_config('synchronous_commit', 'off', true), pg_advisory_xact_lock(hashtextextended(${`budget ${actor.kind} ${actor.id}`}, 0))`.execute(
      tx,
    )
    const spent = await sql<{ others: number; allowed: number }>`
      with spent as (
        select (select count(*)::int from keep.opened where actor_kind = ${actor.kind} and actor_id = ${actor.id} and at > ${since} and not customer_id = any(${distinct}::bigint[])) as others,
          ${personsAnHour} + coalesce((select sum(persons)::int from keep.budget_request where staff_id = ${actor.kind === 'staff' ? actor.id : -1} and kind = 'open' and approved_at is not null and until > ${now}), 0) as allowed),
      put as (
        insert into keep.opened (actor_kind, actor_id, customer_id, at)
        select ${actor.kind}, ${actor.id}, c, ${now} from spent, unnest(${distinct}::bigint[]) c where others + ${distinct.length} <= allowed
        on conflict (actor_kind, actor_id, customer_id) do update set at = excluded.at where keep.opened.at <= ${since})
      select others, allowed from spent`.execute(tx)
    const [row] = spent.rows
    if (row && row.others + distinct.length > row.allowed) {
      const sentence = `You have opened ${row.others} people within an hour; the limit is ${row.allowed}. Ask for more, and a colleague can approve it.`
      throw new AppError('too_many', sentence, { retryAfterSeconds: 600 })
    }
  })
}
