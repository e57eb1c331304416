import { type Db, sql, type Tx } from '../../../platform/db/index.ts'
import { coveredByGpc, signalObeyed } from '../../agreements/index.ts'
import type { Keyring } from '../../keyring/index.ts'
import { type NoticeVersion, type Purpose, purposesNow, termsOf, versionsOf } from '../../terms/index.ts'
import type { UsedTables } from '../tables.ts'

// What a visitor of the company's own site is asked, and how their answers stand.

/** A purpose by consent that reaches people on the site, with the text in force. */
export type Question = { purpose: Purpose; notice: NoticeVersion; gpc: boolean }
export type Visitor = { customer: number; joined: boolean }

export const siteChannel = 'web' as const

/** What this site asks: every purpose by consent with a text and the channel "web". */
export async function questionsNow(db: Db<UsedTables> | Tx<UsedTables>): Promise<Question[]> {
  const some = [...(await purposesNow(db.$pickTables())).values()].filter((p) => p.legalBasis === 'consent' && p.channels.includes(siteChannel))
  const texts = await versionsOf(
    db.$pickTables(),
    some.flatMap((p) => p.notice ?? []),
  )
  return some.flatMap((purpose) => {
    const notice = texts.get(purpose.notice ?? '')?.at(-1)
    return notice ? [{ purpose, notice, gpc: coveredByGpc(purpose.needs) }] : []
  })
}

/** Whose a visitor's own number is; joined: somebody signed in with it since. undefined: nobody's yet. */
export async function visitorOf(deps: { db: Db<UsedTables>; keyring: Pick<Keyring, 'digest'> }, visitor: string): Promise<Visitor | undefined> {
  const { rows } = await sql<{ customer_id: number; status: string; merged_into: number | null }>`
    select c.customer_id, c.status, c.merged_into from keep.identifier i join keep.customer c on c.customer_id = i.customer_id
    where i.kind = 'anonymous' and i.digest = ${deps.keyring.digest('anonymous', visitor)}`.execute(deps.db)
  const [row] = rows
  return row && { customer: row.customer_id, joined: row.merged_into !== null || row.status !== 'anonymous' }
}

/** How each answer stands: yes only where it holds now, null where nobody has answered. */
export async function answersOf(
  db: Db<UsedTables>,
  { customer }: Visitor,
  questions: readonly Question[],
  now: Date,
): Promise<Map<string, 'yes' | 'no' | null>> {
  const { items, members } = await termsOf(db.$pickTables(), customer, now)
  const obeyed = await signalObeyed(db.$pickTables(), members)
  return new Map(
    questions.map(({ purpose, gpc }) => {
      const term = items.find((i) => i.purpose === purpose.purpose && i.channel === siteChannel && i.topic === null)
      const answered = term !== undefined && term.since !== null && term.state !== 'missing' && term.state !== 'asked' && term.state !== 'expired'
      return [purpose.purpose, (gpc && obeyed) || (answered && !term.allowed) ? 'no' : term?.allowed ? 'yes' : null]
    }),
  )
}
