import { sql, type Tx } from '../../platform/db/index.ts'
import { letGo, letLie, type SendTables } from '../channels/index.ts'
import { identitiesOf, lockPersons } from '../terms/index.ts'
import { type OpenQuestion, openQuestions } from './open.ts'

/** `reason`: why it does not go in spite of a yes. */
export type Answered = { question: OpenQuestion; reason: string | null }

/**
 * Takes the answer to a question of this customer's person, once; undefined when there is none of that number, or it is answered or over. A yes is to
 * that very message: it goes if the gate still lets it. Write nothing for their receipts before it.
 */
export async function answerQuestion(
  tx: Tx<SendTables>,
  of: { customer: number; question: number; yes: boolean },
  by: { method: string; now: Date },
): Promise<Answered | undefined> {
  await lockPersons(tx, [of.customer])
  const members = (await identitiesOf(tx, [of.customer])).get(of.customer) ?? []
  const question = (await openQuestions(tx, members, by.now)).find((q) => q.question === of.question)
  if (!question) return undefined
  await sql`update keep.question set answer = ${of.yes ? 'yes' : 'no'}, answered_at = ${by.now}, method = ${by.method}
    where customer_id = ${question.customer} and question_id = ${question.question} and answer is null`.execute(tx)
  const waiting = { customer: question.customer, message: question.question }
  if (of.yes) return { question, reason: (await letGo(tx, waiting, by.now)) ?? null }
  await letLie(tx, waiting, 'ask_refused', by.now)
  return { question, reason: null }
}

/** What a receipt says of an answer, in codes. */
export const answerSays = ({ purpose, channel, topic }: OpenQuestion, yes: boolean) => ({
  deed: 'terms' as const,
  said: ['question', purpose, channel, topic, yes ? 'yes' : 'no'],
})
