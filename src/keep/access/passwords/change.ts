import { hash } from '@node-rs/argon2'
import { AppError } from '../../../platform/errors.ts'
import { giveBack, mayTry } from '../attempts.ts'
import type { AccessDeps } from '../deps.ts'
import { tellSignedOut } from '../endings.ts'
import { passwordFits, type Staff, type StaffRow, staffByEmail } from '../staff.ts'
import { digestOf } from '../tokens.ts'
import { setPassword } from './reset.ts'

/** Whoever is signed in, if this is their password; a wrong one counts as a guess. */
export async function knowsPassword(deps: AccessDeps, staff: Staff, password: string, now: Date): Promise<StaffRow> {
  await mayTry(deps, 'address', staff.email, now)
  const row = await staffByEmail(deps, staff.email)
  if (!row || !(await passwordFits(row, password))) throw new AppError('bad_input', 'This is not your password.', { place: 'password' })
  await giveBack(deps, 'address', staff.email)
  return row
}

/** Changes one's own password, knowing the old one, and signs one out everywhere else. In a transaction; `row` as `knowsPassword` gave it. */
export async function changePassword(deps: AccessDeps, row: StaffRow, given: { next: string; token: string | undefined }, now: Date): Promise<void> {
  await setPassword(deps, row, await hash(given.next), now)
  const others = deps.db.deleteFrom('keep.session').where('staff_id', '=', row.staff_id)
  await (given.token === undefined ? others : others.where('digest', '<>', digestOf(given.token))).execute()
  await tellSignedOut(deps, row.staff_id)
}
