import { Secret, TOTP } from 'otpauth'
import { sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { AccessDeps } from './deps.ts'
import type { StaffRow } from './staff.ts'

// Codes by time (RFC 6238), six digits, thirty seconds, one step either side. A code works once.

const period = 30
const place = (id: number) => `totp\0${id}`
const totpOf = (secret: string, label: string) => new TOTP({ issuer: 'Rapport', label, secret: Secret.fromBase32(secret), period, digits: 6 })

/** A new secret to be put into an authenticator; it counts only when a first code has confirmed it. */
export async function enrolTotp(deps: AccessDeps, staff: { id: number; email: string }): Promise<{ secret: string; uri: string }> {
  const secret = new Secret({ size: 20 }).base32
  const begun = await deps.db
    .updateTable('keep.staff')
    .set({ totp_pending: deps.keyring.sealRecord(place(staff.id), secret) })
    .where('staff_id', '=', staff.id)
    .where('totp', 'is', null)
    .executeTakeFirst()
  // Else a session left open on somebody's desk would be enough to take the second factor over.
  if (begun.numUpdatedRows === 0n) throw new AppError('conflict', 'You have codes already. An administrator can take them off, then begin anew.')
  return { secret, uri: totpOf(secret, staff.email).toString() }
}

export async function confirmTotp(deps: AccessDeps, staffId: number, code: string, now: Date): Promise<void> {
  const row = await deps.db.selectFrom('keep.staff').selectAll().where('staff_id', '=', staffId).executeTakeFirst()
  if (!row?.totp_pending) throw new AppError('conflict', 'Begin with a new secret; there is none to confirm.')
  const step = stepOf(deps.keyring.openRecord(place(staffId), row.totp_pending).toString('utf8'), code, now)
  if (step === undefined) throw new AppError('bad_input', 'This code does not fit. Check the clock of your phone and try the next one.', { place: 'code' })
  await deps.db.updateTable('keep.staff').set({ totp: row.totp_pending, totp_pending: null, totp_last: step }).where('staff_id', '=', staffId).execute()
}

/**
 * Takes off somebody's codes, recovery codes and passkeys, when a phone was lost, and which account of a provider is theirs; signs them
 * out everywhere. In one transaction.
 */
export async function resetFactors({ db: tx }: Pick<AccessDeps, 'db'>, staffId: number): Promise<void> {
  await tx.updateTable('keep.staff').set({ totp: null, totp_pending: null, totp_last: null }).where('staff_id', '=', staffId).execute()
  await tx.deleteFrom('keep.passkey').where('staff_id', '=', staffId).execute()
  await tx.deleteFrom('keep.recovery_code').where('staff_id', '=', staffId).execute()
  await tx.deleteFrom('keep.sign_in_link').where('staff_id', '=', staffId).execute()
  await tx.deleteFrom('keep.session').where('staff_id', '=', staffId).execute()
}

/** Whether the code fits and was not used before; using it marks it. */
export async function codeFits(deps: AccessDeps, row: StaffRow, code: string, now: Date): Promise<boolean> {
  if (!row.totp) return false
  const step = stepOf(deps.keyring.openRecord(place(row.staff_id), row.totp).toString('utf8'), code, now)
  if (step === undefined) return false
  const used = await sql`update keep.staff set totp_last = ${step} where staff_id = ${row.staff_id} and coalesce(totp_last, 0) < ${step}`.execute(deps.db)
  return Number(used.numAffectedRows ?? 0n) === 1
}

function stepOf(secret: string, code: string, now: Date): number | undefined {
  const delta = totpOf(secret, '').validate({ token: code.replace(/\s/g, ''), timestamp: now.getTime(), window: 1 })
  return delta === null ? undefined : Math.floor(now.getTime() / 1000 / period) + delta
}
