import { AppError } from '../../../platform/errors.ts'
import { forgetAttempts, giveBack, mayTry } from '../attempts.ts'
import type { AccessDeps } from '../deps.ts'
import { knowsPassword } from '../passwords/change.ts'
import type { Session } from '../sessions.ts'
import { type Staff, staffByEmail } from '../staff.ts'
import { digestOf } from '../tokens.ts'
import { codeFits } from '../totp.ts'

// Step-up: for keys, roles, approvals and dismissals it is not enough that a session was left open. Whoever is at the keyboard has
// shown within the last ten minutes that it is them: by signing in, or here.

const minutes = 10
/** Clocks of several machines differ by so much at most; what lies further ahead was shown before the clock was set back, nobody knows how long ago. */
const mostAheadMs = 60_000

export function isFresh(confirmedAt: Date | null, now: Date): boolean {
  if (confirmedAt === null) return false
  const ago = now.getTime() - confirmedAt.getTime()
  return ago < minutes * 60_000 && ago >= -mostAheadMs
}

/** Throws when the company asks for a second factor of this role and there is none yet: nothing else opens before. */
export function mustHaveEnrolled(session: Session): void {
  if (session.mustEnrol) throw new AppError('forbidden', 'Your role asks for a second step at the sign-in. Put it on first.', { place: 'second_factor' })
}

/** Throws unless whoever asks has just shown who they are; `place` tells the page to ask for it. */
export function mustBeFresh(session: Pick<Session, 'confirmedAt'>, now: Date): void {
  if (!isFresh(session.confirmedAt, now))
    throw new AppError('forbidden', 'Show once more that it is you: this was too long ago for such a change.', { place: 'confirm' })
}

/** Shows who one is by a code where there are codes, else by the password. */
export async function confirmBy(deps: AccessDeps, staff: Staff, given: { password?: string | undefined; code?: string | undefined }, now: Date): Promise<void> {
  if (!staff.secondFactor) return void (await knowsPassword(deps, staff, given.password ?? '', now))
  await mayTry(deps, 'address', staff.email, now)
  const row = await staffByEmail(deps, staff.email)
  if (!row || !(await codeFits(deps, row, given.code ?? '', now))) throw new AppError('bad_input', 'This code is wrong or was used already.', { place: 'code' })
  await giveBack(deps, 'address', staff.email)
  await forgetAttempts(deps, 'address', staff.email)
}

/** Notes with the session that it was them. */
export async function confirmed(deps: Pick<AccessDeps, 'db'>, token: string, now: Date): Promise<void> {
  await deps.db.updateTable('keep.session').set({ confirmed_at: now }).where('digest', '=', digestOf(token)).execute()
}
