import { alone, inTransaction, sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import { standsAsThen } from '../access/index.ts'
import { failExport, takeAnswers } from './answers.ts'
import type { ExportDeps } from './deps.ts'
import { writeFile } from './file.ts'
import { dropPieces } from './pieces.ts'
import { findExport, house, turn } from './store.ts'

export type ExportRunner = {
  /** Makes workbooks, ends exports of those who may have them no more, and destroys files whose time has come. */
  tick(now: Date): Promise<void>
}

const lockSpace = 0x6578_706f
const unfedMs = 86_400_000
const closedSentence = 'Whoever asked for it left, or has another role or sees less now, so the export was closed.'

export function openExportRunner(deps: ExportDeps, showing: { ids: Opaque; timeZone(): Promise<string> }): ExportRunner {
  return {
    async tick(now) {
      await closeOthers(deps, now)
      await destroyDue(deps, now)
      await takeAnswers(deps, now)
      await wakeOffice(deps, now)
      for (const id of await toWrite(deps))
        await alone(deps.db, { space: lockSpace, id }, async () => write(deps, id, { ids: showing.ids, timeZone: await showing.timeZone() }))
    },
  }
}

/** Whether the one who asked may still have it: they work here, in the role they asked in, and it lets them see all that it did then. */
export const requesterStands = (deps: ExportDeps, row: { by_id: number; by_role: string; created_at: Date }): Promise<boolean> =>
  standsAsThen(deps.db.$pickTables(), { staff: row.by_id, role: row.by_role, at: row.created_at })

/** Exports of those who left, or who may not see as much any more, are closed, a ready file with them. */
async function closeOthers(deps: ExportDeps, now: Date): Promise<void> {
  const { rows } = await sql<{ export_id: number; by_id: number; by_role: string; created_at: Date }>`
    select e.export_id, e.by_id, e.by_role, e.created_at from keep.export e join keep.staff s on s.staff_id = e.by_id
    where e.state in ('asking', 'running', 'paused', 'writing', 'ready')
      and (s.status <> 'active' or s.role <> e.by_role or exists (select from keep.staff_change c where c.staff_id = e.by_id and c.at > e.created_at)
        or exists (select from keep.role_version v where v.role = e.by_role and v.made_at > e.created_at)) order by e.export_id`.execute(deps.db)
  for (const row of rows) if (!(await requesterStands(deps, row))) await unlessTurned(() => failExport(deps, row.export_id, closedSentence, now))
}

/** The key first: without it the pieces are noise, whoever still has a copy. */
async function destroyDue(deps: ExportDeps, now: Date): Promise<void> {
  const { rows } = await sql<{ export_id: number; state: string }>`
    select export_id, state from keep.export where state = 'ready' and expires_at <= ${now}
    union all select export_id, state from keep.export where state in ('asking', 'running', 'paused') and moved_at <= ${new Date(now.getTime() - unfedMs)} limit 100`.execute(
    deps.db,
  )
  for (const { export_id, state } of rows) {
    if (state !== 'ready') {
      await unlessTurned(() => failExport(deps, export_id, 'Nothing happened to it for a day, so the export was closed. Ask for it again.', now))
      continue
    }
    const turned = { to: 'expired', from: ['ready'], by: house, why: 'its time has come', now } as const
    await unlessTurned(() => inTransaction(deps.db, (tx) => turn(tx.$pickTables(), export_id, turned, { sealed_key: null })))
    await dropPieces(deps.db.$pickTables(), export_id)
  }
}

const idleMs = 1_500

/** The office feeds exports by a job: it is asked for where one stands still, because it was just approved or the office died. */
async function wakeOffice(deps: ExportDeps, now: Date): Promise<void> {
  await sql`
    select office_jobs.add_job('exports', '{}'::json, queue_name := 'exports', job_key := 'exports next')
    where exists (select from keep.export where state = 'running' and moved_at <= ${new Date(now.getTime() - idleMs)})`.execute(deps.db)
}

async function toWrite(deps: ExportDeps): Promise<number[]> {
  const { rows } = await sql<{ export_id: number }>`select export_id from keep.export where state = 'writing' order by export_id limit 10`.execute(deps.db)
  return rows.map((r) => r.export_id)
}

async function write(deps: ExportDeps, id: number, showing: { ids: Opaque; timeZone: string }): Promise<void> {
  const row = await findExport(deps.db.$pickTables(), id)
  if (row?.state !== 'writing') return
  await unlessTurned(() => writeFile(deps, row, showing))
  // Closed while it was written: what was put there since is nobody's.
  const now = await findExport(deps.db.$pickTables(), id)
  if (!now?.sealed_key) await dropPieces(deps.db.$pickTables(), id)
}

/** Somebody cancelled it meanwhile: then that is its state. */
async function unlessTurned(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'conflict' && error.code !== 'not_found')) throw error
  }
}
