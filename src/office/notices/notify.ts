import { z } from 'zod'
import { type AnyDb, type Db, inTransaction, sql } from '../../platform/db/index.ts'
import { assert } from '../../platform/errors.ts'
import { tell } from '../live/index.ts'
import { wishesOf } from './choices.ts'
import { noticeFacts, noticeKind, subjectKinds } from './contract.ts'
import type { NoticeTables } from './tables.ts'

const factsAtMost = 20

/** What to tell, and whom. A job of this shape named `notify` is how the keep asks for it. */
export const asked = z.object({
  /** Numbers of staff. */
  to: z.array(z.int()).max(1000),
  kind: noticeKind,
  customer: z.int().optional(),
  subject: z.object({ kind: z.enum(subjectKinds), id: z.int() }).optional(),
  /** The colleague who caused it: not told of what they did themselves. */
  by: z.int().optional(),
  facts: noticeFacts.optional(),
  /** The same kind with the same word is told to somebody once, however often it is asked for. */
  once: z.string().max(100).optional(),
})

export const notifyTask = 'notify'

/**
 * Tells members of staff something, each as they chose; gives how many were told in the app. In a transaction it is told when that
 * commits. Facts are codes and figures: a word or a name is our bug.
 */
export async function notify(db: AnyDb, given: z.input<typeof asked> & { now: Date }): Promise<number> {
  const { now, ...rest } = given
  const { to, kind, customer = 0, subject, by, facts = {}, once } = asked.parse(rest)
  assert(Object.keys(facts).length <= factsAtMost, 'a notice with more facts than anybody reads')
  const whom = [...new Set(to)].filter((staff) => staff !== by)
  if (whom.length === 0) return 0
  const wishes = await wishesOf(db, whom)
  const chosen = whom.map((staff) => ({ staff, choice: wishes.get(staff)?.choices.find((c) => c.kind === kind) }))
  const told = chosen.filter(({ choice }) => choice && (choice.in_app || choice.mail !== 'no'))
  if (told.length === 0) return 0
  const inApp = told.map(({ choice }) => choice?.in_app === true)
  const byMail = told.map(({ choice }) => choice?.mail !== 'no')
  const { rows } = await sql<{ staff_id: number; in_app: boolean }>`
    insert into office.notice (customer_id, staff_id, kind, made_by, subject_kind, subject_id, facts, once, in_app, mail_due_at, at)
    select ${customer}, staff, ${kind}, ${by ?? null}::bigint, ${subject?.kind ?? null}::text, ${subject?.id ?? null}::bigint, ${JSON.stringify(facts)}::jsonb, ${once ?? null}::text, in_app,
      case when by_mail then ${now}::timestamptz end, ${now}
    from unnest(${told.map(({ staff }) => staff)}::bigint[], ${inApp}::boolean[], ${byMail}::boolean[]) as t(staff, in_app, by_mail)
    on conflict (customer_id, staff_id, kind, once) do nothing returning staff_id, in_app`.execute(db)
  const shown = rows.filter((row) => row.in_app)
  await tell(db, { topic: 'notices', to: shown.map((row) => row.staff_id) })
  return shown.length
}

const keptDays = 90
const keptEach = 2_000
const atOnce = 10_000

/** Deletes what is older than 90 days, and of each person what goes beyond the newest 2,000. */
export async function expireNotices(db: Db<NoticeTables>, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptDays * 86_400_000)
  for (let gone = atOnce; gone === atOnce; ) {
    gone = await inTransaction(db, async (tx) => {
      const deleted = await sql`delete from office.notice where (customer_id, notice_id) in
        (select customer_id, notice_id from office.notice where at < ${before} limit ${atOnce})`.execute(tx)
      return Number(deleted.numAffectedRows ?? 0)
    })
  }
  await sql`delete from office.notice where (customer_id, notice_id) in (
    select customer_id, notice_id from (
      select customer_id, notice_id, row_number() over (partition by staff_id order by at desc, notice_id desc) as nth from office.notice) n
    where nth > ${keptEach} limit ${atOnce})`.execute(db)
}
