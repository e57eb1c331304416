import type { Selectable } from 'kysely'
import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { type Actor, type Noted, noteAct } from '../access/index.ts'
import type { ImportState } from './shapes.ts'
import type { ImportTables } from './tables.ts'

export type ImportRow = Selectable<ImportTables['keep.import']>

export async function findImport(db: Db<ImportTables>, id: number): Promise<ImportRow> {
  const row = await db.selectFrom('keep.import').selectAll().where('import_id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return row
}

/** The newest first; `before` is the id of the last one seen. */
export async function listImports(db: Db<ImportTables>, limit: number, before: number | undefined): Promise<ImportRow[]> {
  const query = db.selectFrom('keep.import').selectAll().where('state', '<>', 'uploading').orderBy('import_id', 'desc').limit(limit)
  return (before === undefined ? query : query.where('import_id', '<', before)).execute()
}

export type Turn = {
  to: ImportState
  /** The states from which this is possible. */
  from: readonly ImportState[]
  by: Actor
  why: string
  now: Date
}

type Patch = Partial<Omit<ImportTables['keep.import'], 'import_id' | 'state' | 'size' | 'rows_done' | 'rows_per_s'>> & {
  size?: number
  rows_done?: number
  rows_per_s?: number
}

/**
 * Changes the state with a row that says who, when and why. Asking for the state it is in already changes nothing; from any
 * other state than the named ones it is a conflict.
 */
export async function turn(tx: Tx<ImportTables>, id: number, turned: Turn, patch: Patch = {}): Promise<ImportRow> {
  const row = await tx.selectFrom('keep.import').selectAll().where('import_id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw notFound()
  if (row.state === turned.to && !turned.from.includes(row.state)) return row
  mustStand(row, turned.from)
  const changed = await tx
    .updateTable('keep.import')
    .set({ ...patch, state: turned.to })
    .where('import_id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await noteChange(tx, id, turned)
  const act = acts.get(turned.why)
  if (act) await noteAct(tx, { by: turned.by, act, subject: { kind: 'import', id }, now: turned.now })
  return changed
}

/** Throws conflict when it stands otherwise. */
export function mustStand(row: Pick<ImportRow, 'state'>, from: readonly ImportState[]): void {
  if (!from.includes(row.state)) throw new AppError('conflict', `This import is ${said[row.state]}: that cannot be done now.`)
}

/** What people do with an import, by why its state turned; the rest is the house's own. */
const acts: ReadonlyMap<string, Noted['act']> = new Map([
  ['run', 'import.run'],
  ['resume', 'import.run'],
  ['stop', 'import.stopped'],
  ['undo', 'import.undone'],
])

export async function noteChange(tx: Tx<ImportTables>, id: number, { to, by, why, now }: Omit<Turn, 'from'>): Promise<void> {
  await sql`
    insert into keep.import_change (import_id, seq, state, at, by_kind, by_id, why)
    select ${id}, coalesce(max(seq), 0) + 1, ${to}, ${now}, ${by.kind}, ${by.id}, ${why} from keep.import_change where import_id = ${id}`.execute(tx)
}

const said: Record<ImportState, string> = {
  uploading: 'still being uploaded',
  uploaded: 'waiting to be run',
  checking: 'being counted',
  checked: 'counted and waiting',
  running: 'running',
  stopped: 'stopped',
  done: 'done',
  undoing: 'being undone',
  undone: 'undone',
  failed: 'not usable',
}

/** Who made an import, as they were then. */
export function actorOf(row: ImportRow): Actor {
  const kind = row.by_kind === 'staff' || row.by_kind === 'api' ? row.by_kind : 'service'
  return { kind, id: row.by_id, role: row.by_role }
}
