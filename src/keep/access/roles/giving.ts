import { type Db, sql, type Tx } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Ability } from '../../../platform/http/index.ts'
import type { AccessTables } from '../tables.ts'
import type { Rights } from './builtIn.ts'
import { all, rightsOf, within } from './rights.ts'

// Nobody gives more than they have, and nobody changes what they may themselves. The built-in administrator gives every role.

/** Which purposes each role acts for: the register of purposes says so, and it belongs to another slice. */
export type PurposesOfRoles = ReadonlyMap<string, readonly string[]>

export type Giver = { id: number; role: string; rights: Rights }

const lacking = () => new AppError('forbidden', 'Your role does not include this. An administrator can change that.')

/**
 * Lets one at a time change who may do what, and looks again, under that lock, whether whoever asks still may: somebody who was
 * dismissed or lost the ability a moment ago changes nothing. Throws forbidden.
 */
export async function aloneAs(tx: Tx<AccessTables>, staff: number, needed: Ability): Promise<Giver> {
  await sql`select pg_advisory_xact_lock(hashtextextended('who may do what', 0))`.execute(tx)
  const row = await tx.selectFrom('keep.staff').select(['role', 'status']).where('staff_id', '=', staff).executeTakeFirst()
  const rights = row?.status === 'active' ? (await rightsOf(tx, [row.role])).get(row.role) : undefined
  if (!row || !rights?.abilities.includes(needed)) throw lacking()
  return { id: staff, role: row.role, rights }
}

/** Throws forbidden unless this giver has all that these rights and purposes are. */
export function mayGive(giver: Giver, given: Given, purposes: PurposesOfRoles): void {
  if (!hasAll(giver, given, purposes)) throw new AppError('forbidden', 'This would give or take away more than your own role has. An administrator can do it.')
}

type Given = { rights: Rights; purposes: readonly string[] }

/** Whether whoever gives has all of it. */
export function hasAll(giver: Omit<Giver, 'id'>, given: Given, purposes: PurposesOfRoles): boolean {
  return giver.role === 'admin' || (within(given.rights, giver.rights) && all(given.purposes, purposes.get(giver.role) ?? []))
}

/**
 * Throws conflict when nobody active would be an administrator, or when only providers are left to sign in by and the one who keeps a
 * password would be none. Call it under the lock, after the change.
 */
export async function someAdminStays(tx: Db<AccessTables>): Promise<void> {
  const { rows } = await sql<{ stays: boolean; glass: boolean }>`
    select exists (select from keep.staff where role = 'admin' and status = 'active') as stays,
      not exists (select from (select * from keep.sign_in_rules order by rules_id desc limit 1) r where r.only_providers
        and not exists (select from keep.staff s where s.staff_id = r.break_glass and s.role = 'admin' and s.status = 'active')) as glass`.execute(tx)
  if (rows[0]?.stays !== true) throw new AppError('conflict', 'There must always be an administrator. Give somebody else the role first.')
  if (!rows[0].glass) throw new AppError('conflict', 'Only this colleague may still sign in by password. Name somebody else in the rules of the sign-in first.')
}
