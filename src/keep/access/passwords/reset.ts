import { hash } from '@node-rs/argon2'
import { inTransaction, sql } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import { noteAct } from '../audit/note.ts'
import type { AccessDeps } from '../deps.ts'
import { tellSignedOut } from '../endings.ts'
import { type From, placeOf } from '../from.ts'
import { queueLetter } from '../letters/letters.ts'
import { tellOf } from '../letters/news.ts'
import { type Staff, type StaffRow, staffByEmail, staffOf } from '../staff.ts'
import { digestOf, newToken } from '../tokens.ts'

// A new password, for whoever forgot the old one: a link that works once, for half an hour. It is the password alone that it replaces;
// a second factor is asked for as before.

const minutes = 30

type Resetting = AccessDeps & { publicUrl: string }

/** Mails somebody of the staff a link; the way it goes is the same for whoever asked. Gives the link. In a transaction. */
export async function sendReset(deps: Resetting, staff: Staff, by: Staff | undefined, now: Date): Promise<string> {
  const { token, digest } = newToken()
  const until = new Date(now.getTime() + minutes * 60_000)
  await deps.db.insertInto('keep.reset_link').values({ digest, staff_id: staff.id, made_at: now, expires_at: until, used_at: null }).execute()
  const link = `${deps.publicUrl}/reset#${token}`
  const letter = { kind: 'reset', to: staff.email, name: staff.name, language: staff.language, link, moment: until.toISOString() } as const
  await queueLetter(deps, by ? { ...letter, by: by.name } : letter, now)
  return link
}

/** For an address somebody typed. Nothing is said to whoever asks; the caller does not wait for it. */
export async function askReset(deps: Resetting, given: { email: string; from: From }, now: Date): Promise<void> {
  const row = await staffByEmail(deps, given.email)
  if (row?.status !== 'active') return
  await inTransaction(deps.db, async (tx) => {
    await sendReset({ ...deps, db: tx }, staffOf(deps, row), undefined, now)
    const subject = { kind: 'staff', id: row.staff_id } as const
    await noteAct(tx, { by: null, act: 'password.reset_asked', subject, now, ...placeOf(deps, given.from) })
  })
}

/** Sets a new password by a link, once, and signs that person out everywhere. */
export async function takeReset(deps: AccessDeps, given: { token: string; password: string; from: From }, now: Date): Promise<void> {
  const password = await hash(given.password)
  await inTransaction(deps.db, async (tx) => {
    const { rows } = await sql<{ staff_id: number }>`
      update keep.reset_link set used_at = ${now} where digest = ${digestOf(given.token)} and used_at is null and expires_at > ${now} returning staff_id`.execute(
      tx,
    )
    const row = rows[0] && (await tx.selectFrom('keep.staff').selectAll().where('staff_id', '=', rows[0].staff_id).executeTakeFirst())
    if (row?.status !== 'active') throw new AppError('unauthenticated', 'This link was used already or is too old. Ask for a new one.')
    await setPassword({ ...deps, db: tx }, row, password, now)
    await tx.deleteFrom('keep.session').where('staff_id', '=', row.staff_id).execute()
    await tellSignedOut({ db: tx }, row.staff_id)
    const by = { kind: 'staff', id: row.staff_id, role: row.role } as const
    await noteAct(tx, { by, act: 'password.reset', now, ...placeOf(deps, given.from) })
  })
}

/** Keeps a new password and tells its owner; links for another are spent. In a transaction. */
export async function setPassword(deps: AccessDeps, row: StaffRow, password: string, now: Date): Promise<void> {
  await deps.db.updateTable('keep.staff').set({ password }).where('staff_id', '=', row.staff_id).execute()
  await deps.db.updateTable('keep.reset_link').set({ used_at: now }).where('staff_id', '=', row.staff_id).where('used_at', 'is', null).execute()
  await tellOf(deps, staffOf(deps, row), { kind: 'password_changed' }, now)
}
