import { type Db, sql } from '../../platform/db/index.ts'
import { purposesNow, type TermsTables } from '../terms/index.ts'

/** A consent that ends soon, whose person is to be asked. */
export type Due = { customer: number; purpose: string; channel: string; topic: string; endsAt: Date }

const soonDays = 30

/**
 * So many consents that end soon and that nobody was asked about lately, those that end first before. Soon is the last month, of a short
 * consent its last quarter; lately is within the time in which the purpose leaves people alone.
 */
export async function dueNow(db: Db<TermsTables>, now: Date, limit: number): Promise<Due[]> {
  const purposes = [...(await purposesNow(db)).values()].filter((p) => p.legalBasis === 'consent' && p.channels.includes('email'))
  const { rows } = await sql<Due>`
    select s.customer_id as customer, s.purpose, s.channel, s.topic, s.expires_at as "endsAt"
    from keep.consent_state s
    join unnest(${purposes.map((p) => p.purpose)}::text[], ${purposes.map((p) => p.askAgain)}::text[]) as p(purpose, ask_again) on p.purpose = s.purpose
    join keep.customer c on c.customer_id = s.customer_id
    where s.state in ('ConsentGiven', 'RenewedConsentGiven') and s.category = 'contact' and s.channel in ('email', '*')
      and s.expires_at > ${now} and s.expires_at <= ${new Date(now.getTime() + soonDays * 86_400_000)}
      and s.expires_at - ${now}::timestamptz <= (s.expires_at - s.since) / 4
      and c.status = 'known' and c.merged_into is null and c.trashed_at is null
      and not exists (select from keep.renewal r where r.customer_id = s.customer_id and r.purpose = s.purpose and r.channel = s.channel and r.topic = s.topic
        and (r.ends_at = s.expires_at or greatest(r.asked_at, r.answered_at) + p.ask_again::interval > ${now}::timestamptz))
    order by s.expires_at, s.customer_id limit ${limit}`.execute(db)
  return rows
}
