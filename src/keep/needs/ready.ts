import { type Db, sql } from '../../platform/db/index.ts'
import { notFound } from '../../platform/errors.ts'
import type { Actor } from '../access/index.ts'
import type { NeedTables } from './tables.ts'

// Answers kept at hand: words of the company's own, about nobody.

export type Ready = { answer: string; title: { [language: string]: string }; words: { [language: string]: string } }

export async function readyAnswers(db: Db<NeedTables>, page: { after: string | null; limit: number }): Promise<Ready[]> {
  const { rows } = await sql<Ready>`select answer, title, words from keep.ready_answer
    where retired_at is null and answer > ${page.after ?? ''} order by answer limit ${page.limit}`.execute(db)
  return rows
}

/** Makes one, or says it anew. */
export async function keepReadyAnswer(db: Db<NeedTables>, { answer, title, words }: Ready, by: { actor: Actor; now: Date }): Promise<void> {
  await sql`insert into keep.ready_answer (answer, title, words, changed_at, by_kind, by_id, retired_at)
    values (${answer}, ${JSON.stringify(title)}::jsonb, ${JSON.stringify(words)}::jsonb, ${by.now}, ${by.actor.kind}, ${by.actor.id}, null)
    on conflict (answer) do update set title = excluded.title, words = excluded.words, changed_at = excluded.changed_at,
      by_kind = excluded.by_kind, by_id = excluded.by_id, retired_at = null`.execute(db)
}

export async function retireReadyAnswer(db: Db<NeedTables>, answer: string, by: { actor: Actor; now: Date }): Promise<void> {
  const gone = await sql`update keep.ready_answer set retired_at = ${by.now}, changed_at = ${by.now}, by_kind = ${by.actor.kind}, by_id = ${by.actor.id}
    where answer = ${answer} and retired_at is null`.execute(db)
  if (!gone.numAffectedRows) throw notFound()
}
