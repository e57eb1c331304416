import { inTransaction, sql } from '../../platform/db/index.ts'
import { letLie, sendMany } from '../channels/index.ts'
import { lockPersons, purposesNow } from '../terms/index.ts'
import type { AskingDeps } from './deps.ts'
import { tokenOf } from './link.ts'

const atOnce = 500
const house = { kind: 'service', id: 0, role: 'house' } as const
const letterPurpose = 'service'

type Row = { customer: number; question: number; endsAt: Date }

/**
 * Writes the letters of questions that have none yet, at the hours that hold for the message itself; gives how many were reserved. Whom the gate lets no
 * letter be written to is asked on their page alone. Doing it again writes nobody twice.
 */
export async function writeQuestions(deps: AskingDeps, now: Date, limit = atOnce): Promise<number> {
  if (!(await purposesNow(deps.db.$pickTables())).get(letterPurpose)?.channels.includes('email')) return 0
  const { rows } = await sql<Row>`
    select q.customer_id as customer, q.question_id as question, q.ends_at as "endsAt"
    from keep.question q join keep.message m on m.customer_id = q.customer_id and m.message_id = q.question_id and m.state = 'asked'
    where q.answer is null and q.written_at is null and q.not_before <= ${now} and q.ends_at > ${now} order by q.not_before limit ${limit}`.execute(deps.db)
  let written = 0
  for (const row of rows) if (await write(deps, row, now)) written += 1
  return written
}

async function write(deps: AskingDeps, { customer, question, endsAt }: Row, now: Date): Promise<boolean> {
  const link = `${deps.letters.publicUrl}/q/${tokenOf({ keyring: deps.keyring, ids: deps.letters.ids }, { customer, question })}`
  const [result] = await sendMany(
    deps.letters,
    {
      purpose: letterPurpose,
      topic: null,
      channels: ['email'],
      template: 'ask_first',
      customers: [{ customer }],
      contentKey: `ask.${question}`,
      urls: { link },
      slots: { until: endsAt.toISOString() },
      latest: endsAt,
    },
    { actor: house, now },
  )
  await sql`update keep.question set written_at = ${now} where customer_id = ${customer} and question_id = ${question} and written_at is null`.execute(deps.db)
  return result?.message != null
}

/** Ends questions whose time is over or whose message waits no more; gives how many. */
export async function endQuestions(deps: Pick<AskingDeps, 'db'>, now: Date): Promise<number> {
  const { rows } = await sql<Row>`
    select q.customer_id as customer, q.question_id as question, q.ends_at as "endsAt" from keep.question q
    where q.answer is null and (q.ends_at <= ${now}
      or not exists (select from keep.message m where m.customer_id = q.customer_id and m.message_id = q.question_id and m.state = 'asked'))
    order by q.customer_id limit ${atOnce}`.execute(deps.db)
  for (const { customer, question } of rows)
    await inTransaction(deps.db, async (tx) => {
      await lockPersons(tx, [customer])
      const ended = await sql`update keep.question set answer = 'none', answered_at = ${now}
        where customer_id = ${customer} and question_id = ${question} and answer is null returning question_id`.execute(tx)
      if (ended.rows.length > 0) await letLie(tx, { customer, message: question }, 'not_answered', now)
    })
  return rows.length
}
