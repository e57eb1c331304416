import { sql } from '../../../platform/db/index.ts'
import { AppError, notFound } from '../../../platform/errors.ts'
import type { Actor } from '../actor.ts'
import type { AccessDeps } from '../deps.ts'
import type { AccessTables } from '../tables.ts'
import { sealDeclined, sealWhy } from './reasons.ts'

// More than the open budget, and exports of more than a hundred people, need a second person: one asks, another approves.

export type BudgetRequest = AccessTables['keep.budget_request']
export const exportAlone = 100
const hours = { open: 1, export: 24 } as const
const mostWaiting = 5

/** Asks for more people than the budget has, for an hour; or for one export of so many, within a day of the approval. In a transaction. */
export async function askForBudget(
  deps: AccessDeps,
  staff: number,
  { why, ...asked }: { kind: 'open' | 'export'; persons: number; why: string },
  now: Date,
): Promise<BudgetRequest> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from keep.budget_request
    where staff_id = ${staff} and kind = ${asked.kind} and approved_at is null and declined_at is null and asked_at > ${new Date(now.getTime() - keptMs)}`.execute(
    deps.db,
  )
  if ((rows[0]?.waiting ?? 0) >= mostWaiting) throw new AppError('conflict', `You have ${mostWaiting} requests that wait for an answer. Wait for one first.`)
  const request_id = await deps.rowIds.one()
  const row = {
    request_id,
    staff_id: staff,
    ...asked,
    sealed_why: sealWhy(deps.keyring, request_id, why),
    asked_at: now,
    approved_by: null,
    approved_at: null,
    declined_by: null,
    declined_at: null,
    until: null,
    used_at: null,
    sealed_declined_why: null,
  }
  await deps.db.insertInto('keep.budget_request').values(row).execute()
  return row
}

/** Approves a colleague's request, once; nobody approves their own. */
export async function approveBudget(deps: Pick<AccessDeps, 'db'>, request: number, by: number, now: Date): Promise<BudgetRequest> {
  const row = await anothers(deps, request, by)
  const until = new Date(now.getTime() + hours[row.kind] * 3_600_000)
  const approved = await deps.db
    .updateTable('keep.budget_request')
    .set({ approved_by: by, approved_at: now, until })
    .where('request_id', '=', request)
    .where('approved_at', 'is', null)
    .where('declined_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (!approved) throw new AppError('conflict', 'This request was answered already.')
  return approved
}

/** Declines a colleague's request, once; whoever asked reads why. */
export async function declineBudget(
  deps: Pick<AccessDeps, 'db' | 'keyring'>,
  request: number,
  { staff, why }: { staff: number; why: string },
  now: Date,
): Promise<BudgetRequest> {
  await anothers(deps, request, staff)
  const declined = await deps.db
    .updateTable('keep.budget_request')
    .set({ declined_by: staff, declined_at: now, sealed_declined_why: sealDeclined(deps.keyring, request, why) })
    .where('request_id', '=', request)
    .where('approved_at', 'is', null)
    .where('declined_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (!declined) throw new AppError('conflict', 'This request was answered already.')
  return declined
}

/** A request that somebody else has made. */
async function anothers(deps: Pick<AccessDeps, 'db'>, request: number, by: number): Promise<BudgetRequest> {
  const row = await deps.db.selectFrom('keep.budget_request').selectAll().where('request_id', '=', request).executeTakeFirst()
  if (!row) throw notFound()
  if (row.staff_id === by) throw new AppError('forbidden', 'Your own request needs a colleague’s approval.')
  return row
}

const keptMs = 30 * 86_400_000

/** Requests of the last thirty days, newest first: one's own, or everybody's for those who may approve. `below` is the number of the last one seen. */
export async function listBudgetRequests(
  deps: Pick<AccessDeps, 'db'>,
  page: { of: { staff: number } | 'everybody'; below: number | undefined; limit: number },
  now: Date,
): Promise<BudgetRequest[]> {
  const since = new Date(now.getTime() - keptMs)
  const recent = deps.db.selectFrom('keep.budget_request').selectAll().where('asked_at', '>', since)
  const whose = page.of === 'everybody' ? recent : recent.where('staff_id', '=', page.of.staff)
  const after = page.below === undefined ? whose : whose.where('request_id', '<', page.below)
  return after.orderBy('request_id', 'desc').limit(page.limit).execute()
}

/** Lets an export of so many people pass, or throws; over a hundred it uses up an approved request. Nothing is read before it. */
export async function spendExport(deps: Pick<AccessDeps, 'db'>, actor: Actor, persons: number, now: Date): Promise<void> {
  if (persons <= exportAlone) return
  if (actor.kind === 'staff') {
    const used = await sql<{ request_id: number }>`
      update keep.budget_request set used_at = ${now} where used_at is null and request_id = (
        select request_id from keep.budget_request where staff_id = ${actor.id} and kind = 'export' and used_at is null and until > ${now} and persons >= ${persons}
        order by persons, request_id limit 1 for update)
      returning request_id`.execute(deps.db)
    if (used.rows.length > 0) return
  }
  throw new AppError('forbidden', `An export of more than ${exportAlone} people needs a second person: ask for it, and a colleague can approve.`)
}
