import { type Db, inTransaction, numberArray, sql, type Tx } from '../../platform/db/index.ts'
import { everyDay, type TermsTables } from '../terms/index.ts'

// What shows in behaviour, for a block of people in two statements. All of it is counting: n of n, over a span that is said.

const dayMs = 86_400_000
/** So many people in one transaction. */
const atOnce = 5_000

/** Messages by one channel that count as evidence, at least. */
export const leastMessages = 8
/** What they did meanwhile, at least: silence alone says nothing of a channel. */
const leastElse = 3
const messageSpanMs = 180 * dayMs
/** Whoever acts within so long of a message may have acted upon it. */
const answerMs = 7 * dayMs
/** A yes to the channel so young outweighs what came before it. */
const youngYesMs = 90 * dayMs

/** What they did at hours of their own choosing, at least. */
export const leastActs = 12
const actSpanMs = 365 * dayMs
/** Ways by which the hour is theirs: a shop's opening hours are not. */
const ownHours = ['web', 'site', 'email', 'sms', 'chat', 'telegram', 'whatsapp', 'viber', 'vk', 'max', 'app', 'forum', 'social']
const [noon, evening] = [12 * 60, 18 * 60]

/** So long a row says something where it is not derived anew. */
const validMs = 90 * dayMs
/** Called wrong, it is not derived for a year. */
const wrongMs = 365 * dayMs

/** Derives everybody's anew as of `now`, block by block, each in a transaction of its own; gives how many rules stand. Doing it again changes nothing. */
export async function deriveRules(db: Db<TermsTables>, now: Date): Promise<number> {
  let stand = 0
  for (let after = 0; ; ) {
    const { rows } = await sql<{ customer_id: number }>`
      select customer_id from keep.customer where customer_id > ${after} and merged_into is null and status in ('known', 'anonymous') order by customer_id limit ${atOnce}`.execute(
      db,
    )
    const people = rows.map((row) => row.customer_id)
    if (people.length === 0) return stand
    stand += await inTransaction(db, (tx) => deriveFor(tx, people, now))
    after = people.at(-1) ?? 0
  }
}

async function deriveFor(tx: Tx<TermsTables>, people: readonly number[], now: Date): Promise<number> {
  const ago = (ms: number) => new Date(now.getTime() - ms)
  // Every identity of these people, with its root.
  const who = sql`
    who as materialized (select customer_id as member, customer_id as person, time_zone from keep.customer where customer_id = any(${numberArray(people)}::bigint[])
      union all select customer_id, merged_into, time_zone from keep.customer where merged_into = any(${numberArray(people)}::bigint[]))`
  const columns = sql.raw('customer_id, kind, channel, open, hits, of_n, from_at, to_at, method, derived_at, valid_until')
  // A row that stands as it was called wrong is left alone until that year is over.
  const kept = sql`on conflict (customer_id, kind, channel) do update set open = excluded.open, hits = excluded.hits, of_n = excluded.of_n, from_at = excluded.from_at, to_at = excluded.to_at,
      method = excluded.method, derived_at = excluded.derived_at, valid_until = excluded.valid_until, wrong_at = null, wrong_method = null
      where keep.inferred.wrong_at is null or keep.inferred.wrong_at < ${ago(wrongMs)}`
  const until = new Date(now.getTime() + validMs)

  await sql`
    with ${who},
    acts as materialized (select w.person, i.at from who w join fact.interaction i on i.customer_id = w.member
      where i.direction = 'in' and i.at > ${ago(messageSpanMs)} and i.at <= ${now}),
    busy as (select person from acts group by 1 having count(*) >= ${leastElse}),
    sent as (select distinct k.customer_id as person, k.channel, k.content_key, k.at from busy b join keep.contact k on k.customer_id = b.person
      where k.state = 'made' and k.mark is not null and k.at > ${ago(messageSpanMs)} and k.at <= ${ago(answerMs)}),
    counted as (select s.person, s.channel, count(*)::int as n, min(s.at) as first, max(s.at) as last,
        (count(*) filter (where exists (select from acts a where a.person = s.person and a.at > s.at and a.at <= s.at + ${answerMs / 1000} * interval '1 second')))::int as hits
      from sent s group by 1, 2)
    insert into keep.inferred (${columns})
    select c.person, 'channel', c.channel, null, 0, c.n, c.first, greatest(c.last, c.first + interval '1 second'), 'never_answered', ${now}, ${until} from counted c
    where c.n >= ${leastMessages} and c.hits = 0
      and not exists (select from who w join keep.consent_state s on s.customer_id = w.member
        where w.person = c.person and s.channel = c.channel and s.state in ('ConsentGiven', 'RenewedConsentGiven') and s.since > ${ago(youngYesMs)})
    ${kept}`.execute(tx)

  await sql`
    with ${who},
    company as (select time_zone from keep.company limit 1),
    acts as (select w.person, i.at, extract(hour from i.at at time zone coalesce(w.time_zone, (select time_zone from company), 'UTC')) as hour
      from who w join fact.interaction i on i.customer_id = w.member
      where i.direction = 'in' and i.channel = any(${ownHours}::text[]) and i.at > ${ago(actSpanMs)} and i.at <= ${now}),
    counted as (select person, count(*)::int as n, min(at) as first, max(at) as last, bool_or(hour < 12) as mornings, bool_or(hour >= 18) as evenings
      from acts group by 1 having count(*) >= ${leastActs})
    insert into keep.inferred (${columns})
    select c.person, 'hours', '*', array[${everyDay}, case when c.mornings then 0 else ${noon} end, case when c.evenings then ${24 * 60} else ${evening} end]::smallint[],
      0, c.n, c.first, greatest(c.last, c.first + interval '1 second'), 'never_active', ${now}, ${until} from counted c
    where not (c.mornings and c.evenings)
      and not exists (select from who w join keep.rule r on r.customer_id = w.member where w.person = c.person and r.kind = 'hours' and r.ended_at is null)
    ${kept}`.execute(tx)

  // What does not hold any more goes; what was called wrong stays, so that it is not derived again.
  const { rows } = await sql<{ stand: number }>`
    with gone as (delete from keep.inferred where customer_id = any(${numberArray(people)}::bigint[]) and derived_at < ${now} and (wrong_at is null or wrong_at < ${ago(wrongMs)}))
    select count(*)::int as stand from keep.inferred where customer_id = any(${numberArray(people)}::bigint[]) and derived_at = ${now} and wrong_at is null`.execute(
    tx,
  )
  return rows[0]?.stand ?? 0
}
