import { type Db, inTransaction, sql, type Tx } from '../../platform/db/index.ts'
import { lockPersons } from './persons.ts'
import { publishReach } from './reach.ts'
import type { TermsTables } from './tables.ts'

// A purpose that is changed, retired or brought back changes whom the office may count on: of everybody it concerns, not only
// of those who change something themselves.

export const reachTask = 'reach_anew'

/** Asks, in the transaction that changes the purpose, for the reach of everybody it concerns. */
export async function reachSoon(tx: Tx<TermsTables>, purpose: string): Promise<void> {
  await sql`select keep_jobs.add_job(${reachTask}::text, ${JSON.stringify({ purpose })}::json, queue_name := ${reachTask}::text, job_key := ${`${reachTask} ${purpose}`}::text)`.execute(
    tx,
  )
}

/**
 * Publishes anew the reach of all who are counted for this purpose, have said something about it or let data be used for less, so many in a transaction; gives
 * how many. Doing it again changes nothing.
 */
export async function reachAnew(db: Db<TermsTables>, purpose: string, now: Date, atOnce = 1000): Promise<number> {
  let done = 0
  for (let last = 0; ; ) {
    const customers = await inTransaction(db, async (tx) => {
      const next = await concerned(tx, purpose, last, atOnce)
      if (next.length === 0) return next
      await lockPersons(tx, next)
      await publishReach(tx, next, now)
      return next
    })
    done += customers.length
    last = customers.at(-1) ?? last
    if (customers.length < atOnce) return done
  }
}

async function concerned(tx: Tx<TermsTables>, purpose: string, after: number, limit: number): Promise<number[]> {
  const { rows } = await sql<{ customer_id: number }>`
    (select distinct customer_id from fact.reach where customer_id > ${after} and purpose = ${purpose} order by 1 limit ${limit})
    union
    (select distinct customer_id from keep.consent_state where customer_id > ${after} and purpose = ${purpose} order by 1 limit ${limit})
    union
    (select customer_id from fact.objection where customer_id > ${after} and purpose = ${purpose} order by 1 limit ${limit})
    union
    (select customer_id from keep.agreement where customer_id > ${after} and ended_at is null order by 1 limit ${limit})
    union
    (select customer_id from keep.signal where customer_id > ${after} and ended_at is null order by 1 limit ${limit})
    order by 1 limit ${limit}`.execute(tx)
  return rows.map((row) => row.customer_id)
}

/**
 * Publishes anew the reach of those whose childhood, guardian or guardian's word changed (the database notes each, keep.reach_due), so many in a transaction;
 * gives how many. For a timer.
 */
export async function publishDue(db: Db<TermsTables>, now: Date, atOnce = 500): Promise<number> {
  for (let done = 0; ; ) {
    const { rows } = await sql<{ customer_id: number }>`select customer_id from keep.reach_due order by customer_id limit ${atOnce}`.execute(db)
    const some = rows.map((row) => row.customer_id)
    if (some.length === 0) return done
    await inTransaction(db, async (tx) => {
      await lockPersons(tx, some)
      // Taken away first: what is noted while we look waits for us, and is due again.
      await sql`delete from keep.reach_due where customer_id = any(${some}::bigint[])`.execute(tx)
      await publishReach(tx, some, now)
    })
    done += some.length
  }
}

/** Notes those whose guardian was one until a day that has just passed: nothing was written on it. To be called at least daily. */
export async function noteGuardiansPast(db: Db<TermsTables>, now: Date): Promise<void> {
  await sql`
    insert into keep.reach_due (customer_id)
    select distinct y.customer_id from keep.guardian_yes y join keep.relation r on r.customer_id = y.customer_id and r.other_id = y.guardian_id and r.kind = 'guardian'
    where y.ended_at is null and r.until < ${now}::date and r.until >= ${now}::date - 2 on conflict do nothing`.execute(db)
}
