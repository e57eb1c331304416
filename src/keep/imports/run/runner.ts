import { alone, inTransaction } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import type { ImportDeps } from '../deps.ts'
import type { ImportState } from '../shapes.ts'
import { actorOf, findImport, type ImportRow, turn } from '../store.ts'
import { undoAll } from '../undo/undo.ts'
import { destroyDue } from '../upload/upload.ts'
import { check } from './check.ts'
import { type Here, openJob } from './opened.ts'
import { compareSums, house, run } from './run.ts'
import { stopOfOthers } from './standing.ts'
import { tellEnd } from './tellEnd.ts'

/** Works on imports in the background of this process; another process may take over what this one leaves. */
export type Runner = {
  /** Does what the import's state says is to be done: a few side by side, the others when it is their turn; never when another process does it already. */
  begin(id: number): void
  /** Takes up what was left by a process that ended, and destroys files whose time has come. */
  tick(now: Date): Promise<void>
  /** When nothing is worked on here. */
  idle(): Promise<void>
  /** Leaves everything where it is; a later start goes on from there. */
  close(): Promise<void>
}

const lockSpace = 0x696d_706f
/** Each holds a connection for as long as it works with others: more at once would keep the house from its own. */
const atOnce = 3
const busyStates = ['checking', 'running', 'undoing'] as const satisfies readonly ImportState[]

export function openRunner(deps: ImportDeps): Runner {
  const waiting = new Set<number>()
  const working = new Map<number, Promise<void>>()
  const here: Here = { closing: false, lastPass: undefined }

  function begin(id: number): void {
    if (!working.has(id)) waiting.add(id)
    next()
  }

  function next(): void {
    for (const id of waiting) {
      if (here.closing || working.size >= atOnce) return
      waiting.delete(id)
      const work = alone(deps.db, { space: lockSpace, id }, () => doWhatIsDue(deps, id, here))
        .catch((error: unknown) => deps.log.error({ err: error, import: id }, 'an import could not be worked on'))
        .finally(() => {
          working.delete(id)
          next()
        })
      working.set(id, work)
    }
  }

  return {
    begin,
    async tick(now) {
      await stopOfOthers(deps, now)
      for (const id of await leftUndone(deps)) begin(id)
      await destroyDue(deps, now)
    },
    async idle() {
      while (working.size > 0) await Promise.all(working.values())
    },
    async close() {
      here.closing = true
      await Promise.all(working.values())
    },
  }
}

async function leftUndone(deps: ImportDeps): Promise<number[]> {
  const rows = await deps.db
    .selectFrom('keep.import')
    .select('import_id')
    .where((e) => e.or([e('state', 'in', [...busyStates]), e.and([e('state', '=', 'done'), e('reconciliation', 'is', null)])]))
    .orderBy('import_id')
    .limit(20)
    .execute()
  return rows.map((r) => r.import_id)
}

async function doWhatIsDue(deps: ImportDeps, id: number, here: Here): Promise<void> {
  const row = await findImport(deps.db.$pickTables(), id)
  try {
    if (row.state === 'checking') await check(deps, row, here)
    else if (row.state === 'running') await run(deps, row, here)
    else if (row.state === 'undoing') await undoAll(deps, row, here)
    else if (row.state === 'done' && row.reconciliation === null) await compareSums(deps, openJob(deps, row).job)
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
  const patch = { trouble, trouble_place: known?.place ?? null, ended_at: now }
  await inTransaction(deps.db, async (tx) => {
    await turn(tx.$pickTables(), row.import_id, { to, from: [...busyStates], by: house, why: 'trouble', now }, patch)
    await tellEnd(tx, { id: row.import_id, by: actorOf(row), state: to, now })
  })
}
