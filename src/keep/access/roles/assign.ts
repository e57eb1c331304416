import { type Db, sql, type Tx } from '../../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../../platform/errors.ts'
import type { IdBlocks } from '../../../platform/ids/index.ts'
import type { AccessTables } from '../tables.ts'
import { type Giver, hasAll, mayGive, type PurposesOfRoles, someAdminStays } from './giving.ts'
import { rightsOf } from './rights.ts'

type Change = { role?: string | undefined; units?: readonly string[] | undefined; status?: 'dismissed' }
export type StaffChange = AccessTables['keep.staff_change']

/** Throws bad_input for a role that is none, or is retired; forbidden when it is more than the giver has. */
export async function mayAssign(tx: Tx<AccessTables>, giver: Giver, role: string, purposes: PurposesOfRoles): Promise<void> {
  const known = await tx.selectFrom('keep.role').select('retired_at').where('role', '=', role).executeTakeFirst()
  if (!known || known.retired_at !== null) throw badInput(`role: there is no role "${role}"`, 'role')
  await mayGiveRole(tx, giver, role, purposes)
}

/** Throws forbidden when somebody may more than whoever manages them; not_found for nobody. */
export async function mayManage(tx: Tx<AccessTables>, giver: Giver, staff: number, purposes: PurposesOfRoles): Promise<void> {
  const of = await tx.selectFrom('keep.staff').select('role').where('staff_id', '=', staff).executeTakeFirst()
  if (!of) throw notFound()
  await mayGiveRole(tx, giver, of.role, purposes)
}

/** Those of these roles whose holders somebody may manage: whoever may more than they is not among them. */
export async function managedRoles(db: Db<AccessTables>, giver: Omit<Giver, 'id'>, roles: readonly string[], purposes: PurposesOfRoles): Promise<Set<string>> {
  const rights = await rightsOf(db, [...new Set(roles)])
  return new Set([...rights].filter(([role, of]) => hasAll(giver, { rights: of, purposes: purposes.get(role) ?? [] }, purposes)).map(([role]) => role))
}

async function mayGiveRole(tx: Tx<AccessTables>, giver: Giver, role: string, purposes: PurposesOfRoles): Promise<void> {
  const rights = (await rightsOf(tx, [role])).get(role)
  if (rights) mayGive(giver, { rights, purposes: purposes.get(role) ?? [] }, purposes)
}

/**
 * The units somebody is given. Throws bad_input for those that are none or are retired, but for those they have already; forbidden for
 * units of others, where the giver works with their own or sees customers of their own.
 */
export async function unitsToGive(tx: Tx<AccessTables>, giver: Giver, units: readonly string[], already: readonly string[] = []): Promise<string[]> {
  if (giver.rights.scope === 'own' || giver.rights.customers !== 'all') await withinOwn(tx, giver, units)
  const asked = [...new Set(units)]
  const { rows } = await sql<{ code: string }>`select code from keep.unit where code = any(${asked}::text[]) and retired_at is null`.execute(tx)
  const known = new Set([...rows.map((row) => row.code), ...already])
  const wrong = asked.find((unit) => !known.has(unit))
  if (wrong !== undefined) throw badInput(`units: there is no unit "${wrong}" in use`, 'units')
  return asked
}

/**
 * Gives somebody another role or other units, or ends their access: in force with the commit, also for sessions that are open. Nobody
 * does it to themselves, nor to somebody who may more; an administrator always stays. Call it under the lock of who may do what.
 * Gives how they stand before and after.
 */
export async function changeStaff(
  tx: Tx<AccessTables>,
  of: { giver: Giver; staff: number; change: Change; purposes: PurposesOfRoles; rowIds: IdBlocks },
  now: Date,
): Promise<{ before: StaffStands; after: StaffStands }> {
  const { giver, staff, change, purposes } = of
  const before = await tx.selectFrom('keep.staff').select(['role', 'units', 'status']).where('staff_id', '=', staff).executeTakeFirst()
  if (!before) throw notFound()
  if (staff === giver.id) throw new AppError('conflict', 'You cannot change your own role, units or access. A colleague can.')
  if (before.status === 'dismissed' && change.status === 'dismissed') return { before, after: before }
  if (before.status === 'dismissed') throw new AppError('conflict', 'This person is not on the staff any more.')
  await mayGiveRole(tx, giver, before.role, purposes)
  const after = {
    role: change.role ?? before.role,
    units: change.units ? await unitsToGive(tx, giver, change.units, before.units) : before.units,
    status: change.status ?? before.status,
  }
  if (change.role !== undefined && change.role !== before.role) await mayAssign(tx, giver, change.role, purposes)
  if (JSON.stringify(after) === JSON.stringify(before)) return { before, after }
  await tx.updateTable('keep.staff').set(after).where('staff_id', '=', staff).execute()
  if (after.status === 'dismissed') await endEverything(tx, staff, now)
  await someAdminStays(tx)
  await noteChange(tx, { change_id: await of.rowIds.one(), staff_id: staff, at: now, ...after, by_id: giver.id })
  return { before, after }
}

type StaffStands = { role: string; units: string[]; status: 'active' | 'dismissed' }

/** Sessions end, and so do keys of programs whose secret they saw and invitations whose link they may have: with the dismissal, or not at all. */
async function endEverything(tx: Tx<AccessTables>, staff: number, now: Date): Promise<void> {
  await tx.deleteFrom('keep.session').where('staff_id', '=', staff).execute()
  await sql`select pg_notify('rapport_sessions', ${String(staff)})`.execute(tx)
  await tx
    .updateTable('keep.invitation')
    .set({ revoked_at: now })
    .where((is) => is.or([is('invited_by', '=', staff), is('staff_id', '=', staff)]))
    .where('taken_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute()
  await tx
    .updateTable('keep.api_key')
    .set({ revoked_at: now })
    .where('made_by', '=', staff)
    .where((is) => is.or([is('revoked_at', 'is', null), is('revoked_at', '>', now)]))
    .execute()
}

async function withinOwn(tx: Tx<AccessTables>, giver: Giver, units: readonly string[]): Promise<void> {
  const own = await tx.selectFrom('keep.staff').select('units').where('staff_id', '=', giver.id).executeTakeFirst()
  if (units.some((unit) => !own?.units.includes(unit))) throw new AppError('forbidden', 'You work with your own units, so you can give only these.')
}

export async function noteChange(tx: Db<AccessTables>, row: StaffChange): Promise<void> {
  await tx.insertInto('keep.staff_change').values(row).execute()
}

/** What somebody was given, newest first. */
export async function changesOf(db: Db<AccessTables>, staff: number, page: { below: number | undefined; limit: number }): Promise<StaffChange[]> {
  const rows = db.selectFrom('keep.staff_change').selectAll().where('staff_id', '=', staff)
  const rest = page.below === undefined ? rows : rows.where('change_id', '<', page.below)
  return rest.orderBy('change_id', 'desc').limit(page.limit).execute()
}
