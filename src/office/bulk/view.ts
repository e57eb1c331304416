import type { z } from 'zod'
import type { Opaque } from '../../platform/ids/index.ts'
import type { bulkView } from './contract.ts'
import { keptDeed, shownDeed } from './kept.ts'
import { type BulkRow, undoUntil } from './store.ts'

type View = z.input<typeof bulkView>
type Seen = { me: number; now: Date; nameOf(staff: number): string }

/** A piece of work on many as it stands, for whoever asks. */
export function viewOf(ids: Opaque, row: BulkRow, { me, now, nameOf }: Seen): View {
  return {
    id: ids.show('bulk', row.bulk_id),
    deed: shownDeed(ids, keptDeed.parse(row.deed)),
    state: row.state,
    persons: row.persons,
    changed: row.changed,
    unchanged: row.unchanged,
    left_out: counted(row.left_out),
    progress: progressOf(row),
    trouble: row.trouble,
    made_by: { id: ids.show('staff', row.made_by), name: nameOf(row.made_by) },
    own: row.made_by === me,
    made_at: row.made_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
    undo_until: mayUndo(row, now) ? undoUntil(row).toISOString() : null,
    undone: undoneOf(row),
  }
}

const ended: ReadonlySet<BulkRow['state']> = new Set(['done', 'cancelled', 'failed'])

const mayUndo = (row: BulkRow, now: Date) => ended.has(row.state) && row.undone_at === null && row.changed > 0 && undoUntil(row) > now

function undoneOf(row: BulkRow): View['undone'] {
  if (row.state !== 'undoing' && row.state !== 'undone') return null
  return { put_back: row.put_back, left: counted(row.undo_left), at: row.undone_at?.toISOString() ?? null }
}

function progressOf(row: BulkRow): View['progress'] {
  if (row.state !== 'running' && row.state !== 'paused' && row.state !== 'undoing') return null
  const [rows, of] = row.state === 'undoing' ? [row.put_back, row.changed] : [row.seen, row.persons]
  const percent = of === 0 ? 100 : Math.min(100, Math.round((rows / of) * 1000) / 10)
  const left = row.state === 'paused' || row.rows_per_s <= 0 ? null : Math.max(0, Math.ceil((of - rows) / row.rows_per_s))
  return { rows, of, percent, rows_per_s: Math.round(row.rows_per_s), seconds_left: left }
}

const counted = (of: { [reason: string]: number }) => Object.entries(of).map(([reason, count]) => ({ reason, count }))
