import { copyRows, inTransaction, sql, type Tx } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Actor } from '../../access/index.ts'
import type { NamedProducts } from '../../interactions/index.ts'
import type { ImportDeps } from '../deps.ts'
import type { Plan } from '../mapping/plan.ts'
import type { ImportTables } from '../tables.ts'
import type { Cursor, Left, Reject } from './preset.ts'
import { added, type Tally } from './tally.ts'

/** An import while it is worked on. `tally` is what is on disk. */
export type Job = {
  id: number
  plan: Plan
  by: Actor
  tally: Tally
  rate: Rate
  products: NamedProducts
}

export type Rate = { rows: number; sinceMs: number; perSecond: number }

/** What one transaction brings the import on by. */
export type Step = { tally: Tally; rejects: readonly Reject[]; parts?: readonly Part[]; cursor: Cursor }

/** What was left out of one line that went in. */
export type Part = { line: number; left: readonly Left[] }

/** Writes a step in the transaction of what it speaks of. */
export type Commit = (tx: Tx<ImportTables>, step: Step) => Promise<void>

const rejectColumns = [
  { name: 'import_id', type: 'int8' },
  { name: 'line', type: 'int8' },
  { name: 'reason', type: 'text' },
  { name: 'detail', type: 'text' },
  { name: 'part', type: 'bool' },
] as const

/** Runs `store` with the commit of its step; when the transaction is on disk the job knows what it counted. */
export async function inStep(deps: ImportDeps, job: Job, store: (commit: Commit) => Promise<void>): Promise<void> {
  let next: Tally | undefined
  await store(async (tx, step) => {
    next = added(job.tally, step.tally)
    const perSecond = rateNow(job.rate, next.rows, deps.clock.monotonic())
    const rejects = rejectRows(job.id, step)
    if (rejects.length > 0) await copyRows(tx, 'keep.import_reject', rejectColumns, rejects)
    const done =
      await sql`update keep.import set cursor = ${JSON.stringify(step.cursor)}::jsonb, counts = ${JSON.stringify(next)}::jsonb, rows_done = ${next.rows}, rows_per_s = ${perSecond}
      where import_id = ${job.id} and state = 'running'`.execute(tx)
    // Whoever stopped it has changed the state: this step is not written, and its rows with it.
    if (done.numAffectedRows === 0n) throw new AppError('conflict', 'The import was stopped.')
  })
  if (next) job.tally = next
}

const rejectRows = (id: number, { rejects, parts = [] }: Looked) => [
  ...rejects.map((r) => [id, r.line, r.reason, r.detail.slice(0, 300), false]),
  ...parts.flatMap(({ line, left }) => left.map((l) => [id, line, l.reason, l.detail.slice(0, 300), true])),
]

/** What looking at a chunk finds: what storing it would count, and what it would not take. */
export type Looked = Omit<Step, 'cursor'>

/** Keeps what a dry run would not bring in, so that it can be given back before anything is brought in. */
export async function keepRejects(deps: ImportDeps, id: number, looked: Looked): Promise<void> {
  const rows = rejectRows(id, looked)
  if (rows.length === 0) return
  await inTransaction(deps.db, async (tx) => {
    const held = await sql`select from keep.import where import_id = ${id} and state = 'checking' for no key update`.execute(tx)
    if (held.rows.length === 0) throw new AppError('conflict', 'The count was stopped.')
    await copyRows(tx, 'keep.import_reject', rejectColumns, rows)
  })
}

/** What an earlier dry run would not have brought in: it may be read otherwise now, or is read for good. */
export async function forgetRejects(db: ImportDeps['db'] | Tx<ImportTables>, id: number): Promise<void> {
  await sql`delete from keep.import_reject where import_id = ${id}`.execute(db)
}

/** For a step that stores nothing of its own. */
export async function commitAlone(deps: ImportDeps, commit: Commit, step: Step): Promise<void> {
  await inTransaction(deps.db, (tx) => commit(tx.$pickTables(), step))
}

/** Rows a second, the latest counting most. */
function rateNow(rate: Rate, rows: number, atMs: number): number {
  const seconds = (atMs - rate.sinceMs) / 1000
  if (seconds < 0.2) return rate.perSecond
  const latest = (rows - rate.rows) / seconds
  rate.perSecond = rate.perSecond === 0 ? latest : rate.perSecond * 0.7 + latest * 0.3
  rate.rows = rows
  rate.sinceMs = atMs
  return rate.perSecond
}
