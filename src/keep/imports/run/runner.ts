import { inTransaction, sql } from '../../../platform/db/index.ts'
import { AppError, badInput } from '../../../platform/errors.ts'
import type { Actor } from '../../access/index.ts'
import type { ImportDeps } from '../deps.ts'
import { planOf } from '../mapping/plan.ts'
import { actorOf, findImport, type ImportRow, turn } from '../store.ts'
import type { ImportState } from '../contract.ts'
import { undoAll } from '../undo/undo.ts'
import { openMapping, openNames } from '../upload/secrets.ts'
import { destroyDue, destroyUpload, formOf, openUpload } from '../upload/upload.ts'
import { countPeople, reconcile } from './finish.ts'
import { inStep, type Job } from './job.ts'
import { passOver } from './pass.ts'
import { type Cursor, cursorShape } from './preset.ts'
import { withPreset } from './presets.ts'
import { added, emptyTally, tallyShape } from './tally.ts'

/** Works on imports in the background of this process; another process may take over what this one leaves. */
export type Runner = {
  /** Does what the import's state says is to be done; at once, or never when another process does it already. */
  begin(id: number): void
  /** Takes up what was left by a process that ended, and destroys files whose time has come. */
  tick(now: Date): Promise<void>
  /** When nothing is worked on here. */
  idle(): Promise<void>
  /** Leaves everything where it is; a later start goes on from there. */
  close(): Promise<void>
}

const house: Actor = { kind: 'service', id: 0, role: 'import' }
const lockSpace = 0x696d_706f
const busyStates = ['checking', 'running', 'undoing'] as const satisfies readonly ImportState[]

export function openRunner(deps: ImportDeps): Runner {
  const working = new Map<number, Promise<void>>()
  const closing = { now: false }

  function begin(id: number): void {
    if (closing.now || working.has(id)) return
    const work = alone(deps, id, () => doWhatIsDue(deps, id, closing))
      .catch((error: unknown) => deps.log.error({ err: error, import: id }, 'an import could not be worked on'))
      .finally(() => working.delete(id))
    working.set(id, work)
  }

  return {
    begin,
    async tick(now) {
      const left = await deps.db.selectFrom('keep.import').select('import_id').where('state', 'in', [...busyStates]).orderBy('import_id').limit(20).execute()
      for (const { import_id } of left) begin(import_id)
      await destroyDue(deps, now)
    },
    async idle() {
      while (working.size > 0) await Promise.all(working.values())
    },
    async close() {
      closing.now = true
      await Promise.all(working.values())
    },
  }
}

/** One process at a time works on an import: a lock of the session, which goes when the process does. */
async function alone(deps: ImportDeps, id: number, work: () => Promise<void>): Promise<void> {
  const key = id % 2_147_483_647
  await deps.db.connection().execute(async (connection) => {
    const got = await sql<{ mine: boolean }>`select pg_try_advisory_lock(${lockSpace}::int, ${key}::int) as mine`.execute(connection)
    if (!got.rows[0]?.mine) return
    try {
      await work()
    } finally {
      await sql`select pg_advisory_unlock(${lockSpace}::int, ${key}::int)`.execute(connection)
    }
  })
}

type Closing = { now: boolean }

async function doWhatIsDue(deps: ImportDeps, id: number, closing: Closing): Promise<void> {
  const row = await findImport(deps.db.$pickTables(), id)
  try {
    if (row.state === 'checking') await check(deps, row, closing)
    else if (row.state === 'running') await run(deps, row, closing)
    else if (row.state === 'undoing') await undoAll(deps, row, () => closing.now)
  } catch (error) {
    await explain(deps, row, error)
  }
}

/** A trouble of the file ends the import with its sentence; one of ours leaves it standing, to be gone on with. */
async function explain(deps: ImportDeps, row: ImportRow, error: unknown): Promise<void> {
  const known = error instanceof AppError ? error : undefined
  if (known?.code === 'conflict') return
  if (!known || known.code === 'unavailable') deps.log.error({ err: error, import: row.import_id }, 'an import stands still')
  if (known?.code === 'unavailable') return
  const now = deps.clock.now()
  const to = known ? 'failed' : 'stopped'
  const trouble = known?.message ?? 'Something broke on our side. What is in stays in; resume it, or ask the operator, who finds the reason in the log.'
  await inTransaction(deps.db, (tx) => turn(tx.$pickTables(), row.import_id, { to, from: [...busyStates], by: house, why: 'trouble', now }, { trouble, trouble_place: known?.place ?? null, ended_at: now }))
}

function jobOf(deps: ImportDeps, row: ImportRow): { job: Job; cursor: Cursor | undefined } {
  if (!row.sealed_header || !row.sealed_mapping) throw badInput('This import has no mapping yet: say what each column is.')
  const names = openNames(deps.keyring, row.import_id, row.sealed_header)
  const plan = planOf(openMapping(deps.keyring, row.import_id, row.sealed_mapping), { line: row.header_line ?? 1, names })
  const tally = row.counts === null ? emptyTally() : tallyShape.parse(row.counts)
  const cursor = row.cursor === null ? undefined : cursorShape.parse(row.cursor)
  return { job: { id: row.import_id, plan, by: actorOf(row), tally, rate: { rows: tally.rows, sinceMs: deps.clock.monotonic(), perSecond: row.rows_per_s } }, cursor }
}

const fromTheTop = (header: number): Cursor => ({ start: { at: 0, line: 1 }, line: header })

async function run(deps: ImportDeps, row: ImportRow, closing: Closing): Promise<void> {
  const { job, cursor } = jobOf(deps, row)
  const file = await openUpload(deps, row)
  const form = formOf(row)
  try {
    await withPreset(deps, { plan: job.plan, file, form, cursor: cursor ?? fromTheTop(job.plan.header.line) }, async (work) => {
      if (work.rows !== undefined) await deps.db.updateTable('keep.import').set({ rows_of: work.rows }).where('import_id', '=', job.id).execute()
      await passOver(deps, { plan: job.plan, file, form, cursor }, work.gathering, async (chunk) => {
        if (closing.now) throw new AppError('conflict', 'The keep is closing.')
        await inStep(deps, job, (commit) => work.store(job, chunk, commit))
      })
    })
  } finally {
    await file.close()
  }
  await finish(deps, job)
}

async function finish(deps: ImportDeps, job: Job): Promise<void> {
  const tally = { ...job.tally, ...(await countPeople(deps, job)) }
  const reconciliation = await reconcile(deps, job)
  const now = deps.clock.now()
  const patch = { counts: JSON.stringify(tally), reconciliation: JSON.stringify(reconciliation), rows_done: tally.rows, rows_of: tally.rows, trouble: null, trouble_place: null, ended_at: now }
  await inTransaction(deps.db, (tx) => turn(tx.$pickTables(), job.id, { to: 'done', from: ['running'], by: house, why: 'all rows are dealt with', now }, patch))
  if (Object.keys(tally.rejected).length === 0) await destroyUpload(deps, job.id)
}

async function check(deps: ImportDeps, row: ImportRow, closing: Closing): Promise<void> {
  const { job } = jobOf(deps, { ...row, counts: null, cursor: null })
  const file = await openUpload(deps, row)
  const form = formOf(row)
  let shownAt = deps.clock.monotonic()
  try {
    await withPreset(deps, { plan: job.plan, file, form, cursor: fromTheTop(job.plan.header.line) }, async (work) => {
      await passOver(deps, { plan: job.plan, file, form, cursor: undefined }, work.gathering, async (chunk) => {
        if (closing.now) throw new AppError('conflict', 'The keep is closing.')
        job.tally = added(job.tally, await work.look(chunk))
        const at = deps.clock.monotonic()
        if (at - shownAt < 500) return
        shownAt = at
        const perSecond = (job.tally.rows / Math.max(1, at - job.rate.sinceMs)) * 1000
        const still = await deps.db.updateTable('keep.import').set({ rows_done: job.tally.rows, rows_of: work.rows ?? null, rows_per_s: perSecond }).where('import_id', '=', job.id).where('state', '=', 'checking').executeTakeFirst()
        if (still.numUpdatedRows === 0n) throw new AppError('conflict', 'The count was stopped.')
      })
      const met = work.met()
      job.tally = { ...job.tally, customers_new: job.tally.customers_new + met.customers_new, customers_known: met.customers_known }
    })
  } finally {
    await file.close()
  }
  const now = deps.clock.now()
  const patch = { dry_run: JSON.stringify(job.tally), rows_of: job.tally.rows, rows_done: 0, rows_per_s: 0, trouble: null, trouble_place: null }
  await inTransaction(deps.db, (tx) => turn(tx.$pickTables(), job.id, { to: 'checked', from: ['checking'], by: house, why: 'all rows are counted', now }, patch))
}
