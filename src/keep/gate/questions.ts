import { type Db, numberArray, type RawBuilder, sql } from '../../platform/db/index.ts'
import type { TermsTables } from '../terms/index.ts'
import type { GateFacts } from './decide.ts'

// Whoever wants to be asked each time: what they were asked, and what may be asked of them. Asking is itself a contact of a kind, so it is bounded: one
// open question for a purpose, a while of silence after a no, a shorter one after no answer.

export type AskedQuestion = { purpose: string; contentKey: string; answer: 'yes' | 'no'; at: Date; endsAt: Date }

const dayMs = 86_400_000
/** A no to a question leaves that purpose alone for so long. */
export const quietAfterNoMs = 30 * dayMs
/** So long nobody is asked again who did not answer. */
const quietAfterNoneMs = 14 * dayMs
const forGood = new Date(8_640_000_000_000_000)

/** Answers that still say something: a yes until its message is of no use, a no as long as its purpose is left alone, and to that content for good. */
export async function questionsOf(db: Db<TermsTables>, customers: readonly number[], now: Date): Promise<(AskedQuestion & { customer: number })[]> {
  const { rows } = await sql<AskedQuestion & { customer: number }>`
    select customer_id as customer, purpose, content_key as "contentKey", answer, answered_at as at, ends_at as "endsAt"
    from keep.question where customer_id = any(${numberArray(customers)}::bigint[]) and (answer = 'no' or (answer = 'yes' and ends_at > ${now}))`.execute(db)
  return rows
}

/** What the answers say of a contact with this content. */
export function askingOf(questions: readonly AskedQuestion[], of: { purpose: string; contentKey: string | undefined }): NonNullable<GateFacts['asking']> {
  const mine = questions.filter((q) => q.purpose === of.purpose)
  const last = (dates: readonly Date[]) => dates.toSorted((a, b) => b.getTime() - a.getTime())[0]
  return {
    yesUntil: last(mine.flatMap((q) => (q.answer === 'yes' && q.contentKey === of.contentKey ? [q.endsAt] : []))),
    noUntil: last(mine.flatMap((q) => (q.answer !== 'no' ? [] : [q.contentKey === of.contentKey ? forGood : new Date(q.at.getTime() + quietAfterNoMs)]))),
  }
}

/** A message that waits for an answer; its number is that of the question. */
export type NewQuestion = {
  customer: number
  question: number
  purpose: string
  channel: string
  topic: string
  contentKey: string
  notBefore: Date
  endsAt: Date
}

/**
 * The statement that asks what may be asked of locked persons, and gives the numbers of those questions: whoever has an open one for the purpose, said
 * no or nothing lately, or was asked about the same before is not asked.
 */
export function questionsPut(wanted: readonly NewQuestion[], now: Date): RawBuilder<{ question: number }> {
  const of = <K extends keyof NewQuestion>(key: K) => wanted.map((q) => q[key])
  return sql<{ question: number }>`
    with wanted as (
      select distinct on (n.purpose, coalesce(c.merged_into, c.customer_id)) n.*, coalesce(c.merged_into, c.customer_id) as person
      from unnest(${numberArray(of('customer'))}::bigint[], ${numberArray(of('question'))}::bigint[], ${of('purpose')}::text[], ${of('channel')}::text[], ${of('topic')}::text[],
        ${of('contentKey')}::text[], ${of('notBefore')}::timestamptz[], ${of('endsAt')}::timestamptz[])
        as n(customer, question, purpose, channel, topic, content_key, not_before, ends_at)
      join keep.customer c on c.customer_id = n.customer
      where n.ends_at > ${now}
      order by n.purpose, coalesce(c.merged_into, c.customer_id), n.question)
    insert into keep.question (customer_id, question_id, purpose, channel, topic, content_key, asked_at, not_before, ends_at)
    select w.customer, w.question, w.purpose, w.channel, w.topic, w.content_key, ${now}, w.not_before, w.ends_at from wanted w
    where not exists (
      select from keep.customer m join keep.question q on q.customer_id = m.customer_id
      where (m.customer_id = w.person or m.merged_into = w.person) and q.purpose = w.purpose
        and (q.answer is null or q.content_key = w.content_key
          or (q.answer = 'no' and q.answered_at > ${new Date(now.getTime() - quietAfterNoMs)})
          or (q.answer = 'none' and q.answered_at > ${new Date(now.getTime() - quietAfterNoneMs)})))
    returning question_id as question`
}
