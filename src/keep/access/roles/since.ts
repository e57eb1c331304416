import { type Db, sql } from '../../../platform/db/index.ts'
import type { AccessTables } from '../tables.ts'
import { isBuiltIn, rightsIn, seesNoLess } from './rights.ts'

type Row = Parameters<typeof rightsIn>[0] & { then: boolean }

/**
 * Whether somebody still works here in that role and sees all that it let them see then: what they hold of that day would else
 * outlive a right that was taken away. Units count where they say whom one sees.
 */
export async function standsAsThen(db: Db<AccessTables>, { staff, role, at }: { staff: number; role: string; at: Date }): Promise<boolean> {
  const { rows } = await sql<{ units: string[]; had: string[] | null }>`
    select s.units, (select c.units from keep.staff_change c where c.staff_id = s.staff_id and c.at <= ${at} order by c.at desc, c.change_id desc limit 1) as had
    from keep.staff s where s.staff_id = ${staff} and s.status = 'active' and s.role = ${role}`.execute(db)
  const [now] = rows
  if (!now) return false
  if (isBuiltIn(role)) return true
  const versions = await sql<Row>`
    (select v.*, true as then from keep.role_version v where v.role = ${role} and v.made_at <= ${at} order by v.version desc limit 1)
    union all (select v.*, false from keep.role_version v where v.role = ${role} order by v.version desc limit 1)`.execute(db)
  const [then, today] = [versions.rows.find((row) => row.then), versions.rows.find((row) => !row.then)]
  if (!then || !today || !seesNoLess(rightsIn(today), rightsIn(then))) return false
  return rightsIn(today).customers === 'all' || (now.had ?? []).every((unit) => now.units.includes(unit))
}
