import { type Db, inTransaction, sql, type Tx } from '../../platform/db/index.ts'
import { AppError, badInput } from '../../platform/errors.ts'
import type { Actor } from '../access/actor.ts'
import type { AccessRoutesDeps, AccessTables } from '../access/index.ts'
import { oneAtATime, purposesNow, registerPurpose } from './purposes.ts'
import type { TermsTables } from './tables.ts'

// Which purposes a role acts for is said by the purposes, and by nothing else. Here it is read and changed by role.

/** The purposes in use that name each role. */
async function purposesOfRoles(db: Db<TermsTables>): Promise<Map<string, string[]>> {
  const named = [...(await purposesNow(db)).values()].flatMap((p) => p.roles.map((role) => ({ role, purpose: p.purpose })))
  return new Map([...Map.groupBy(named, (n) => n.role)].map(([role, some]) => [role, some.map((n) => n.purpose)]))
}

/**
 * Lets a role act for these purposes and no others: a new version of each purpose that changes. Throws bad_input for one that is not
 * in use, and conflict where nobody would be left to act for it.
 */
async function setPurposesOfRole(tx: Tx<TermsTables>, role: string, wanted: readonly string[], at: { actor: Actor; now: Date }): Promise<void> {
  await oneAtATime(tx)
  const purposes = await purposesNow(tx)
  const unknown = wanted.find((purpose) => !purposes.has(purpose))
  if (unknown !== undefined) throw badInput(`purposes: there is no purpose "${unknown}" in use`, 'purposes')
  for (const p of purposes.values()) {
    const [has, should] = [p.roles.includes(role), wanted.includes(p.purpose)]
    if (has === should) continue
    const roles = should ? [...p.roles, role] : p.roles.filter((one) => one !== role)
    if (roles.length === 0)
      throw new AppError('conflict', `Nobody else acts for the purpose "${p.purpose}". Give it to another role first.`, { place: 'purposes' })
    await registerPurpose(tx, { ...p, checks: [...p.checks], roles }, at)
  }
}

/** Both sides for whoever changes roles: what the purposes say of each, and one transaction to change it in. */
export const roleSide = (db: Db<TermsTables & AccessTables>): AccessRoutesDeps['purposes'] => ({
  ofRoles: () => purposesOfRoles(db.$pickTables()),
  change: (run) =>
    inTransaction(db, (tx) =>
      run(tx.$pickTables(), {
        ofRoles: () => purposesOfRoles(tx.$pickTables()),
        setOfRole: (role, wanted, at) => setPurposesOfRole(tx.$pickTables(), role, wanted, at),
      }),
    ),
})

/** Throws bad_input for a role that is none; one that was retired stays where it is named already. */
export async function rolesThatAre(db: Db<TermsTables>, roles: readonly string[], already: readonly string[]): Promise<void> {
  const { rows } = await sql<{ role: string }>`select role from keep.role where role = any(${[...roles]}::text[]) and retired_at is null`.execute(db)
  const known = new Set([...rows.map((row) => row.role), ...already])
  const wrong = roles.find((role) => !known.has(role))
  if (wrong !== undefined) throw badInput(`roles: there is no role "${wrong}"`, 'roles')
}
