import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { done, id } from '../../platform/http/shapes.ts'

/** What may have changed. A topic without ids is a list, or something there is one of. */
export const topics = [
  'customer',
  'customers',
  /** Who else has this customer open; told to those who have. */
  'presence',
  'tasks',
  'cases',
  'notices',
  'campaigns',
  'imports',
  'exports',
  'bulk',
  'leads',
  'needs',
  'views',
  'tags',
  'fields',
  'purposes',
  'staff',
  'session',
  'webhooks',
  'recent',
  /** How this person likes to work, and what they keep at hand. */
  'account',
  'erasures',
  /** Requests by right. */
  'rights',
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

export const listenMine = endpoint({
  method: 'GET',
  path: '/v1/my/live',
  who: 'customer',
  summary: 'That something of one’s own changed, as it changes: server-sent events like those of `GET /v1/live`, with topics and no ids',
  output: z.string(),
})

/** What somebody does with a card that stands open. */
export const doings = ['looks', 'changes'] as const
export type Doing = (typeof doings)[number]

const looks = { staff: ['customers.see'] } as const
const customer = z.object({ customer_id: id })
/** Chosen by the page when it was loaded. */
const page = z.string().regex(/^[a-z0-9]{6,16}$/, 'is six to sixteen small letters and digits')
/** Colleagues who have this customer open now, without whoever asks: twenty at most. */
const others = z.object({ items: z.array(z.object({ id, name: z.string(), role: z.string(), doing: z.enum(doings) })) })

export const readPresence = endpoint({
  method: 'GET',
  path: '/v1/presence/:customer_id',
  who: looks,
  summary: 'Which colleagues have this customer open now. Kept nowhere',
  params: customer,
  output: others,
})

export const sayPresence = endpoint({
  method: 'PUT',
  path: '/v1/presence/:customer_id',
  who: looks,
  summary: 'A page of yours has this customer open: said every twenty seconds, and forgotten when it is not; answers who else has',
  params: customer,
  body: z.object({ page, doing: z.enum(doings) }),
  output: others,
})

export const leavePresence = endpoint({
  method: 'DELETE',
  path: '/v1/presence/:customer_id',
  who: looks,
  summary: 'This page of yours has the customer open no more',
  params: customer,
  query: z.object({ page }),
  output: done,
})
