import { type Db, sql } from '../../../platform/db/index.ts'
import type { InsightTables } from '../tables.ts'

// The register of runs: one row each, whatever became of it.

export type ModelRun = InsightTables['office.model_run']
type RunDb = Db<Pick<InsightTables, 'office.model_run'>>

const task = 'model_runs'

/** Asks for a run over all customers. While one is under way that one is given, and no other begins. */
export async function askRun(db: RunDb, o: { run: number; by: number | null; now: Date }): Promise<{ run: ModelRun; began: boolean }> {
  const made = await sql<ModelRun>`
    insert into office.model_run (run_id, asked_at, asked_by, state) values (${o.run}, ${o.now}, ${o.by}, 'waiting')
    on conflict do nothing returning *`.execute(db)
  const [row] = made.rows
  if (row) await goOnSoon(db)
  const run = row ?? (await openRun(db)) ?? (await newestRuns(db, { limit: 1 }))[0]
  if (!run) throw new Error('a run that was refused for another one is gone with it')
  return { run, began: row !== undefined }
}

/** Asks for a turn now; without it the job comes by the minute. */
export async function goOnSoon<T>(db: Db<T>): Promise<void> {
  await sql`select office_jobs.add_job(${task}::text, '{}'::json, queue_name := ${task}::text, job_key := ${`${task} next`}::text)`.execute(db)
}

export async function openRun(db: RunDb): Promise<ModelRun | undefined> {
  return (await sql<ModelRun>`select * from office.model_run where state in ('waiting', 'running')`.execute(db)).rows[0]
}

export const findRun = (db: RunDb, run: number): Promise<ModelRun | undefined> =>
  db.selectFrom('office.model_run').selectAll().where('run_id', '=', run).executeTakeFirst()

/** The newest first, below `below`. */
export async function newestRuns(db: RunDb, o: { below?: number | undefined; limit: number }): Promise<ModelRun[]> {
  const rest = o.below === undefined ? sql`` : sql`where run_id < ${o.below}`
  return (await sql<ModelRun>`select * from office.model_run ${rest} order by run_id desc limit ${o.limit}`.execute(db)).rows
}

/** The last one that ended well: what stands in office.insight is of it. */
export async function lastGoodRun(db: RunDb): Promise<ModelRun | undefined> {
  return (await sql<ModelRun>`select * from office.model_run where state = 'done' order by run_id desc limit 1`.execute(db)).rows[0]
}

/** Asks an open run to stop; gives whether it was open. */
export async function askStop(db: RunDb, run: number): Promise<boolean> {
  const { rows } = await sql`update office.model_run set stop_asked = true where run_id = ${run} and state in ('waiting', 'running') returning 1`.execute(db)
  if (rows.length > 0) await goOnSoon(db)
  return rows.length > 0
}
