import { type Db, sql } from '../../platform/db/index.ts'
import { type ChannelDeps, sendMany } from '../channels/index.ts'
import type { UsedTables } from './tables.ts'

// A letter that says that an answer waits, and nothing of what was asked or answered: whoever reads over a shoulder learns no more. It
// answers what its customer asked for, so it goes also to whoever stopped all else.

/** The job by which it goes with the answer's commit. */
export const letterTask = 'need_letter'

const house = { kind: 'service', id: 0, role: 'house' } as const
const oneLetterMs = 3_600_000
const usefulMs = 3 * 86_400_000

/** Writes once for an answer that still waits; several within an hour are one letter. Of an unnamed need nobody of the company sees that it went. */
export async function writeOfAnswer(letters: ChannelDeps, db: Db<UsedTables>, of: { need: number; answer: number }, now: Date): Promise<void> {
  const { rows } = await sql<{ customer_id: number; unnamed: boolean; at: Date }>`
    select n.customer_id, n.unnamed and n.named_at is null as unnamed, a.at from keep.need n join keep.need_answer a using (customer_id, need_id)
    where n.need_id = ${of.need} and a.answer_id = ${of.answer} and n.state = 'open' and n.expires_at > ${now} and a.state = 'given'`.execute(db)
  const [row] = rows
  if (!row) return
  await sendMany(
    letters,
    {
      purpose: 'own_view',
      topic: null,
      channels: ['email'],
      template: 'need_answer',
      customers: [{ customer: row.customer_id }],
      // Of each sort one: were an open letter kept back for a discreet one, that would tell of it.
      contentKey: `${row.unnamed ? 'unnamed' : 'need'}_answer.${Math.floor(row.at.getTime() / oneLetterMs)}`,
      urls: { link: `${letters.publicUrl}/my/needs` },
      slots: {},
      latest: new Date(row.at.getTime() + usefulMs),
      discreet: row.unnamed,
    },
    { actor: house, now },
  )
}
