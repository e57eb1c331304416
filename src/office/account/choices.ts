import type { Db } from '../../platform/db/index.ts'
import type { AccountTables, WeekStart } from './tables.ts'

/** The day on which this member of staff begins the week. */
export async function weekStartOf(db: Db<AccountTables>, staff: number): Promise<WeekStart> {
  const row = await db.selectFrom('office.staff_choice').select('week_start').where('staff_id', '=', staff).executeTakeFirst()
  return row?.week_start ?? 1
}
