import type { Opaque } from '../../platform/ids/index.ts'
import { reasonsOf, staffNames } from '../access/index.ts'
import type { ExportDeps } from './deps.ts'
import { openRecipient } from './recipient.ts'
import { openWhy } from './secrets.ts'
import type { ExportView } from './shapes.ts'
import type { ExportRow } from './store.ts'

type Seen = { ids: Opaque; by: { id: number; approves: boolean } }
type Answer = {
  request_id: number
  approved_by: number | null
  approved_at: Date | null
  declined_by: number | null
  declined_at: Date | null
  sealed_why: Buffer | null
  sealed_declined_why: Buffer | null
}

/** Exports as they stand, for whoever asks. */
export async function viewsOf(deps: ExportDeps, rows: readonly ExportRow[], { ids, by }: Seen): Promise<ExportView[]> {
  const answers = await answersOf(deps, rows)
  const people = rows.flatMap((r) => [r.by_id, answers.get(r.request_id ?? -1)?.approved_by ?? -1, answers.get(r.request_id ?? -1)?.declined_by ?? -1])
  const names = await staffNames({ db: deps.db.$pickTables(), keyring: deps.keyring }, people)
  const colleague = (id: number | null) => (id === null ? null : { id: ids.show('staff', id), name: names.get(id) ?? '' })
  return rows.map((row): ExportView => {
    const own = row.by_id === by.id
    const answer = answers.get(row.request_id ?? -1)
    const at = answer?.approved_at ?? answer?.declined_at ?? null
    return {
      id: ids.show('export', row.export_id),
      state: row.state,
      format: row.format,
      purpose: row.purpose,
      why: openWhy(deps.keyring, row.export_id, row.sealed_why),
      recipient: row.sealed_recipient && openRecipient(deps.keyring, row.export_id, row.sealed_recipient),
      columns: row.columns,
      persons: row.persons,
      rows: row.rows,
      left_out: Object.entries(row.left_out).map(([reason, count]) => ({ reason, count })),
      progress: progressOf(row),
      trouble: row.trouble,
      made_by: { id: ids.show('staff', row.by_id), name: names.get(row.by_id) ?? '', role: row.by_role },
      own,
      approval: answer
        ? {
            state: answer.approved_at ? 'approved' : answer.declined_at ? 'declined' : 'asked',
            by: colleague(answer.approved_by ?? answer.declined_by),
            at: at?.toISOString() ?? null,
            why: reasonsOf(deps.keyring, answer).declined,
            mine_to_give: row.state === 'asking' && !own && by.approves,
          }
        : null,
      size: row.file_size ?? (row.state === 'ready' ? row.size : null),
      created_at: row.created_at.toISOString(),
      started_at: row.started_at?.toISOString() ?? null,
      ended_at: row.ended_at?.toISOString() ?? null,
      expires_at: row.expires_at?.toISOString() ?? null,
      downloads: row.downloads,
    }
  })
}

async function answersOf(deps: ExportDeps, rows: readonly ExportRow[]): Promise<Map<number, Answer>> {
  const wanted = rows.flatMap((r) => r.request_id ?? [])
  if (wanted.length === 0) return new Map()
  const found = await deps.db
    .selectFrom('keep.budget_request')
    .select(['request_id', 'approved_by', 'approved_at', 'declined_by', 'declined_at', 'sealed_why', 'sealed_declined_why'])
    .where('request_id', 'in', wanted)
    .execute()
  return new Map(found.map((r) => [r.request_id, r]))
}

function progressOf(row: ExportRow): ExportView['progress'] {
  if (row.state !== 'running' && row.state !== 'paused' && row.state !== 'writing') return null
  const percent = row.persons === 0 ? 0 : Math.min(100, Math.round((row.seen / row.persons) * 1000) / 10)
  const left = row.state === 'running' && row.rows_per_s > 0 ? Math.ceil((row.persons - row.seen) / row.rows_per_s) : null
  return { rows: row.seen, of: row.persons, percent, rows_per_s: Math.round(row.rows_per_s), seconds_left: left }
}
