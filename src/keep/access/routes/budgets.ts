import { z } from 'zod'
import { notFound } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import * as contract from '../budgets/contract.ts'
import { reasonsOf } from '../budgets/reasons.ts'
import { approveBudget, askForBudget, type BudgetRequest, declineBudget, exportAlone, listBudgetRequests } from '../budgets/requests.ts'
import { tellAnswered, tellAsked } from '../budgets/tell.ts'
import { ownUsage, type Usage, usageOfAll } from '../budgets/usage.ts'
import { staffNames } from '../staff.ts'
import { type Caller, type House, noting, staffOf } from './caller.ts'

const perPage = 100

/** How many people each may open, and more than that with a second person. */
export function budgetRoutes(house: House): void {
  const { app, on, deps } = house
  const { ids } = deps
  const idOf = (shown: string): number => {
    const request = ids.read('request', shown)
    if (request === undefined) throw notFound()
    return request
  }
  async function shown(rows: readonly BudgetRequest[], caller: Caller): Promise<z.input<typeof contract.budgetRequest>[]> {
    const names = await staffNames(
      deps,
      rows.flatMap((r) => [r.staff_id, r.approved_by ?? r.declined_by ?? []].flat()),
    )
    const reasons = new Map(rows.map((r) => [r.request_id, reasonsOf(deps.keyring, r)]))
    return rows.map((r) => ({
      id: ids.show('request', r.request_id),
      staff: ids.show('staff', r.staff_id),
      name: names.get(r.staff_id) ?? '',
      own: r.staff_id === staffOf(caller).id,
      kind: r.kind,
      persons: r.persons,
      why: reasons.get(r.request_id)?.why ?? '',
      asked_at: r.asked_at.toISOString(),
      approved_at: momentOf(r.approved_at),
      approved_by: r.approved_by === null ? null : ids.show('staff', r.approved_by),
      answered_by: names.get(r.approved_by ?? r.declined_by ?? -1) ?? null,
      until: momentOf(r.until),
      declined_at: momentOf(r.declined_at),
      declined_why: reasons.get(r.request_id)?.declined ?? null,
      used_at: momentOf(r.used_at),
    }))
  }
  async function one(row: BudgetRequest, caller: Caller) {
    const [answer] = await shown([row], caller)
    if (!answer) throw notFound()
    return answer
  }

  mount(app, on, contract.readOwnBudget, async ({ caller, now }) => ({ ...spent(await ownUsage(deps, staffOf(caller).id, now)), export_alone: exportAlone }))
  mount(app, on, contract.listOpenBudgets, async ({ query: { cursor, limit = perPage }, now }) => {
    const pages = pagesOf(ids, 'open budgets', z.int())
    const { rows, next_cursor } = pages.page(await usageOfAll(deps, { after: pages.after(cursor), limit: limit + 1 }, now), limit, (row) => row.id)
    const items = rows.map((row) => ({ ...spent(row), staff: { id: ids.show('staff', row.id), name: row.name, role: row.role }, ended: row.ended }))
    return { items, next_cursor }
  })

  mount(app, on, contract.listBudgets, async ({ caller, query: { cursor, limit = perPage }, now }) => {
    const { id } = staffOf(caller)
    const pages = pagesOf(ids, 'budget requests', z.int())
    const of = caller?.rights.abilities.includes('budgets.approve') ? 'everybody' : { staff: id }
    const found = await listBudgetRequests(deps, { of, below: pages.after(cursor), limit: limit + 1 }, now)
    const { rows, next_cursor } = pages.page(found, limit, (r) => r.request_id)
    return { items: await shown(rows, caller), next_cursor }
  })
  mount(app, on, contract.askBudget, (call) =>
    noting(house, call, async (within) => {
      const { kind, persons } = call.body
      const asked = await askForBudget(within, staffOf(call.caller).id, call.body, call.now)
      await tellAsked(within, asked)
      return { answer: await one(asked, call.caller), act: 'budget.asked', facts: { kind, persons } }
    }),
  )
  mount(app, on, contract.approveBudget, (call) =>
    noting(house, call, async (within) => {
      const approved = await approveBudget(within, idOf(call.params.request_id), staffOf(call.caller).id, call.now)
      await tellAnswered(within, approved, 'budget_approved')
      const { kind, persons } = approved
      return { answer: await one(approved, call.caller), act: 'budget.approved', subject: { kind: 'staff', id: approved.staff_id }, facts: { kind, persons } }
    }),
  )
  mount(app, on, contract.declineBudget, (call) =>
    noting(house, call, async (within) => {
      const by = { staff: staffOf(call.caller).id, why: call.body.why }
      const declined = await declineBudget(within, idOf(call.params.request_id), by, call.now)
      await tellAnswered(within, declined, 'budget_declined')
      const { kind, persons } = declined
      return { answer: await one(declined, call.caller), act: 'budget.declined', subject: { kind: 'staff', id: declined.staff_id }, facts: { kind, persons } }
    }),
  )
}

const momentOf = (at: Date | null) => at?.toISOString() ?? null
const spent = ({ limit, more, moreUntil, hour, day }: Usage) => ({ limit, more, more_until: momentOf(moreUntil), hour, day })
