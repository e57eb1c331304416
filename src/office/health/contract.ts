import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { done } from '../../platform/http/shapes.ts'

export const wipeDemo = endpoint({
  method: 'POST',
  path: '/v1/demo/wipe',
  who: { staff: ['staff.manage'] },
  summary: 'Empty a demo: everything goes but the company and you. Only of an installation that began as a demo',
  body: z.object({
    /** The company’s name, typed: so that nobody does it by accident. */
    company: z.string().max(200),
  }),
  output: done,
  status: 202,
})
