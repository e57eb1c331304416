import { inTransaction } from '../../platform/db/index.ts'
import { AppError, badInput } from '../../platform/errors.ts'
import type { Actor } from '../access/index.ts'
import type { TableForm } from '../courier/index.ts'
import { ownFields } from '../customers/index.ts'
import type { ImportDeps } from './deps.ts'
import { headersDigest } from './mapping/header.ts'
import { planOf } from './mapping/plan.ts'
import { forgetRejects } from './run/job.ts'
import type { Runner } from './run/runner.ts'
import type { ImportState, Mapping, Preset } from './shapes.ts'
import { findImport, type ImportRow, mustStand, turn } from './store.ts'
import { inspect } from './upload/inspect.ts'
import { openMapping, openNames, sealMapping, sealRemembered } from './upload/secrets.ts'
import { firstColumns, formOf, openUpload } from './upload/upload.ts'

export type Asked = { id: number; by: Actor }

/** Says what the columns are; from now on the next file with these headers begins with it. */
export async function mapImport(deps: ImportDeps, { id, by }: Asked, mapping: Mapping): Promise<ImportRow> {
  const now = deps.clock.now()
  const row = await findImport(deps.db.$pickTables(), id)
  if (!row.sealed_header) throw new AppError('conflict', 'This import is still being uploaded.')
  staysList(row, mapping.preset)
  const names = openNames(deps.keyring, id, row.sealed_header)
  planOf(mapping, { line: row.header_line ?? 1, names })
  await ownInUse(deps, mapping)
  const headers = headersDigest(deps.keyring, names)
  return inTransaction(deps.db, async (tx) => {
    const remembered = { sealed_mapping: sealRemembered(deps.keyring, headers, mapping), at: now }
    await tx
      .insertInto('keep.import_mapping')
      .values({ headers, preset: mapping.preset, ...remembered })
      .onConflict((c) => c.columns(['headers', 'preset']).doUpdateSet(remembered))
      .execute()
    const patch = {
      preset: mapping.preset,
      source: mapping.source,
      sealed_mapping: sealMapping(deps.keyring, id, mapping),
      mapped_by: 'person',
      dry_run: null,
      trouble: null,
      trouble_place: null,
    } as const
    const mapped = await turn(tx.$pickTables(), id, { to: 'uploaded', from: ['uploaded', 'checked', ...untouchedFailure(row)], by, why: 'mapping', now }, patch)
    await forgetRejects(tx.$pickTables(), id)
    return mapped
  })
}

/** A list was asked for with what it is for; an import of anything else never said that. */
function staysList(row: ImportRow, preset: Preset): void {
  if ((row.preset === 'list') !== (preset === 'list'))
    throw badInput('preset: a list of people stays one, and nothing else becomes one: upload the file again', 'preset')
}

type Reading = Omit<TableForm, 'kind'> & { preset?: Preset | undefined }

/** Reads the first rows once more, as a person says that they are to be read; what the columns are is guessed anew. */
export async function readImportAs(deps: ImportDeps, { id, by }: Asked, { preset, ...wanted }: Reading): Promise<ImportRow> {
  const row = await findImport(deps.db.$pickTables(), id)
  if (!row.sealed_mapping) throw new AppError('conflict', 'This import is still being uploaded.')
  const from: ImportState[] = ['uploaded', 'checked', ...untouchedFailure(row)]
  mustStand(row, from)
  const { kind } = formOf(row)
  if (kind !== 'csv' && (wanted.encoding ?? wanted.delimiter) !== undefined)
    throw badInput('encoding: only a text file has an encoding and a delimiter', 'encoding')
  if (kind !== 'xlsx' && wanted.sheet !== undefined) throw badInput('sheet: only a workbook has sheets', 'sheet')
  if (preset !== undefined) staysList(row, preset)
  const { role } = openMapping(deps.keyring, id, row.sealed_mapping)
  const file = await openUpload(deps, row)
  try {
    const inspected = await inspect(deps.courier, file, { ...wanted, kind })
    const { columns } = await firstColumns(deps, id, inspected, {
      source: row.source ?? undefined,
      preset: row.preset === 'list' ? 'list' : preset,
      role: role === 'customer' ? undefined : role,
    })
    const patch = { ...columns, dry_run: null, trouble: null, trouble_place: null }
    const now = deps.clock.now()
    return await inTransaction(deps.db, async (tx) => {
      const read = await turn(tx.$pickTables(), id, { to: 'uploaded', from, by, why: 'form', now }, patch)
      await forgetRejects(tx.$pickTables(), id)
      return read
    })
  } finally {
    await file.close()
  }
}

/** A field that was retired takes no values: that is said with the mapping, not of every row. One nobody declared takes any text. */
async function ownInUse(deps: ImportDeps, mapping: Mapping): Promise<void> {
  const wanted = Object.values(mapping.columns).filter((target) => target?.startsWith('x_'))
  if (wanted.length === 0) return
  const own = await ownFields(deps.db.$pickTables())
  for (const target of wanted)
    if (target && own.get(target)?.retired) throw badInput(`columns: the field "${target}" is retired and takes no values`, 'columns')
}

/** Counts what a run would bring, in the background. */
export async function dryRunImport(deps: ImportDeps, runner: Runner, { id, by }: Asked): Promise<ImportRow> {
  await mustFit(deps, id)
  const failed = untouchedFailure(await findImport(deps.db.$pickTables(), id))
  return begun(deps, runner, { id, by }, { to: 'checking', from: ['uploaded', 'checked', ...failed], why: 'dry run' }, { rows_done: 0, rows_per_s: 0 })
}

/** Brings the rows in, in the background. */
export async function runImport(deps: ImportDeps, runner: Runner, { id, by }: Asked): Promise<ImportRow> {
  await mustFit(deps, id)
  const failed = untouchedFailure(await findImport(deps.db.$pickTables(), id))
  return begun(
    deps,
    runner,
    { id, by },
    { to: 'running', from: ['uploaded', 'checked', ...failed], why: 'run' },
    { started_at: deps.clock.now(), rows_done: 0, rows_per_s: 0 },
  )
}

/** What is in stays in; a batch that is being written is not. */
export async function stopImport(deps: ImportDeps, { id, by }: Asked): Promise<ImportRow> {
  const now = deps.clock.now()
  const row = await findImport(deps.db.$pickTables(), id)
  const to = row.state === 'checking' ? 'uploaded' : 'stopped'
  return inTransaction(deps.db, async (tx) => {
    const stopped = await turn(tx.$pickTables(), id, { to, from: ['running', 'checking'], by, why: 'stop', now }, { rows_per_s: 0 })
    if (to === 'uploaded') await forgetRejects(tx.$pickTables(), id)
    return stopped
  })
}

export async function resumeImport(deps: ImportDeps, runner: Runner, { id, by }: Asked): Promise<ImportRow> {
  return begun(deps, runner, { id, by }, { to: 'running', from: ['stopped', 'failed'], why: 'resume' }, { ended_at: null })
}

export async function undoImport(deps: ImportDeps, runner: Runner, { id, by }: Asked): Promise<ImportRow> {
  return begun(deps, runner, { id, by }, { to: 'undoing', from: ['done', 'stopped', 'failed'], why: 'undo' }, {})
}

/** An import that failed before anything was in may be mapped and tried again. */
const untouchedFailure = (row: ImportRow): ImportState[] => (row.state === 'failed' && row.counts === null ? ['failed'] : [])

type Next = { to: ImportState; from: readonly ImportState[]; why: string }

async function begun(deps: ImportDeps, runner: Runner, { id, by }: Asked, next: Next, patch: Parameters<typeof turn>[3]): Promise<ImportRow> {
  const now = deps.clock.now()
  const row = await inTransaction(deps.db, (tx) => turn(tx.$pickTables(), id, { ...next, by, now }, { trouble: null, trouble_place: null, ...patch }))
  runner.begin(id)
  return row
}

/** The sentence about a mapping that does not fit comes with the request, not later. */
async function mustFit(deps: ImportDeps, id: number): Promise<void> {
  const row = await findImport(deps.db.$pickTables(), id)
  if (!row.sealed_header || !row.sealed_mapping) throw new AppError('conflict', 'This import is still being uploaded.')
  planOf(openMapping(deps.keyring, id, row.sealed_mapping), { line: row.header_line ?? 1, names: openNames(deps.keyring, id, row.sealed_header) })
}
