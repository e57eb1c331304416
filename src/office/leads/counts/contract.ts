import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'

/** The side bar asks it on every page. */
export const countLeads = endpoint({
  method: 'GET',
  path: '/v1/leads/counts',
  who: { staff: ['customers.see'], key: 'read' },
  summary: 'How many leads each view of the list has; the same figures stand in the side bar',
  output: z.object({ open: z.int(), new: z.int(), mine: z.int(), unassigned: z.int(), late: z.int() }),
})
