import { type Db, sql, type Tx } from '../../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../../platform/errors.ts'
import type { IdBlocks } from '../../../platform/ids/index.ts'
import { tellSignedOut } from '../endings.ts'
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

/** Throws forbidden when somebody may more than whoever manages them, or works in units that are not theirs; not_found for nobody. */
export async function mayManage(tx: Tx<AccessTables>, giver: Giver, staff: number, purposes: PurposesOfRoles): Promise<void> {
  const of = await tx.selectFrom('keep.staff').select(['role', 'units']).where('staff_id', '=', staff).executeTakeFirst()
  if (!of) throw notFound()
  await mayManageWho(tx, giver, of, purposes)
}

async function mayManageWho(tx: Tx<AccessTables>, giver: Giver, of: Post, purposes: PurposesOfRoles): Promise<void> {
  await mayGiveRole(tx, giver, of.role, purposes)
  if (!worksIn(await unitsManaged(tx, giver), of)) throw new AppError('forbidden', 'You work with your own units, so you manage only those who work there.')
}

/** Throws forbidden unless they may manage everybody who works here: for what lets in, or keeps out, any of them. */
export async function mayManageAll(tx: Tx<AccessTables>, giver: Giver, purposes: PurposesOfRoles): Promise<void> {
  const { rows } = await sql<Post>`select distinct role, units from keep.staff where status = 'active'`.execute(tx)
  for (const of of rows) await mayManageWho(tx, giver, of, purposes)
}

/** What somebody works as, and where. */
export type Post = { role: string; units: readonly string[] }

/** Tells of colleagues whether somebody may manage them: whoever may more than they, or works elsewhere, is not theirs to manage. */
export async function managedBy(
  db: Db<AccessTables>,
  giver: Giver,
  roles: readonly string[],
  purposes: PurposesOfRoles,
): Promise<(colleague: Post) => boolean> {
  const [rights, units] = await Promise.all([rightsOf(db, [...new Set(roles)]), unitsManaged(db, giver)])
  const within = new Set([...rights].filter(([role, of]) => hasAll(giver, { rights: of, purposes: purposes.get(role) ?? [] }, purposes)).map(([role]) => role))
  return (colleague) => within.has(colleague.role) && worksIn(units, colleague)
}

/** The units of whose people somebody disposes, with those below them; undefined: of all, and of whoever is of none. */
async function unitsManaged(db: Db<AccessTables>, { id, rights }: Giver): Promise<ReadonlySet<string> | undefined> {
  if (rights.scope === 'all' && rights.customers === 'all') return undefined
  const { rows } = await sql<{ code: string }>`
    with recursive mine as (select code from keep.unit where code = any((select units from keep.staff where staff_id = ${id})::text[])
      union select u.code from keep.unit u join mine on u.parent = mine.code)
    select code from mine`.execute(db)
  return new Set(rows.map((row) => row.code))
}

const worksIn = (units: ReadonlySet<string> | undefined, of: Post): boolean =>
  units === undefined || (of.units.length > 0 && of.units.every((unit) => units.has(unit)))

/** Throws forbidden when this role is more than the giver has. */
export async function mayGiveRole(tx: Tx<AccessTables>, giver: Giver, role: string, purposes: PurposesOfRoles): Promise<void> {
  const rights = (await rightsOf(tx, [role])).get(role)
  if (rights) mayGive(giver, { rights, purposes: purposes.get(role) ?? [] }, purposes)
}

/**
 * The units somebody is given. Throws bad_input for those that are none or are retired, but for those they have already; forbidden for
 * units of others, where the giver works with their own or sees customers of their own.
 */
export async function unitsToGive(tx: Tx<AccessTables>, giver: Giver, units: readonly string[], already: readonly string[] = []): Promise<string[]> {
  const own = await unitsManaged(tx, giver)
  if (own !== undefined && units.some((unit) => !own.has(unit))) throw new AppError('forbidden', 'You work with your own units, so you can give only these.')
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
  await mayManageWho(tx, giver, before, purposes)
  const after = {
    role: change.role ?? before.role,
    units: change.units ? await unitsToGive(tx, giver, change.units, before.units) : before.units,
    status: change.status ?? before.status,
  }
  if (change.role !== undefined && change.role !== before.role) await mayAssign(tx, giver, change.role, purposes)
  if (JSON.stringify(after) === JSON.stringify(before)) return { before, after }
  await tx.updateTable('keep.staff').set(after).where('staff_id', '=', staff).execute()
  if (after.status === 'dismissed') await endEverything(tx, staff, now)
  else await tellSignedOut({ db: tx }, staff) // pages that stand open ask anew what they may hear
  await someAdminStays(tx)
  await noteChange(tx, { change_id: await of.rowIds.one(), staff_id: staff, at: now, ...after, by_id: giver.id })
  return { before, after }
}

type StaffStands = { role: string; units: string[]; status: 'active' | 'dismissed' }

/** Sessions end, and so do keys of programs whose secret they saw and invitations whose link they may have: with the dismissal, or not at all. */
async function endEverything(tx: Tx<AccessTables>, staff: number, now: Date): Promise<void> {
  await tx.deleteFrom('keep.session').where('staff_id', '=', staff).execute()
  await tellSignedOut({ db: tx }, staff)
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

export async function noteChange(tx: Db<AccessTables>, row: StaffChange): Promise<void> {
  await tx.insertInto('keep.staff_change').values(row).execute()
}

/** What somebody was given, newest first. */
export async function changesOf(db: Db<AccessTables>, staff: number, page: { below: number | undefined; limit: number }): Promise<StaffChange[]> {
  const rows = db.selectFrom('keep.staff_change').selectAll().where('staff_id', '=', staff)
  const rest = page.below === undefined ? rows : rows.where('change_id', '<', page.below)
  return rest.orderBy('change_id', 'desc').limit(page.limit).execute()
}
