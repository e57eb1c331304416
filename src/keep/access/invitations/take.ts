import { randomBytes } from 'node:crypto'
import { hash } from '@node-rs/argon2'
import { inTransaction } from '../../../platform/db/index.ts'
import { AppError, badInput } from '../../../platform/errors.ts'
import { noteAct } from '../audit/note.ts'
import type { AccessDeps } from '../deps.ts'
import { type From, placeOf } from '../from.ts'
import { passkeyRegisterOptions, registerPasskey, type Site } from '../passkeys.ts'
import { noteChange } from '../roles/assign.ts'
import { openStaffSession, type SignedIn } from '../sessions.ts'
import { emailKey, type Staff, sealStaff, staffOf } from '../staff.ts'
import { digestOf } from '../tokens.ts'
import { resetFactors } from '../totp.ts'
import { emailOf, type Invitation } from './invite.ts'

const gone = () => new AppError('unauthenticated', 'This invitation was used, taken back or is too old. Ask whoever invited you to send it again.')

/** The invitation of a token; unauthenticated when it is none, or none any more. Spends nothing. */
export async function invitationOf(deps: Pick<AccessDeps, 'db'>, token: string, now: Date): Promise<Invitation> {
  const row = await deps.db.selectFrom('keep.invitation').selectAll().where('digest', '=', digestOf(token)).executeTakeFirst()
  if (!row || row.taken_at !== null || row.revoked_at !== null || row.expires_at <= now) throw gone()
  return row
}

/** What the browser needs to make a passkey for whoever was invited: bound to the number they will have. */
export async function invitedPasskeyOptions(deps: AccessDeps, given: { token: string; name: string; site: Site }, now: Date) {
  const invitation = await invitationOf(deps, given.token, now)
  return passkeyRegisterOptions(deps, { id: invitation.staff_id, email: emailOf(deps, invitation), name: given.name }, given.site, now)
}

/** Joins by an invitation, once: with a password, or a passkey made for it, or both. Signed in from then on. */
export async function takeInvitation(
  deps: AccessDeps,
  given: { token: string; name: string; password: string | undefined; passkey: unknown; site: Site; from: From },
  now: Date,
): Promise<SignedIn> {
  if (given.password === undefined && given.passkey === undefined) throw badInput('password: a password or a passkey is needed', 'password')
  await invitationOf(deps, given.token, now)
  const password = await hash(given.password ?? randomBytes(32).toString('base64url'))
  const staff = await inTransaction(deps.db, (tx) => seat({ ...deps, db: tx }, given, password, now))
  return openStaffSession(deps, staff, { ...given.from, way: given.passkey === undefined ? 'password' : 'passkey' }, now)
}

async function seat(deps: AccessDeps, given: Parameters<typeof takeInvitation>[1], password: string, now: Date): Promise<Staff> {
  const invitation = await spend(deps, given.token, now)
  const staff = await seatStaff(deps, invitation, { name: given.name, password }, now)
  if (given.passkey !== undefined) await registerPasskey(deps, staff, { answer: given.passkey, site: given.site, device: given.from.device }, now)
  const by = { kind: 'staff', id: staff.id, role: staff.role } as const
  await noteAct(deps.db, { by, act: 'staff.joined', subject: { kind: 'staff', id: staff.id }, facts: { role: staff.role }, now, ...placeOf(deps, given.from) })
  return staff
}

/** Makes whom an invitation was for, or brings back whoever was dismissed, with nothing of what they signed in by before. */
export async function seatStaff(deps: AccessDeps, invitation: Invitation, given: { name: string; password: string }, now: Date): Promise<Staff> {
  const id = invitation.staff_id
  const email = emailOf(deps, invitation)
  await resetFactors(deps, id)
  const standing = {
    sealed: sealStaff(deps, id, { name: given.name, email }),
    password: given.password,
    role: invitation.role,
    units: invitation.units,
    language: invitation.language,
    status: 'active' as const,
  }
  const row = await deps.db
    .insertInto('keep.staff')
    .values({
      staff_id: id,
      email_digest: deps.keyring.digest('staff', emailKey(email)),
      totp: null,
      totp_pending: null,
      totp_last: null,
      created_at: now,
      ...standing,
    })
    .onConflict((c) => c.column('staff_id').doUpdateSet(standing))
    .returningAll()
    .executeTakeFirstOrThrow()
  const change = { staff_id: id, at: now, role: row.role, units: row.units, status: row.status, by_id: invitation.invited_by }
  await noteChange(deps.db, { change_id: await deps.rowIds.one(), ...change })
  return staffOf(deps, row)
}

/** Spends it: of two at once one gets it. */
export async function spend(deps: Pick<AccessDeps, 'db'>, token: string, now: Date): Promise<Invitation> {
  const row = await deps.db
    .updateTable('keep.invitation')
    .set({ taken_at: now })
    .where('digest', '=', digestOf(token))
    .where('taken_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw gone()
  return row
}
