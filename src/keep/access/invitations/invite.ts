import { violated } from '../../../platform/db/index.ts'
import { AppError, notFound } from '../../../platform/errors.ts'
import type { AccessDeps } from '../deps.ts'
import { queueLetter } from '../letters/letters.ts'
import { emailKey, type Staff, staffByEmail } from '../staff.ts'
import type { AccessTables } from '../tables.ts'
import { newToken } from '../tokens.ts'

// An administrator invites by e-mail. The link works once, for seven days; sent again it is another one.

export type Invitation = AccessTables['keep.invitation']
const days = 7
export const invitationPlace = (id: number) => `invitation\0${id}`

export type Inviting = AccessDeps & { publicUrl: string }
type Sent = { invitation: Invitation; link: string }

/** Invites somebody; in a transaction, after it was asked whether the role may be given. A dismissed colleague comes back under their old number. */
export async function inviteStaff(
  deps: Inviting,
  given: { email: string; role: string; units: readonly string[]; language: string; by: Staff },
  now: Date,
): Promise<Sent> {
  const { role } = given
  const email = emailKey(given.email)
  const known = await staffByEmail(deps, email)
  if (known?.status === 'active') throw new AppError('conflict', 'Somebody with this e-mail is on the staff already.', { place: 'email' })
  const id = await deps.rowIds.one()
  const { token, digest } = newToken()
  const row: Invitation = {
    invitation_id: id,
    digest,
    email_digest: deps.keyring.digest('staff', email),
    sealed: deps.keyring.sealRecord(invitationPlace(id), email),
    staff_id: known?.staff_id ?? (await deps.rowIds.one()),
    role,
    units: [...given.units],
    language: given.language,
    invited_by: given.by.id,
    invited_at: now,
    sent_at: now,
    expires_at: endOf(now),
    taken_at: null,
    revoked_at: null,
  }
  try {
    await deps.db.insertInto('keep.invitation').values(row).execute()
  } catch (error) {
    if (violated(error) === 'invitation_open')
      throw new AppError('conflict', 'This e-mail has an invitation already. Send it again instead.', { place: 'email' })
    throw error
  }
  return mailed(deps, row, { email, token, by: given.by.name }, now)
}

/** A new link for an invitation that is open, also when its time is over. */
export async function inviteAnew(deps: Inviting, id: number, by: Staff, now: Date): Promise<Sent> {
  const { token, digest } = newToken()
  const row = await deps.db
    .updateTable('keep.invitation')
    .set({ digest, sent_at: now, expires_at: endOf(now) })
    .where('invitation_id', '=', id)
    .where('taken_at', 'is', null)
    .where('revoked_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw notFound()
  return mailed(deps, row, { email: emailOf(deps, row), token, by: by.name }, now)
}

export async function revokeInvitation(deps: Pick<AccessDeps, 'db'>, id: number, now: Date): Promise<void> {
  const done = await deps.db
    .updateTable('keep.invitation')
    .set({ revoked_at: now })
    .where('invitation_id', '=', id)
    .where('taken_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) throw notFound()
}

/** Open invitations, also those whose time is over, the newest first. `below` is the number of the last one seen. */
export async function listInvitations(deps: Pick<AccessDeps, 'db'>, page: { below: number | undefined; limit: number }): Promise<Invitation[]> {
  const open = deps.db.selectFrom('keep.invitation').selectAll().where('taken_at', 'is', null).where('revoked_at', 'is', null)
  const after = page.below === undefined ? open : open.where('invitation_id', '<', page.below)
  return after.orderBy('invitation_id', 'desc').limit(page.limit).execute()
}

export const emailOf = (deps: Pick<AccessDeps, 'keyring'>, row: Invitation): string =>
  deps.keyring.openRecord(invitationPlace(row.invitation_id), row.sealed).toString('utf8')

const endOf = (now: Date) => new Date(now.getTime() + days * 86_400_000)

async function mailed(deps: Inviting, invitation: Invitation, { email, token, by }: { email: string; token: string; by: string }, now: Date): Promise<Sent> {
  const link = `${deps.publicUrl}/join#${token}`
  await queueLetter(
    deps,
    { kind: 'invitation', to: email, name: '', language: invitation.language, by, link, moment: invitation.expires_at.toISOString() },
    now,
  )
  return { invitation, link }
}
