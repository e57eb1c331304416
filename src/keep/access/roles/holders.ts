import type { Db } from '../../../platform/db/index.ts'
import type { Ability } from '../../../platform/http/index.ts'
import type { AccessTables } from '../tables.ts'
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
