import { timingSafeEqual } from 'node:crypto'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import { giveBack, mayTry } from './attempts.ts'
import { noteAct } from './audit/note.ts'
import type { AccessDeps } from './deps.ts'
import { addStaff, isSetUp, type Staff } from './staff.ts'
import { digestOf } from './tokens.ts'

export type FirstAdmin = { name: string; email: string; password: string; language: string }

const already = () => new AppError('conflict', 'This installation has been set up already. Sign in instead.')

/**
 * Makes the first administrator, once, for whoever holds the code that the start printed. `saveCompany` runs while nobody
 * else can set up and before the administrator exists, so an interrupted set-up can simply be repeated.
 */
export async function setUpFirstAdmin(
  deps: AccessDeps & { setUpCode: string | undefined },
  given: { code: string; network: string; admin: FirstAdmin; saveCompany(): Promise<void> },
  now: Date,
): Promise<Staff> {
  await checkCode(deps, given, now)
  return inTransaction(deps.db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('first administrator', 0))`.execute(tx)
    if (await isSetUp({ db: tx })) throw already()
    await given.saveCompany()
    const made = await addStaff({ ...deps, db: tx }, { ...given.admin, role: 'admin' }, { now, staff: null })
    await noteAct(tx, { by: null, act: 'staff.set_up', subject: { kind: 'staff', id: made.id }, now })
    return made
  })
}

/** Throws unless this is the code of the start and nobody has set up yet. A wrong one counts as a guess. */
export async function checkCode(deps: AccessDeps & { setUpCode: string | undefined }, given: { code: string; network: string }, now: Date): Promise<void> {
  if (await isSetUp(deps)) throw already()
  await mayTry(deps, 'set-up', given.network, now)
  if (deps.setUpCode === undefined || !timingSafeEqual(digestOf(given.code.trim()), digestOf(deps.setUpCode))) {
    throw new AppError('forbidden', 'This is not the code that was printed at the start.', { place: 'code' })
  }
  await giveBack(deps, 'set-up', given.network)
}
