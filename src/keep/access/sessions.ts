import { sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { Actor } from './actor.ts'
import { countFailure, forgetFailures, mayTry } from './attempts.ts'
import type { AccessDeps } from './deps.ts'
import { emailKey, passwordFits, type Staff, staffByEmail, staffOf } from './staff.ts'
import { digestOf, newToken } from './tokens.ts'
import { codeFits } from './totp.ts'

export type SignedIn = { token: string; expiresAt: Date; staff: Staff }

/** What a session's token stands for. */
export type Session = { actor: Actor; staff: Staff | undefined; customer: number | undefined; message: number | undefined; language: string | undefined }

const staffHours = 12
const customerHours = 24 * 14
const hourMs = 3_600_000
const renewMs = 60_000

const wrong = () => new AppError('unauthenticated', 'This e-mail and password do not go together.')

/**
 * Signs a member of staff in by password, and by code when a second factor is enrolled: then without a code the answer is
 * the refusal "code". An unknown address takes as long and is answered the same as a wrong password.
 */
export async function signIn(deps: AccessDeps, given: { email: string; password: string; code?: string | undefined; device: string; network: string }, now: Date): Promise<SignedIn | 'code'> {
  const who = emailKey(given.email)
  await mayTry(deps, 'sign-in', who, now)
  await mayTry(deps, 'network', given.network, now)
  const row = await staffByEmail(deps, who)
  if (!(await passwordFits(row, given.password)) || !row) {
    await countFailure(deps, 'sign-in', who, now)
    await countFailure(deps, 'network', given.network, now)
    throw wrong()
  }
  if (row.totp) {
    if (given.code === undefined) return 'code'
    if (!(await codeFits(deps, row, given.code, now))) {
      await countFailure(deps, 'sign-in', who, now)
      throw new AppError('unauthenticated', 'This code is wrong or was used already.', { place: 'code' })
    }
  }
  await forgetFailures(deps, 'sign-in', who)
  return openStaffSession(deps, staffOf(deps, row), given.device, now)
}

export async function openStaffSession(deps: AccessDeps, staff: Staff, device: string, now: Date): Promise<SignedIn> {
  const { token, digest } = newToken()
  const expiresAt = new Date(now.getTime() + staffHours * hourMs)
  await deps.db.insertInto('keep.session').values({ digest, staff_id: staff.id, customer_id: null, message_id: null, made_at: now, seen_at: now, expires_at: expiresAt, device }).execute()
  return { token, expiresAt, staff }
}

/** Opens a session for a customer; with `message` it is good for that message's page and for stopping, nothing else. */
export async function openCustomerSession(deps: Pick<AccessDeps, 'db'>, given: { customer: number; message?: number; device: string }, now: Date): Promise<{ token: string; expiresAt: Date }> {
  const { token, digest } = newToken()
  const expiresAt = new Date(now.getTime() + customerHours * hourMs)
  await deps.db.insertInto('keep.session').values({ digest, staff_id: null, customer_id: given.customer, message_id: given.message ?? null, made_at: now, seen_at: now, expires_at: expiresAt, device: given.device }).execute()
  return { token, expiresAt }
}

/** Whose token this is; undefined for one that is unknown, expired, or of somebody dismissed. Use prolongs a staff session. */
export async function sessionOf(deps: AccessDeps, token: string, now: Date): Promise<Session | undefined> {
  const digest = digestOf(token)
  const row = await deps.db.selectFrom('keep.session').selectAll().where('digest', '=', digest).executeTakeFirst()
  if (!row || row.expires_at <= now) return undefined
  if (now.getTime() - row.seen_at.getTime() > renewMs) {
    const until = row.staff_id === null ? row.expires_at : new Date(now.getTime() + staffHours * hourMs)
    await deps.db.updateTable('keep.session').set({ seen_at: now, expires_at: until }).where('digest', '=', digest).execute()
  }
  if (row.customer_id !== null) return customerSession(deps, row.customer_id, row.message_id)
  const staffRow = await deps.db.selectFrom('keep.staff').selectAll().where('staff_id', '=', row.staff_id ?? -1).executeTakeFirst()
  if (!staffRow || staffRow.status !== 'active') return undefined
  const staff = staffOf(deps, staffRow)
  return { actor: { kind: 'staff', id: staff.id, role: staff.role }, staff, customer: undefined, message: undefined, language: staff.language }
}

async function customerSession(deps: AccessDeps, customer: number, message: number | null): Promise<Session | undefined> {
  const rows = await sql<{ customer: number; language: string | null; status: string }>`
    select coalesce(merged_into, customer_id) as customer, language, status from keep.customer where customer_id = ${customer}`.execute(deps.db)
  const [row] = rows.rows
  if (!row || row.status === 'erased') return undefined
  return { actor: { kind: 'customer', id: row.customer, role: 'customer' }, staff: undefined, customer: row.customer, message: message ?? undefined, language: row.language ?? undefined }
}

export async function endSession(deps: Pick<AccessDeps, 'db'>, token: string): Promise<void> {
  await deps.db.deleteFrom('keep.session').where('digest', '=', digestOf(token)).execute()
}
