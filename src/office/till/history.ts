import { type Db, sql } from '../../platform/db/index.ts'
import { type FactTables, purchaseKinds } from '../catalogue/index.ts'
import type { WorkTables } from '../work/index.ts'

// What is known of a buyer who stands at the till, from the facts: what they bought, what they said to suggestions, whether they wait for an answer.

/** One line of a purchase; `day` is of the company's calendar, counted from 1970. */
export type Line = { purchase: number; day: number; sku: string; quantity: number; category: string | null }
/** What was said to a suggestion, the oldest first; `sku` where it was of one good. */
export type Answer = { at: Date; took: boolean; sku: string | null }
export type History = { lines: Line[]; answers: Answer[]; complains: boolean }

const boughtDays = 730
const answeredDays = 180
/** Of somebody who buys many things each day the latest are enough. */
const mostLines = 2_000
const mostAnswers = 200
const dayMs = 86_400_000

/** Of one person by all their ids, up to `now`. */
export async function historyOf(db: Db<FactTables & WorkTables>, members: readonly number[], { now, zone }: { now: Date; zone: string }): Promise<History> {
  const ids = sql`any(${[...members]}::bigint[])`
  const since = (days: number) => new Date(now.getTime() - days * dayMs)
  const lines = await sql<Line>`
    select i.id as purchase, (i.at at time zone ${zone})::date - date '1970-01-01' as day, l.sku, l.quantity, p.category
    from fact.interaction i join fact.interaction_item l on l.customer_id = i.customer_id and l.interaction_id = i.id left join fact.product p on p.sku = l.sku
    where i.customer_id = ${ids} and i.kind = any(${[...purchaseKinds]}::text[]) and l.amount > 0 and i.at > ${since(boughtDays)} and i.at <= ${now}
    order by i.id desc limit ${mostLines}`.execute(db)
  const answers = await sql<Answer>`
    select i.at, i.outcome = 'accepted' as took, (select min(l.sku) from fact.interaction_item l where l.customer_id = i.customer_id and l.interaction_id = i.id) as sku
    from fact.interaction i
    where i.customer_id = ${ids} and i.kind = 'answer' and i.channel = 'shop' and i.outcome in ('accepted', 'refused') and i.at > ${since(answeredDays)} and i.at <= ${now}
    order by i.at desc limit ${mostAnswers}`.execute(db)
  const complaints = await sql<{ n: number }>`
    select count(*) as n from office.work_case where customer_id = ${ids} and kind in ('complaint', 'dispute') and state = 'open'`.execute(db)
  return { lines: lines.rows.toReversed(), answers: answers.rows.toReversed(), complains: (complaints.rows[0]?.n ?? 0) > 0 }
}
