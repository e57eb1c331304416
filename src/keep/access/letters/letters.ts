import { z } from 'zod'
import { sql } from '../../../platform/db/index.ts'
import type { AccessDeps } from '../deps.ts'

// Letters to the company's own staff: invitations, links, news about their account. Staff are no customers, so the gate has no say;
// nobody but the keep itself can cause one, and only to an address of the staff or of somebody an administrator invited.

export const letterTask = 'staff_letter'

const letterShape = z.object({
  kind: z.enum(['invitation', 'reset', 'password_changed', 'new_device', 'recovery_used', 'factor_removed', 'notices']),
  to: z.string(),
  name: z.string(),
  language: z.string(),
  /** Who caused it. */
  by: z.string().optional(),
  link: z.string().optional(),
  /** ISO 8601: until when the link works, or when it happened. */
  moment: z.string(),
  device: z.string().optional(),
  /** How many notices of each kind. */
  counts: z.record(z.string(), z.int()).optional(),
})
export type StaffLetter = z.output<typeof letterShape>

const keptDays = 7
const placeOf = (id: number) => `staff letter\0${id}`

/** Puts a letter in the queue, in the transaction of what it tells about. */
export async function queueLetter(deps: AccessDeps, letter: StaffLetter, now: Date): Promise<void> {
  const id = await deps.rowIds.one()
  await deps.db
    .insertInto('keep.staff_letter')
    .values({ letter_id: id, sealed: deps.keyring.sealRecord(placeOf(id), JSON.stringify(letter)), made_at: now })
    .execute()
  await sql`select keep_jobs.add_job(${letterTask}::text, ${JSON.stringify({ letter: id })}::json, max_attempts := 8)`.execute(deps.db)
}

/** A letter that waits; undefined once it has left. */
export async function openLetter(deps: Pick<AccessDeps, 'db' | 'keyring'>, id: number): Promise<(StaffLetter & { madeAt: Date }) | undefined> {
  const row = await deps.db.selectFrom('keep.staff_letter').selectAll().where('letter_id', '=', id).executeTakeFirst()
  if (!row) return undefined
  return { ...letterShape.parse(JSON.parse(deps.keyring.openRecord(placeOf(id), row.sealed).toString('utf8'))), madeAt: row.made_at }
}

/** It has left. */
export async function letterLeft(deps: Pick<AccessDeps, 'db'>, id: number): Promise<void> {
  await deps.db.deleteFrom('keep.staff_letter').where('letter_id', '=', id).execute()
}

/** Lets go of letters that could not leave: their links work no more. */
export async function sweepLetters(deps: Pick<AccessDeps, 'db'>, now: Date): Promise<void> {
  await deps.db
    .deleteFrom('keep.staff_letter')
    .where('made_at', '<', new Date(now.getTime() - keptDays * 86_400_000))
    .execute()
}
