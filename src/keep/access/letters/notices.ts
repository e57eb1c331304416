import type { z } from 'zod'
import { sql } from '../../../platform/db/index.ts'
import type { AccessDeps } from '../deps.ts'
import type { noticeLetters } from '../shapes.ts'
import { staffOf } from '../staff.ts'
import { queueLetter } from './letters.ts'

/** What became of a letter: on its way; written to less than a quarter of an hour ago; nobody there who works here. */
export type NoticeLetter = { staff: number; became: 'queued' | 'too_soon' | 'nobody' }

const everyMs = 15 * 60_000

/**
 * Queues letters that count somebody's notices. The keep holds the pace itself, whatever the office asks for; the same letter asked for
 * twice is one. In a transaction.
 */
export async function queueNoticeLetters(
  deps: AccessDeps & { publicUrl: string },
  letters: z.output<typeof noticeLetters>,
  now: Date,
): Promise<NoticeLetter[]> {
  const answers: NoticeLetter[] = []
  for (const letter of letters) answers.push({ staff: letter.staff, became: await one(deps, letter, now) })
  return answers
}

async function one(
  deps: AccessDeps & { publicUrl: string },
  { staff, upto, counts }: z.output<typeof noticeLetters>[number],
  now: Date,
): Promise<NoticeLetter['became']> {
  const row = await deps.db.selectFrom('keep.staff').selectAll().where('staff_id', '=', staff).where('status', '=', 'active').executeTakeFirst()
  if (!row) return 'nobody'
  const { rows } = await sql<{ staff_id: number }>`
    insert into keep.notice_letter as l (staff_id, upto, at) values (${staff}, ${upto}, ${now})
    on conflict (staff_id) do update set upto = excluded.upto, at = excluded.at where l.at <= ${new Date(now.getTime() - everyMs)} and l.upto <> excluded.upto
    returning staff_id`.execute(deps.db)
  if (rows.length === 0) {
    const last = await deps.db.selectFrom('keep.notice_letter').select('upto').where('staff_id', '=', staff).executeTakeFirstOrThrow()
    return last.upto === upto ? 'queued' : 'too_soon'
  }
  const { email, name, language } = staffOf(deps, row)
  await queueLetter(deps, { kind: 'notices', to: email, name, language, link: `${deps.publicUrl}/`, moment: now.toISOString(), counts }, now)
  return 'queued'
}
