import { sql } from '../../../platform/db/index.ts'
import type { AccessDeps } from '../deps.ts'
import { tellSignedOut } from '../endings.ts'
import type { Post } from '../roles/assign.ts'
import type { AccessTables } from '../tables.ts'

// Where people are signed in: their own devices, and for administrators everybody's.

export type DeviceRow = AccessTables['keep.session']
export type DevicePlace = { at: Date; digest: string }

/** Sessions of the staff that hold now, the last used first. */
export async function listStaffSessions(
  deps: Pick<AccessDeps, 'db'>,
  of: { staff: number | undefined; before: DevicePlace | undefined; limit: number },
  now: Date,
): Promise<(DeviceRow & { staff_id: number } & Post)[]> {
  const { rows } = await sql<DeviceRow & { staff_id: number } & Post>`
    select s.*, p.role, p.units from keep.session s join keep.staff p on p.staff_id = s.staff_id and p.status = 'active'
    where s.expires_at > ${now} and (${of.staff ?? null}::bigint is null or s.staff_id = ${of.staff ?? null})
      and (${of.before?.at ?? null}::timestamptz is null or (s.seen_at, s.digest) < (${of.before?.at ?? null}, decode(${of.before?.digest ?? ''}, 'hex')))
    order by s.seen_at desc, s.digest desc limit ${of.limit}`.execute(deps.db)
  return rows
}

/** Ends a session of the staff by the SHA-256 of its digest; gives whose it was, undefined when there was none. */
export async function endStaffSession(deps: Pick<AccessDeps, 'db'>, shown: Buffer): Promise<number | undefined> {
  const { rows } = await sql<{ staff_id: number }>`
    delete from keep.session where sha256(digest) = ${shown} and staff_id is not null returning staff_id`.execute(deps.db)
  const whose = rows[0]?.staff_id
  if (whose !== undefined) await tellSignedOut(deps, whose)
  return whose
}

/** Ends all sessions of a colleague; gives how many there were. */
export async function endSessionsOf(deps: Pick<AccessDeps, 'db'>, staff: number): Promise<number> {
  const ended = await deps.db.deleteFrom('keep.session').where('staff_id', '=', staff).executeTakeFirst()
  if (ended.numDeletedRows > 0n) await tellSignedOut(deps, staff)
  return Number(ended.numDeletedRows)
}
