import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { id, instant, pageOf, paging } from '../../../platform/http/shapes.ts'

// More than the open budget, and exports of more than a hundred people: one asks, another approves.

export const budgetRequest = z.object({
  id,
  staff: id,
  own: z.boolean(),
  kind: z.enum(['open', 'export']),
  persons: z.int(),
  why: z.string(),
  asked_at: instant,
  approved_at: instant.nullable(),
  approved_by: id.nullable(),
  until: instant.nullable(),
  /** Who asked, and who answered: the names, for whoever reads. */
  name: z.string(),
  answered_by: z.string().nullable(),
  declined_at: instant.nullable(),
  declined_why: z.string().nullable(),
  used_at: instant.nullable(),
})
export const listBudgets = endpoint({
  method: 'GET',
  path: '/v1/staff/budget-requests',
  who: { staff: 'any' },
  summary: 'My requests to open or export more people; everybody’s for those who approve',
  query: paging,
  output: pageOf(budgetRequest),
})
export const askBudget = endpoint({
  method: 'POST',
  path: '/v1/staff/budget-requests',
  who: { staff: 'any' },
  summary: 'Ask to open more people within an hour, or to export more than a hundred once',
  body: z.object({
    kind: z.enum(['open', 'export']),
    persons: z.int().min(1).max(1_000_000),
    why: z.string().trim().min(5, 'Say why in a few words.').max(500),
  }),
  output: budgetRequest,
})
export const approveBudget = endpoint({
  method: 'POST',
  path: '/v1/staff/budget-requests/:request_id/approve',
  who: { staff: ['budgets.approve'], fresh: true },
  summary: 'Approve a colleague’s request; never one’s own',
  params: z.object({ request_id: id }),
  body: z.object({}),
  output: budgetRequest,
})
export const declineBudget = endpoint({
  method: 'POST',
  path: '/v1/staff/budget-requests/:request_id/decline',
  who: { staff: ['budgets.approve'] },
  summary: 'Decline a colleague’s request, and say why',
  params: z.object({ request_id: id }),
  body: z.object({ why: z.string().trim().min(3, 'Say why in a few words.').max(500) }),
  output: budgetRequest,
})

export const budget = z.object({
  /** How many people may be opened within an hour; `more` of them by approval, until then. */
  limit: z.int(),
  more: z.int(),
  more_until: instant.nullable(),
  /** Opened within the last hour and the last day; somebody who is opened twice within an hour counts once. */
  hour: z.int(),
  day: z.int(),
})
export const readOwnBudget = endpoint({
  method: 'GET',
  path: '/v1/staff/budgets/own',
  who: { staff: 'any' },
  summary: 'How many people I have opened, and may open, within an hour; and how many I may export alone',
  output: budget.extend({ export_alone: z.int() }),
})
export const listOpenBudgets = endpoint({
  method: 'GET',
  path: '/v1/staff/budgets',
  who: { staff: ['budgets.approve'] },
  summary: 'How many people each of the staff has opened, and may open, within an hour',
  query: paging,
  output: pageOf(
    budget.extend({
      staff: z.object({ id, name: z.string(), role: z.string() }),
      /** How often they came to the end of it within a week. */
      ended: z.int(),
    }),
  ),
})
