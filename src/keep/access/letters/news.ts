import { sql } from '../../../platform/db/index.ts'
import type { AccessDeps } from '../deps.ts'
import type { Staff } from '../staff.ts'
import { queueLetter, type StaffLetter } from './letters.ts'

// News about somebody's own account: whoever did not do it themselves learns of it at once.

type News = 'password_changed' | 'new_device' | 'recovery_used' | 'factor_removed'

export function tellOf(deps: AccessDeps, staff: Staff, news: { kind: News; device?: string }, now: Date): Promise<void> {
  const letter: StaffLetter = { ...news, to: staff.email, name: staff.name, language: staff.language, moment: now.toISOString() }
  return queueLetter(deps, letter, now)
}

/** Tells of a sign-in from a class of device that was not seen before; of the first of all there is nothing to tell. */
export async function tellOfDevice(deps: AccessDeps, staff: Staff, device: string, now: Date): Promise<void> {
  const { rows } = await sql<{ ever: boolean; here: boolean }>`
    select count(*) > 0 as ever, coalesce(bool_or(device = ${device}), false) as here from keep.audit
    where by_kind = 'staff' and by_id = ${staff.id} and act = 'session.signed_in'`.execute(deps.db)
  if (rows[0]?.ever && !rows[0].here) await tellOf(deps, staff, { kind: 'new_device', device }, now)
}
