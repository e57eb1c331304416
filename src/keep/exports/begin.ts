import { randomBytes } from 'node:crypto'
import { inTransaction, sql, type Tx } from '../../platform/db/index.ts'
import { AppError, badInput } from '../../platform/errors.ts'
import { type AccessTables, noteAct, sealWhy as sealRequest } from '../access/index.ts'
import type { ExportDeps } from './deps.ts'
import { type GivenTo, sealRecipient } from './recipient.ts'
import { sealKey, sealWhy } from './secrets.ts'
import { type ExportFormat, exportAlone, mostPersons, mostSheetPersons } from './shapes.ts'
import { type ExportRow, noteChange } from './store.ts'
import type { ExportTables } from './tables.ts'
import { tellApprovers } from './telling.ts'

export type NewExport = {
  id: number
  format: ExportFormat
  purpose: string
  why: string
  columns: readonly string[]
  language: string
  persons: number
  recipient: GivenTo | null
}
type Asker = { id: number; role: string }

/** Exports of one person that are on their way at the same time. */
const mostOpen = 5
const dayMs = 86_400_000

/** Throws bad_input for a number of people that no export takes. */
export function checkPersons(persons: number, format: ExportFormat): void {
  if (persons < 1) throw badInput('Nobody matches, so there is nothing to export.', 'who')
  if (format === 'xlsx' && persons > mostSheetPersons) throw badInput('A workbook takes at most 1,048,575 rows: choose CSV, or export fewer people.', 'format')
  if (persons > mostPersons) throw badInput('An export takes at most a million people: export them in parts.', 'who')
}

/**
 * Takes an export on. It runs at once when its person may export so many alone, counted over a day; else it waits for a second
 * person. Asking again with the same number changes nothing.
 */
export async function beginExport(deps: ExportDeps, asker: Asker, asked: NewExport, now: Date): Promise<ExportRow> {
  checkPersons(asked.persons, asked.format)
  const request_id = await deps.rowIds.one()
  return inTransaction(deps.db, async (tx) => {
    // One at a time for a person: two at the same moment must not both find that they fit.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`export ${asker.id}`}, 0))`.execute(tx)
    const known = await tx.selectFrom('keep.export').selectAll().where('export_id', '=', asked.id).executeTakeFirst()
    if (known) return sameAs(known, asker)
    await checkOpen(tx, asker.id)
    const second = await needsSecond(tx, { staff: asker.id, persons: asked.persons, now })
    if (second)
      await tx
        .insertInto('keep.budget_request')
        .values({ ...requestOf(request_id, asker, asked, now), sealed_why: sealRequest(deps.keyring, request_id, asked.why) })
        .execute()
    const state = second ? 'asking' : 'running'
    const row = await tx
      .insertInto('keep.export')
      .values({
        export_id: asked.id,
        state,
        format: asked.format,
        purpose: asked.purpose,
        sealed_why: sealWhy(deps.keyring, asked.id, asked.why),
        columns: [...asked.columns],
        language: asked.language,
        persons: asked.persons,
        request_id: second ? request_id : null,
        sealed_recipient: asked.recipient && sealRecipient(deps.keyring, asked.id, asked.recipient),
        recipient_webhook: asked.recipient?.webhook ?? null,
        file_size: null,
        sealed_key: sealKey(deps.keyring, asked.id, randomBytes(32)),
        trouble: null,
        by_id: asker.id,
        by_role: asker.role,
        created_at: now,
        started_at: second ? null : now,
        moved_at: now,
        ended_at: null,
        expires_at: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    const facts = { persons: asked.persons, purpose: asked.purpose, format: asked.format, columns: asked.columns.length, ...(asked.recipient && { given: 1 }) }
    await noteAct(tx, { by: { kind: 'staff', ...asker }, act: 'export.asked', facts, now })
    await noteChange(tx.$pickTables(), asked.id, { to: state, by: { kind: 'staff', id: asker.id }, why: 'asked', now })
    if (second) await tellApprovers(deps, tx, row)
    return row
  })
}

function sameAs(known: ExportRow, asker: Asker): ExportRow {
  if (known.by_id !== asker.id) throw new AppError('conflict', 'There is an export under this number already.')
  return known
}

async function checkOpen(tx: Tx<ExportTables & AccessTables>, staff: number): Promise<void> {
  const { rows } = await sql<{ open: number }>`
    select count(*)::int as open from keep.export where by_id = ${staff} and state in ('asking', 'running', 'paused', 'writing')`.execute(tx)
  if ((rows[0]?.open ?? 0) >= mostOpen) throw new AppError('conflict', `You have ${mostOpen} exports on their way. Wait for one, or cancel it.`)
}

type Alone = { staff: number; persons: number; now: Date }

/** Whether so many people more are too many for one person alone: what they exported within a day without a second person counts too. */
export async function needsSecond<T>(db: Tx<T> | ExportDeps['db'], { staff, persons, now }: Alone): Promise<boolean> {
  const { rows } = await sql<{ alone: number }>`
    select coalesce(sum(greatest(persons, rows)), 0)::int as alone from keep.export
    where by_id = ${staff} and request_id is null and created_at > ${new Date(now.getTime() - dayMs)} and (state <> 'cancelled' or rows > 0)`.execute(db)
  return (rows[0]?.alone ?? 0) + persons > exportAlone
}

const requestOf = (request_id: number, asker: Asker, asked: NewExport, now: Date) => ({
  request_id,
  staff_id: asker.id,
  kind: 'export' as const,
  persons: asked.persons,
  asked_at: now,
  approved_by: null,
  approved_at: null,
  declined_by: null,
  declined_at: null,
  until: null,
  used_at: null,
  sealed_declined_why: null,
})
