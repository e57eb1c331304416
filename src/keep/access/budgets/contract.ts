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
