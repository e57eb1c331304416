import type { Selectable } from 'kysely'
import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import type { ExportState } from './shapes.ts'
import type { ExportTables } from './tables.ts'

export type ExportRow = Selectable<ExportTables['keep.export']>

export async function findExport(db: Db<ExportTables>, id: number): Promise<ExportRow | undefined> {
  return db.selectFrom('keep.export').selectAll().where('export_id', '=', id).executeTakeFirst()
}

/** The newest first; `below` is the number of the last one seen. */
export async function listExportRows(
  db: Db<ExportTables>,
  page: { of: { staff: number } | 'everybody'; below: number | undefined; limit: number },
): Promise<ExportRow[]> {
  const all = db.selectFrom('keep.export').selectAll()
  const whose = page.of === 'everybody' ? all : all.where('by_id', '=', page.of.staff)
  const rest = page.below === undefined ? whose : whose.where('export_id', '<', page.below)
  return rest.orderBy('export_id', 'desc').limit(page.limit).execute()
}

/** Who changes an export: a member of staff, or the house itself. */
export type By = { kind: 'staff' | 'service'; id: number; role?: string }
export const house: By = { kind: 'service', id: 0 }

export type Turn = { to: ExportState; from: readonly ExportState[]; by: By; why: string; now: Date }
type Patch = { trouble?: string | null; started_at?: Date; ended_at?: Date; expires_at?: Date; sealed_key?: null; file_size?: number }

/**
 * Changes the state with a row that says who, when and why. Asking for the state it is in already changes nothing; from any
 * other state than the named ones it is a conflict.
 */
export async function turn(tx: Tx<ExportTables>, id: number, turned: Turn, patch: Patch = {}): Promise<ExportRow> {
  const row = await lockExport(tx, id)
  if (!row) throw notFound()
  if (row.state === turned.to && !turned.from.includes(row.state)) return row
  if (!turned.from.includes(row.state)) throw new AppError('conflict', `This export is ${said[row.state]}: that cannot be done now.`)
  const changed = await tx
    .updateTable('keep.export')
    .set({ ...patch, state: turned.to, moved_at: turned.now })
    .where('export_id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await noteChange(tx, id, turned)
  return changed
}

/** The row, held until the transaction ends. */
export async function lockExport(tx: Tx<ExportTables>, id: number): Promise<ExportRow | undefined> {
  return tx.selectFrom('keep.export').selectAll().where('export_id', '=', id).forUpdate().executeTakeFirst()
}

export async function noteChange(tx: Tx<ExportTables>, id: number, { to, by, why, now }: Omit<Turn, 'from'>): Promise<void> {
  await sql`
    insert into keep.export_change (export_id, seq, state, at, by_kind, by_id, why)
    select ${id}, coalesce(max(seq), 0) + 1, ${to}, ${now}, ${by.kind}, ${by.id}, ${why} from keep.export_change where export_id = ${id}`.execute(tx)
}

const said: Record<ExportState, string> = {
  asking: 'waiting for a second person',
  running: 'running',
  paused: 'paused',
  writing: 'almost ready',
  ready: 'ready',
  declined: 'declined',
  cancelled: 'cancelled',
  failed: 'not usable',
  expired: 'destroyed',
}
