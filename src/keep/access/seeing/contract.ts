import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { done, id } from '../../../platform/http/shapes.ts'

// To look at the console as a colleague does: what both may see, and nothing changed.

export const seeAs = endpoint({
  method: 'POST',
  path: '/v1/session/seeing',
  who: { staff: ['staff.preview'] },
  summary: 'See the console as a colleague sees it: no more than you may see yourself, and nothing can be changed until you leave',
  body: z.object({ staff_id: id }),
  output: done,
})

export const stopSeeing = endpoint({
  method: 'DELETE',
  path: '/v1/session/seeing',
  who: { staff: 'any', seeing: true },
  summary: 'Be yourself again; who is so already stays so',
  output: done,
})
