import { type Db, sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { AccountTables } from './tables.ts'

// Each is added and taken away by itself, in one statement: two windows of one person never write over each other.

const most = 30

/** Puts a page or a list behind those somebody keeps at hand; one that is there stays where it is. Gives all of them. */
export async function keepPin(db: Db<AccountTables>, staff: number, pin: string): Promise<string[]> {
  const { rows } = await sql<{ pins: string[] }>`
    insert into office.staff_choice as c (staff_id, pins) values (${staff}, array[${pin}::text])
    on conflict (staff_id) do update set pins = case when ${pin} = any(c.pins) then c.pins else c.pins || excluded.pins end
    where ${pin} = any(c.pins) or cardinality(c.pins) < ${most}
    returning pins`.execute(db)
  const [row] = rows
  if (!row) throw new AppError('conflict', 'You keep thirty pages and lists at hand already; take one away first.', { place: 'pin' })
  return row.pins
}

/** Gives those that are left. */
export async function takePin(db: Db<AccountTables>, staff: number, pin: string): Promise<string[]> {
  const { rows } = await sql<{ pins: string[] }>`
    update office.staff_choice set pins = array_remove(pins, ${pin}) where staff_id = ${staff} returning pins`.execute(db)
  return rows[0]?.pins ?? []
}
