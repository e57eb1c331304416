import type { AccessDeps } from '../deps.ts'
import { askNotice } from '../notices.ts'
import { rightsOf } from '../roles/rights.ts'
import type { BudgetRequest } from './requests.ts'

// What colleagues are told of requests: codes and figures, by a job of the office, with the commit of what it tells of.

const mostTold = 1000

/** Tells everybody who may answer a request that it waits for them. */
export async function tellAsked(deps: Pick<AccessDeps, 'db'>, request: BudgetRequest): Promise<void> {
  await tell(deps, 'budget_asked', request, { to: await approvers(deps), by: request.staff_id })
}

/** Tells whoever asked how it was answered. */
export async function tellAnswered(deps: Pick<AccessDeps, 'db'>, request: BudgetRequest, how: 'budget_approved' | 'budget_declined'): Promise<void> {
  const by = how === 'budget_approved' ? request.approved_by : request.declined_by
  await tell(deps, how, request, { to: [request.staff_id], by })
}

function tell(
  deps: Pick<AccessDeps, 'db'>,
  kind: 'budget_asked' | 'budget_approved' | 'budget_declined',
  request: BudgetRequest,
  { to, by }: { to: readonly number[]; by: number | null },
): Promise<void> {
  const facts = { kind: request.kind, persons: request.persons }
  return askNotice(deps.db, { to, kind, subject: { kind: 'request', id: request.request_id }, ...(by === null ? {} : { by }), facts })
}

/** Those of the staff whose role lets them approve. */
async function approvers(deps: Pick<AccessDeps, 'db'>): Promise<number[]> {
  const staff = await deps.db.selectFrom('keep.staff').select(['staff_id', 'role']).where('status', '=', 'active').orderBy('staff_id').execute()
  const rights = await rightsOf(
    deps.db,
    staff.map((one) => one.role),
  )
  return staff.flatMap((one) => (rights.get(one.role)?.abilities.includes('budgets.approve') ? [one.staff_id] : [])).slice(0, mostTold)
}
