import { type Db, sql } from '../../platform/db/index.ts'
import type { SendTables } from '../channels/index.ts'

/** A question that waits for its answer; the number is that of the message. */
export type OpenQuestion = { customer: number; question: number; purpose: string; channel: string; topic: string; askedAt: Date; endsAt: Date }

/** What these identities of one person are asked now, the oldest first: at most one for each purpose. */
export async function openQuestions(db: Db<SendTables>, members: readonly number[], now: Date): Promise<OpenQuestion[]> {
  const { rows } = await sql<OpenQuestion>`
    select q.customer_id as customer, q.question_id as question, q.purpose, q.channel, q.topic, q.asked_at as "askedAt", q.ends_at as "endsAt"
    from keep.question q join keep.message m on m.customer_id = q.customer_id and m.message_id = q.question_id and m.state = 'asked'
    where q.customer_id = any(${[...members]}::bigint[]) and q.answer is null and q.ends_at > ${now} order by q.asked_at, q.question_id`.execute(db)
  return rows
}
