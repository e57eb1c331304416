import { inTransaction, sql, type Tx } from '../../platform/db/index.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { type AccessTables, noteAct, sealDeclined } from '../access/index.ts'
import type { ExportDeps } from './deps.ts'
import { dropPieces } from './pieces.ts'
import { type By, type ExportRow, findExport, house, turn } from './store.ts'
import { tellAnswer, tellEnd } from './telling.ts'

type Asked = { id: number; by: By; now: Date }

const onTheWay = ['asking', 'running', 'paused', 'writing'] as const

/** Lets a colleague's export run; nobody approves their own. The request is used up by it. */
export async function approveExport(deps: ExportDeps, { id, by, now }: Asked): Promise<ExportRow> {
  const row = await mayAnswer(deps, id, by)
  return inTransaction(deps.db, async (tx) => {
    const used = await tx
      .updateTable('keep.budget_request')
      .set({ approved_by: by.id, approved_at: now, until: new Date(now.getTime() + 86_400_000), used_at: now })
      .where('request_id', '=', row.request_id)
      .where('approved_at', 'is', null)
      .where('declined_at', 'is', null)
      .executeTakeFirst()
    if (used.numUpdatedRows === 0n) throw new AppError('conflict', 'This request was answered already.')
    await noteAnswer(tx, 'export.approved', row, { by, now })
    await tellAnswer(tx, row, { kind: 'budget_approved', by: by.id })
    return turn(tx.$pickTables(), id, { to: 'running', from: ['asking'], by, why: 'approved', now }, { started_at: now })
  })
}

/** Says no, once; whoever asked reads why. */
export async function declineExport(deps: ExportDeps, { id, by, now, why }: Asked & { why?: string | undefined }): Promise<ExportRow> {
  const row = await mayAnswer(deps, id, by)
  const sealed = why && row.request_id !== null ? sealDeclined(deps.keyring, row.request_id, why) : null
  return inTransaction(deps.db, async (tx) => {
    const said = await tx
      .updateTable('keep.budget_request')
      .set({ declined_by: by.id, declined_at: now, sealed_declined_why: sealed })
      .where('request_id', '=', row.request_id)
      .where('approved_at', 'is', null)
      .where('declined_at', 'is', null)
      .executeTakeFirst()
    if (said.numUpdatedRows === 0n) throw new AppError('conflict', 'This request was answered already.')
    await noteAnswer(tx, 'export.declined', row, { by, now })
    await tellAnswer(tx, row, { kind: 'budget_declined', by: by.id })
    return turn(tx.$pickTables(), id, { to: 'declined', from: ['asking'], by, why: 'declined', now }, { ended_at: now, sealed_key: null })
  })
}

const noteAnswer = (tx: Tx<AccessTables>, act: 'export.approved' | 'export.declined', row: ExportRow, { by, now }: { by: By; now: Date }) =>
  noteAct(tx, {
    by: { ...by, role: by.role ?? 'staff' },
    act,
    subject: { kind: 'staff', id: row.by_id },
    facts: { persons: row.persons, purpose: row.purpose, format: row.format },
    now,
  })

async function mayAnswer(deps: ExportDeps, id: number, by: By): Promise<ExportRow> {
  const row = await findExport(deps.db.$pickTables(), id)
  if (!row) throw notFound()
  if (row.request_id === null) throw new AppError('conflict', 'This export needs no second person.')
  if (row.by_id === by.id) throw new AppError('forbidden', 'Your own export needs a colleague’s approval.')
  return row
}

export async function pauseExport(deps: ExportDeps, { id, by, now }: Asked): Promise<ExportRow> {
  return inTransaction(deps.db, (tx) => turn(tx.$pickTables(), id, { to: 'paused', from: ['running'], by, why: 'paused', now }))
}

export async function resumeExport(deps: ExportDeps, { id, by, now }: Asked): Promise<ExportRow> {
  return inTransaction(deps.db, (tx) => turn(tx.$pickTables(), id, { to: 'running', from: ['paused'], by, why: 'resumed', now }))
}

/** Ends an export before its time, or takes a ready file away: the key and the pieces go with the change of state. */
export async function cancelExport(deps: ExportDeps, { id, by, now }: Asked): Promise<ExportRow> {
  const patch = { ended_at: now, sealed_key: null } as const
  return inTransaction(deps.db, async (tx) => {
    const row = await turn(tx.$pickTables(), id, { to: 'cancelled', from: [...onTheWay, 'ready'], by, why: 'cancelled', now }, patch)
    await dropPieces(tx.$pickTables(), id)
    return row
  })
}

/** Stops an export with one sentence why; nothing of the file is left. */
export async function failExport(deps: ExportDeps, id: number, trouble: string, now: Date): Promise<void> {
  const patch = { ended_at: now, sealed_key: null, trouble } as const
  await inTransaction(deps.db, async (tx) => {
    const row = await turn(tx.$pickTables(), id, { to: 'failed', from: [...onTheWay, 'ready'], by: house, why: 'trouble', now }, patch)
    await dropPieces(tx.$pickTables(), id)
    await tellEnd(tx, row, 'failed')
  })
}

/** An approval may have come by the list of requests instead: then the export runs from now on, and a refusal ends it. */
export async function takeAnswers(deps: ExportDeps, now: Date): Promise<void> {
  const { rows } = await sql<{ export_id: number; request_id: number; approved_by: number | null; declined_by: number | null }>`
    select e.export_id, r.request_id, r.approved_by, r.declined_by from keep.export e join keep.budget_request r using (request_id)
    where e.state = 'asking' and r.used_at is null and (r.until > ${now} or r.declined_at is not null) order by e.export_id limit 50`.execute(deps.db)
  for (const { export_id, request_id, approved_by, declined_by } of rows) {
    const by: By = { kind: 'staff', id: approved_by ?? declined_by ?? 0 }
    await inTransaction(deps.db, async (tx) => {
      if (approved_by === null)
        return turn(tx.$pickTables(), export_id, { to: 'declined', from: ['asking'], by, why: 'declined', now }, { ended_at: now, sealed_key: null })
      await tx.updateTable('keep.budget_request').set({ used_at: now }).where('request_id', '=', request_id).execute()
      return turn(tx.$pickTables(), export_id, { to: 'running', from: ['asking'], by, why: 'approved', now }, { started_at: now })
    })
  }
}
