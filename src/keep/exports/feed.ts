import { inTransaction, sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { ExportDeps } from './deps.ts'
import { keyOf, putPiece } from './pieces.ts'
import { endReady } from './ready.ts'
import { type ExportRow, findExport, house, lockExport, noteChange } from './store.ts'

/** What became of a piece of those who match: the lines of those who are let out, who they are, and why others are not. */
export type Judged = { lines: readonly (readonly (string | number | null)[])[]; customers: readonly number[]; leftOut: ReadonlyMap<string, number> }

export type Piece = {
  id: number
  /** Where the export stood when this piece was chosen: a piece that was taken in already is not taken again. */
  after: number
  /** The last customer of it; the same as `after` when there is nobody left. */
  upTo: number
  persons: number
  last: boolean
}

export type Fed = { state: ExportRow['state']; position: number }

/**
 * Takes a piece of an export in. `judge` decides, notes the uses and opens; what it gives, its counts and the place to go on from
 * are one transaction, so after a crash the export goes on there: a person may have a receipt more, never a row without one.
 */
export async function feedExport(deps: ExportDeps, piece: Piece, judge: (row: ExportRow) => Promise<Judged>): Promise<Fed> {
  const before = await findExport(deps.db.$pickTables(), piece.id)
  if (!before) return { state: 'cancelled', position: piece.after }
  if (before.state !== 'running' || before.position !== piece.after) return { state: before.state, position: before.position }
  const tooMany = before.seen + piece.persons > before.persons
  const persons = tooMany ? 0 : piece.persons
  const judged = persons > 0 ? await judge(before) : { lines: [], customers: [], leftOut: new Map<string, number>() }
  const now = deps.clock.now()
  return inTransaction(deps.db, async (tx) => {
    const row = await lockExport(tx.$pickTables(), piece.id)
    if (!row) throw new AppError('not_found', 'There is no such export.')
    if (row.state !== 'running' || row.position !== piece.after) return { state: row.state, position: row.position }
    const text = Buffer.from(judged.lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    if (text.length > 0) {
      const at = { id: row.export_id, part: row.parts, key: keyOf(deps, row) }
      await putPiece(tx.$pickTables(), { ...at, kind: 'rows' }, text)
      await putPiece(tx.$pickTables(), { ...at, kind: 'who' }, Buffer.from(JSON.stringify(judged.customers)))
    }
    const left = { ...row.left_out }
    for (const [reason, count] of judged.leftOut) left[reason] = (left[reason] ?? 0) + count
    const ended = piece.last || tooMany
    const to = !ended ? row.state : row.format === 'xlsx' ? 'writing' : 'ready'
    const seconds = Math.max(0.001, (now.getTime() - row.moved_at.getTime()) / 1000)
    await tx
      .updateTable('keep.export')
      .set({
        state: to,
        position: piece.upTo,
        seen: row.seen + persons,
        rows: row.rows + judged.lines.length,
        left_out: sql`${JSON.stringify(left)}::jsonb`,
        parts: row.parts + (text.length > 0 ? 1 : 0),
        size: row.size + text.length,
        rows_per_s: smoothed(row.rows_per_s, persons / seconds),
        moved_at: now,
        trouble: tooMany ? 'More people match now than were asked for, so the export ended with those it was asked for.' : row.trouble,
        ...(to === 'ready' ? { ended_at: now, expires_at: expiry(now) } : {}),
      })
      .where('export_id', '=', piece.id)
      .execute()
    if (ended) await noteChange(tx.$pickTables(), piece.id, { to, by: house, why: 'all rows are in', now })
    if (to === 'ready') await endReady(tx, { ...row, rows: row.rows + judged.lines.length }, now)
    return { state: to, position: piece.upTo }
  })
}

const smoothed = (before: number, now: number) => (before === 0 ? now : before * 0.7 + now * 0.3)

const keptMs = 7 * 86_400_000
export const expiry = (now: Date) => new Date(now.getTime() + keptMs)
