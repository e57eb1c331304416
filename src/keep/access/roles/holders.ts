import type { Db } from '../../../platform/db/index.ts'
import type { Ability } from '../../../platform/http/index.ts'
import type { AccessTables } from '../tables.ts'
import { noRights, type Rights } from './builtIn.ts'
import { rightsOf } from './rights.ts'

const most = 1000

/** Those of the staff whose role lets them, at this moment. */
export async function staffWhoMay(db: Db<AccessTables>, ability: Ability): Promise<number[]> {
  const staff = await db.selectFrom('keep.staff').select(['staff_id', 'role']).where('status', '=', 'active').orderBy('staff_id').execute()
  const rights = await rightsOf(
    db,
    staff.map(({ role }) => role),
  )
  return staff.flatMap(({ staff_id, role }) => (rights.get(role)?.abilities.includes(ability) ? [staff_id] : [])).slice(0, most)
}

export type Standing = { role: string; rights: Rights; units: readonly string[] }

/** What these of the staff may at this moment, and to which units they belong; who left is not among them. */
export async function standingOfStaff(db: Db<AccessTables>, ids: readonly number[]): Promise<ReadonlyMap<number, Standing>> {
  if (ids.length === 0) return new Map()
  const staff = await db
    .selectFrom('keep.staff')
    .select(['staff_id', 'role', 'units'])
    .where('status', '=', 'active')
    .where('staff_id', 'in', [...new Set(ids)])
    .execute()
  const rights = await rightsOf(
    db,
    staff.map(({ role }) => role),
  )
  return new Map(staff.map(({ staff_id, role, units }) => [staff_id, { role, units, rights: rights.get(role) ?? noRights }]))
}
