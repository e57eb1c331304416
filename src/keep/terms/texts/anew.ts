import { type Db, inTransaction, sql, type Tx } from '../../../platform/db/index.ts'
import { lockPersons } from '../persons.ts'
import { publishReach } from '../reach.ts'
import { type By, type ConsentDeps, type ConsentKey, recordConsents } from '../recordConsents.ts'
import type { TermsTables } from '../tables.ts'

// A text that asks for more than the one before: whoever agreed to the earlier one did not agree to this. Their yes ends, as invalidated,
// and they are asked anew where they see the text.

export const anewTask = 'consents_anew'

type Below = { notice: string; below: number }

const holds = sql`s.state in ('ConsentGiven', 'RenewedConsentGiven')`
const said = sql`keep.consent_event e on e.customer_id = s.customer_id and e.purpose = s.purpose and e.category = s.category
  and e.channel = s.channel and e.topic = s.topic and e.seq = s.seq`

/** Asks, in the transaction that writes the text, for the end of what was agreed by earlier versions. */
export async function endSoon(tx: Tx<TermsTables>, of: Below): Promise<void> {
  await sql`select keep_jobs.add_job(${anewTask}::text, ${JSON.stringify(of)}::json, queue_name := ${anewTask}::text, job_key := ${`${anewTask} ${of.notice}`}::text)`.execute(
    tx,
  )
}

/** Ends every yes that was said to a version before `below`, so many people in a transaction; gives of how many. Doing it again changes nothing. */
export async function endEarlier(deps: ConsentDeps, db: Db<TermsTables>, { notice, below }: Below, by: By, atOnce = 500): Promise<number> {
  let done = 0
  for (let last = 0; ; ) {
    const customers = await inTransaction(db, async (tx) => {
      const earlier = sql`${holds} and e.notice = ${notice} and coalesce(e.notice_version, 1) < ${below}`
      const found = await sql<{ customer_id: number }>`
        select distinct s.customer_id from keep.consent_state s join ${said} where s.customer_id > ${last} and ${earlier} order by 1 limit ${atOnce}`.execute(
        tx,
      )
      const next = found.rows.map((r) => r.customer_id)
      if (next.length === 0) return next
      await lockPersons(tx, next)
      // Only now: until the lock was ours they may have agreed to the new one.
      const ended = await sql<{ customer_id: number } & ConsentKey>`
        select s.customer_id, s.purpose, s.category, s.channel, s.topic from keep.consent_state s join ${said}
        where s.customer_id = any(${next}::bigint[]) and ${earlier}`.execute(tx)
      await recordConsents(
        deps,
        tx,
        ended.rows.map(({ customer_id, ...key }) => ({ ...key, customer: customer_id, wish: 'invalidate' as const, method: 'text' })),
        by,
      )
      await publishReach(tx, next, by.now)
      return next
    })
    done += customers.length
    last = customers.at(-1) ?? last
    if (customers.length < atOnce) return done
  }
}

const mostCounted = 100_000

/** How many people a yes to each version of a text holds today. */
export async function yesesBy(
  db: Db<TermsTables>,
  { notice, purposes }: { notice: string; purposes: readonly string[] },
  now: Date,
): Promise<{ exact: boolean; of(version: number): number }> {
  const { rows } = await sql<{ version: number; people: number; records: number }>`
    select version, count(distinct customer_id)::int as people, count(*)::int as records from (
      select s.customer_id, coalesce(e.notice_version, 1) as version from keep.consent_state s join ${said}
      where s.purpose = any(${[...purposes]}::text[]) and ${holds} and e.notice = ${notice} and (s.expires_at is null or s.expires_at > ${now})
      limit ${mostCounted + 1}) held group by version`.execute(db)
  const people = new Map(rows.map((r) => [r.version, r.people]))
  return { exact: rows.reduce((all, r) => all + r.records, 0) <= mostCounted, of: (version) => people.get(version) ?? 0 }
}
