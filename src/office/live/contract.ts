import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { id } from '../../platform/http/shapes.ts'

/** What may have changed. A topic without ids is a list, or something there is one of. */
export const topics = [
  'customer',
  'customers',
  'tasks',
  'cases',
  'notices',
  'campaigns',
  'imports',
  'exports',
  'bulk',
  'leads',
  'views',
  'tags',
  'fields',
  'purposes',
  'staff',
  'session',
  'webhooks',
  'recent',
  /** More than can be told, or something was missed: look at all of it again. */
  'everything',
] as const
export type Topic = (typeof topics)[number]

/** Which thing changed; null: look at all of this topic again. */
export const change = z.object({ topic: z.enum(topics), id: id.nullable() })
export type Change = z.output<typeof change>

export const listenLive = endpoint({
  method: 'GET',
  path: '/v1/live',
  who: { staff: 'any' },
  summary: 'What changes, as it changes: server-sent events of topics and ids. `Last-Event-ID` goes on where a connection broke',
  output: z.string(),
})
