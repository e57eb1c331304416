import { inTransaction } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import type { ImportDeps } from '../deps.ts'
import { type ImportRow, turn } from '../store.ts'
import { forgetRejects, type Job, keepRejects } from './job.ts'
import { fromTheTop, type Here, openJob, unlessClosing, withFile } from './opened.ts'
import { passOver } from './pass.ts'
import { withPreset } from './presets.ts'
import { house } from './run.ts'
import { added } from './tally.ts'

const shownEveryMs = 500

/** A dry run: counts what a run would bring, and keeps nothing but the counts and which lines it would not take. */
export async function check(deps: ImportDeps, row: ImportRow, here: Here): Promise<void> {
  const { job, passKey } = openJob(deps, { ...row, counts: null, cursor: null })
  const { plan } = job
  const began = job.rate.sinceMs
  let shownAt = began
  await forgetRejects(deps.db, job.id)
  await withFile(deps, row, (file, form) =>
    withPreset(deps, { plan, file, form, cursor: fromTheTop(plan.header.line), here, passKey }, async (work) => {
      await passOver(deps, { plan, file, form, cursor: undefined }, work.gathering, async (chunk) => {
        unlessClosing(here)
        const looked = await work.look(chunk)
        await keepRejects(deps, job.id, looked)
        job.tally = added(job.tally, looked.tally)
        const at = deps.clock.monotonic()
        if (at - shownAt < shownEveryMs) return
        shownAt = at
        await show(deps, job, work.rows, (job.tally.rows / (at - began)) * 1000)
      })
      const met = work.met()
      job.tally = { ...job.tally, customers_new: job.tally.customers_new + met.customers_new, customers_known: met.customers_known }
    }),
  )
  const now = deps.clock.now()
  const patch = { dry_run: JSON.stringify(job.tally), rows_of: job.tally.rows, rows_done: 0, rows_per_s: 0, trouble: null, trouble_place: null }
  await inTransaction(deps.db, (tx) =>
    turn(tx.$pickTables(), job.id, { to: 'checked', from: ['checking'], by: house, why: 'all rows are counted', now }, patch),
  )
}

async function show(deps: ImportDeps, job: Job, of: number | undefined, perSecond: number): Promise<void> {
  const shown = await deps.db
    .updateTable('keep.import')
    .set({ rows_done: job.tally.rows, rows_of: of ?? null, rows_per_s: perSecond })
    .where('import_id', '=', job.id)
    .where('state', '=', 'checking')
    .executeTakeFirst()
  if (shown.numUpdatedRows === 0n) throw new AppError('conflict', 'The count was stopped.')
}
