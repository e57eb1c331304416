import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { BulkState } from './shapes.ts'
import type { BulkWorkTables } from './tables.ts'

export type BulkRow = {
  bulk_id: number
  deed: unknown
  who: unknown
  state: BulkState
  persons: number
  position: number
  seen: number
  changed: number
  unchanged: number
  left_out: { [reason: string]: number }
  undo_position: number
  put_back: number
  undo_left: { [reason: string]: number }
  rows_per_s: number
  trouble: string | null
  made_by: number
  made_at: Date
  moved_at: Date
  ended_at: Date | null
  undone_at: Date | null
}
type Reader = Db<BulkWorkTables>

export const undoDays = 30
const dayMs = 86_400_000
export const undoUntil = (row: BulkRow): Date => new Date(row.made_at.getTime() + undoDays * dayMs)

export async function findBulk(db: Reader, id: number): Promise<BulkRow | undefined> {
  return (await sql<BulkRow>`select * from office.bulk where bulk_id = ${id}`.execute(db)).rows[0]
}

/** The newest first; `below` is the number of the last one seen. `of`: one person's only. */
export async function listBulks(db: Reader, page: { below: number | undefined; limit: number; of: number | undefined }): Promise<BulkRow[]> {
  const rest = sql`where bulk_id < coalesce(${page.below ?? null}::bigint, 9223372036854775807) and ${page.of === undefined ? sql`true` : sql`made_by = ${page.of}`}`
  return (await sql<BulkRow>`select * from office.bulk ${rest} order by bulk_id desc limit ${page.limit}`.execute(db)).rows
}

/** The row, held until the transaction ends. */
export async function lockBulk(tx: Tx<BulkWorkTables>, id: number): Promise<BulkRow | undefined> {
  return (await sql<BulkRow>`select * from office.bulk where bulk_id = ${id} for update`.execute(tx)).rows[0]
}

/** Changes the state from one of these; from any other it is a conflict. Asking for the state it is in already changes nothing. */
export async function turnBulk(db: Reader, id: number, turned: { to: BulkState; from: readonly BulkState[]; by: number; now: Date }): Promise<BulkRow> {
  const { to, by, now } = turned
  const ended = to === 'cancelled' || to === 'done' || to === 'undone'
  const { rows } = await sql<BulkRow>`
    update office.bulk set state = ${to}, moved_at = ${now}, ended_at = case when ${ended} then ${now}::timestamptz else ended_at end,
      undone_by = case when ${to} = 'undoing' then ${by}::bigint else undone_by end, undone_at = case when ${to} = 'undoing' then ${now}::timestamptz else undone_at end
    where bulk_id = ${id} and state = any(${[...turned.from]}::text[]) returning *`.execute(db)
  const changed = rows[0] ?? (await findBulk(db, id))
  if (!changed) throw new AppError('not_found', 'There is nothing here, or it is not yours to see.')
  if (changed.state !== to) throw new AppError('conflict', 'That cannot be done with this work now.')
  return changed
}
