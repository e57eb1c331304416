import { inTransaction } from '../../../platform/db/index.ts'
import { badInput } from '../../../platform/errors.ts'
import type { Actor } from '../../access/index.ts'
import type { ImportDeps } from '../deps.ts'
import { completeList, keptMs, mostLines } from '../people/list.ts'
import { type ImportRow, turn } from '../store.ts'
import { destroyUpload } from '../upload/upload.ts'
import { countPeople, reconcile } from './finish.ts'
import { forgetRejects, inStep, type Job } from './job.ts'
import { fromTheTop, type Here, openJob, unlessClosing, withFile } from './opened.ts'
import { passOver } from './pass.ts'
import { withPreset } from './presets.ts'
import { tellEnd } from './tellEnd.ts'

export const house: Actor = { kind: 'service', id: 0, role: 'import' }

/** Brings the rows in, from the cursor to the end of the file. */
export async function run(deps: ImportDeps, row: ImportRow, here: Here): Promise<void> {
  const { job, cursor, passKey } = openJob(deps, row)
  const { plan } = job
  if (!cursor) await forgetRejects(deps.db, job.id)
  await withFile(deps, row, (file, form) =>
    withPreset(deps, { plan, file, form, cursor: cursor ?? fromTheTop(plan.header.line), here, passKey }, async (work) => {
      if (work.rows !== undefined) await deps.db.updateTable('keep.import').set({ rows_of: work.rows }).where('import_id', '=', job.id).execute()
      await passOver(deps, { plan, file, form, cursor }, work.gathering, async (chunk) => {
        unlessClosing(here)
        if (plan.mapping.preset === 'list' && job.tally.rows > mostLines)
          throw badInput(`The list has more than ${mostLines.toLocaleString('en')} lines: bring it in parts.`)
        await inStep(deps, job, (commit) => work.store(job, chunk, commit))
      })
    }),
  )
  await finish(deps, job)
}

async function finish(deps: ImportDeps, job: Job): Promise<void> {
  const isList = job.plan.mapping.preset === 'list'
  job.tally = { ...job.tally, ...(isList ? { customers_new: 0, customers_known: job.tally.recorded } : await countPeople(deps, job)) }
  const { tally } = job
  const now = deps.clock.now()
  const patch = {
    counts: JSON.stringify(tally),
    rows_done: tally.rows,
    rows_of: tally.rows,
    trouble: null,
    trouble_place: null,
    ended_at: now,
    ...(isList && { destroy_at: new Date(now.getTime() + keptMs) }),
  }
  const rejected = Object.values(tally.rejected).reduce((all, n) => all + n, 0)
  await inTransaction(deps.db, async (tx) => {
    await turn(tx.$pickTables(), job.id, { to: 'done', from: ['running'], by: house, why: 'all rows are dealt with', now }, patch)
    if (isList) await completeList(tx.$pickTables(), job.id, now)
    await tellEnd(tx, { id: job.id, by: job.by, state: 'done', rows: tally.rows, rejected, now })
  })
  if (!(await anyRejected(deps, job.id))) await destroyUpload(deps, job.id)
  await compareSums(deps, job)
}

/** The file stays as long as there are rows to give back. */
async function anyRejected(deps: ImportDeps, id: number): Promise<boolean> {
  return (await deps.db.selectFrom('keep.import_reject').select('line').where('import_id', '=', id).limit(1).executeTakeFirst()) !== undefined
}

/** After the end: all is in, and now it is held against the file's own sums. */
export async function compareSums(deps: ImportDeps, job: Job): Promise<void> {
  const reconciliation = await reconcile(deps, job)
  if (!reconciliation.agrees) deps.log.error({ import: job.id }, 'the sums of an import do not agree with its file')
  await deps.db
    .updateTable('keep.import')
    .set({ reconciliation: JSON.stringify(reconciliation) })
    .where('import_id', '=', job.id)
    .where('state', '=', 'done')
    .execute()
}
