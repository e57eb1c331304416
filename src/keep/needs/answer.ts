import { sql, type Tx } from '../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import type { Actor } from '../access/index.ts'
import { moveFact } from './facts.ts'
import { letterTask } from './letter.ts'
import type { Budget, Company } from './say.ts'
import { answerPlace, byLot, type Sealing, sealer } from './sealed.ts'
import { agreedDays, answersAtMost } from './shapes.ts'
import type { AnswerRow, NeedRow, UsedTables } from './tables.ts'
import { tellAnswerer, tellOffice } from './tell.ts'

type At = { now: Date }

/** A need as it stands, held until the transaction ends; `members`: whose it must be. Throws not_found: for another's as for none. */
export async function heldNeed(tx: Tx<UsedTables>, need: number, members?: readonly number[]): Promise<NeedRow> {
  const theirs = members ? sql`and customer_id = any(${[...members]}::bigint[])` : sql``
  const { rows } = await sql<NeedRow>`select *, until::text as until from keep.need where need_id = ${need} ${theirs} for update`.execute(tx)
  const [row] = rows
  if (!row) throw notFound()
  return row
}

/** Whether the company does not know whose it is. */
export type Whose = { unnamed: boolean }
export const isUnnamed = (row: Pick<NeedRow, 'unnamed' | 'named_at'>) => row.unnamed && row.named_at === null

const isOpen = (row: NeedRow, now: Date) => row.state === 'open' && row.expires_at > now
export const over = () => new AppError('conflict', 'This is over: it was closed, or its time is past.')

export type Answering = At & { need: number; words: string; price: Budget | null; by: Actor; company: Company }

/** Answers a need that is open; the letter that says that an answer waits goes with the commit. Gives the answer's number. */
export async function answerNeed(deps: Sealing, tx: Tx<UsedTables>, said: Answering): Promise<number> {
  const row = await heldNeed(tx, said.need)
  if (!isOpen(row, said.now)) throw over()
  if (said.words.trim() === '') throw badInput('Say it in a few words.', 'words')
  if (said.price !== null && said.price.currency !== said.company.currency) throw badInput(`Say the price in ${said.company.currency}.`, 'price')
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from keep.need_answer where customer_id = ${row.customer_id} and need_id = ${row.need_id}`.execute(tx)
  if ((rows[0]?.count ?? 0) >= answersAtMost) throw new AppError('too_many', `There are ${answersAtMost} answers to this, which is the most.`)
  const place = { customer_id: row.customer_id, need_id: row.need_id, answer_id: byLot() }
  const seal = await sealer(deps, row.customer_id)
  const { kind, id, role } = said.by
  await tx
    .insertInto('keep.need_answer')
    .values({
      ...place,
      sealed: seal(answerPlace(place), said.words),
      price: said.price?.minor ?? null,
      currency: said.price?.currency ?? null,
      state: 'given',
      at: said.now,
      moved_at: said.now,
      by_kind: kind,
      by_id: id,
      by_role: role,
    })
    .execute()
  await moveFact(tx, row.need_id, 'answered')
  await sql`select keep_jobs.add_job(${letterTask}::text, ${JSON.stringify({ need: row.need_id, answer: place.answer_id })}::json)`.execute(tx)
  await tellOffice(tx, {})
  return place.answer_id
}

/** Takes an answer back that the customer has said nothing to. */
export async function takeBackAnswer(tx: Tx<UsedTables>, said: At & { need: number; answer: number }): Promise<void> {
  const row = await heldNeed(tx, said.need)
  if (!isOpen(row, said.now)) throw over()
  const answer = await heldAnswer(tx, row, said.answer)
  if (answer.state === 'taken_back') return
  if (answer.state !== 'given') throw new AppError('conflict', 'The customer has decided on this answer already.')
  await moveAnswer(tx, answer, 'taken_back', said.now)
  await moveFact(tx, row.need_id, (await answersGiven(tx, row)) > 0 ? 'answered' : 'open')
  await tellOffice(tx, {})
}

type Deciding = At & { members: readonly number[]; need: number; answer: number }

/**
 * The customer takes an answer: of an unnamed need the company knows from now on whose it is. Taking the same one again changes nothing;
 * taking another, or one of a need that is over, throws conflict.
 */
export async function acceptAnswer(tx: Tx<UsedTables>, { members, need, answer, now }: Deciding): Promise<Whose> {
  const row = await heldNeed(tx, need, members)
  const chosen = await heldAnswer(tx, row, answer)
  if (row.state === 'accepted' && chosen.state === 'accepted') return { unnamed: false }
  if (row.state === 'accepted') throw new AppError('conflict', 'You have accepted another answer already.')
  if (!isOpen(row, now)) throw over()
  if (chosen.state !== 'given') throw new AppError('conflict', 'This answer is not open any more.')
  await moveAnswer(tx, chosen, 'accepted', now)
  await sql`update keep.need set state = 'accepted', moved_at = ${now}, expires_at = ${new Date(now.getTime() + agreedDays * 86_400_000)},
      named_at = case when unnamed then ${now}::timestamptz end
    where customer_id = ${row.customer_id} and need_id = ${row.need_id}`.execute(tx)
  await moveFact(tx, row.need_id, 'accepted')
  await decided(tx, row, chosen, true)
  return { unnamed: false }
}

export async function declineAnswer(tx: Tx<UsedTables>, { members, need, answer, now }: Deciding): Promise<Whose> {
  const row = await heldNeed(tx, need, members)
  const chosen = await heldAnswer(tx, row, answer)
  if (chosen.state === 'declined') return { unnamed: isUnnamed(row) }
  if (!isOpen(row, now)) throw over()
  if (chosen.state !== 'given') throw new AppError('conflict', 'This answer is not open any more.')
  await moveAnswer(tx, chosen, 'declined', now)
  await moveFact(tx, row.need_id, (await answersGiven(tx, row)) > 0 ? 'answered' : 'open')
  await decided(tx, row, chosen, false)
  return { unnamed: isUnnamed(row) }
}

async function decided(tx: Tx<UsedTables>, { need_id }: NeedRow, { answer_id, by_kind, by_id }: AnswerRow, accepted: boolean): Promise<void> {
  if (by_kind === 'staff') await tellAnswerer(tx, { staff: by_id, need: need_id, answer: answer_id, accepted })
  await tellOffice(tx, {})
}

async function heldAnswer(tx: Tx<UsedTables>, { customer_id, need_id }: NeedRow, answer: number): Promise<AnswerRow> {
  const { rows } =
    await sql<AnswerRow>`select * from keep.need_answer where customer_id = ${customer_id} and need_id = ${need_id} and answer_id = ${answer}`.execute(tx)
  const [row] = rows
  if (!row) throw notFound()
  return row
}

async function moveAnswer(tx: Tx<UsedTables>, { customer_id, need_id, answer_id }: AnswerRow, state: AnswerRow['state'], now: Date): Promise<void> {
  await sql`update keep.need_answer set state = ${state}, moved_at = ${now}
    where customer_id = ${customer_id} and need_id = ${need_id} and answer_id = ${answer_id}`.execute(tx)
}

async function answersGiven(tx: Tx<UsedTables>, { customer_id, need_id }: NeedRow): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from keep.need_answer
    where customer_id = ${customer_id} and need_id = ${need_id} and state = 'given'`.execute(tx)
  return rows[0]?.count ?? 0
}
