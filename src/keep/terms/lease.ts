import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../../platform/clock.ts'
import { type Db, numberArray, type RawBuilder, sql, type Tx } from '../../platform/db/index.ts'
import type { TermsTables } from './tables.ts'

// "After a withdrawal is acknowledged nothing more leaves." A hand-over is not a lock but a row with an end: the last decision
// before the wire writes it under the person's row, and the sender lets the last byte go only before that end, by a clock
// that does not jump. Whoever says no commits first and then waits here until every older lease is closed or past.

/** How long a hand-over may take from the decision to the last byte, ms. */
export const leaseMs = 5_000

const pollMs = 15

export type Lease = { person: number; lease: number }

/** The statement that opens leases which end `leaseMs` after `now`. For use under the persons' rows (lockPersons), in the transaction that decided. */
export function leasesOpened(leases: readonly Lease[], now: Date): RawBuilder<unknown> {
  return sql`
    insert into keep.lease (customer_id, lease_id, lease_until)
    select p, l, ${new Date(now.getTime() + leaseMs)} from ${pairsOf(leases)} as t(p, l)
    on conflict (customer_id, lease_id) do update set lease_until = excluded.lease_until, closed_at = null`
}

const pairsOf = (leases: readonly Lease[]) =>
  sql`unnest(${numberArray(leases.map((l) => l.person))}::bigint[], ${numberArray(leases.map((l) => l.lease))}::bigint[])`

/** Says that these hand-overs are over, whatever became of them: the sender will let nothing more go for them. */
export async function closeLeases(db: Db<TermsTables> | Tx<TermsTables>, leases: readonly Lease[], now: Date): Promise<void> {
  if (leases.length === 0) return
  await sql`
    update keep.lease l set closed_at = ${now}
    from ${pairsOf(leases)} as t(p, id)
    where l.customer_id = t.p and l.lease_id = t.id and l.closed_at is null`.execute(db)
}

/**
 * Waits until nothing that was decided before this call can still leave for these customers: at most `leaseMs`, measured by
 * the monotonic clock. Call it after the transaction that said no has committed; then the no may be acknowledged. What the wall clock
 * says ends nothing here: it may have been set on while a hand-over goes on. A lease of a process that died is waited for once.
 */
export async function lastLeasePast(db: Db<TermsTables>, customers: readonly number[], clock: Clock): Promise<void> {
  const older = await openLeasesOf(db, customers)
  if (older.length === 0) return
  const end = clock.monotonic() + leaseMs
  while (clock.monotonic() < end) {
    const still = await stillOpen(db, older)
    if (still === 0) return
    await pause(pollMs)
  }
  await closeLeases(db, older, clock.now())
}

async function openLeasesOf(db: Db<TermsTables>, customers: readonly number[]): Promise<Lease[]> {
  const rows = await sql<{ person: number; lease: number }>`
    select l.customer_id as person, l.lease_id as lease from keep.lease l
    where l.closed_at is null and l.customer_id in (
      select c.customer_id from keep.customer c where c.customer_id = any(${[...customers]}::bigint[])
      union select c.merged_into from keep.customer c where c.customer_id = any(${[...customers]}::bigint[]) and c.merged_into is not null
      union select m.customer_id from keep.customer c join keep.customer m on m.merged_into = coalesce(c.merged_into, c.customer_id)
        where c.customer_id = any(${[...customers]}::bigint[]))`.execute(db)
  return rows.rows
}

async function stillOpen(db: Db<TermsTables>, leases: readonly Lease[]): Promise<number> {
  const rows = await sql<{ n: number }>`
    select count(*)::int as n from keep.lease l
    join ${pairsOf(leases)} as t(p, id) on l.customer_id = t.p and l.lease_id = t.id
    where l.closed_at is null`.execute(db)
  return rows.rows[0]?.n ?? 0
}

/** Removes leases that ended before `until`; gives how many. */
export async function forgetLeases(db: Db<TermsTables> | Tx<TermsTables>, until: Date): Promise<number> {
  const gone = await sql`delete from keep.lease where lease_until < ${until}`.execute(db)
  return Number(gone.numAffectedRows ?? 0n)
}
