import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { id, instant, money, pageOf, paging, words } from '../../../platform/http/shapes.ts'
import { purposeName } from '../shapes.ts'
import { use } from '../uses/contract.ts'

export const readMyMessage = endpoint({
  method: 'GET',
  path: '/v1/my/messages/:message_id',
  who: 'customer_or_guardian',
  summary: 'Why you got this message: what was used, on what basis, what chose you',
  params: z.object({ message_id: id }),
  output: z.object({
    id,
    at: instant,
    channel: z.string(),
    subject: z.string().nullable(),
    state: z.string(),
    /** What chose this customer: conditions of the audience as codes with figures; `title`: of a field or kind of events of the company's own. */
    because: z.array(
      z.object({
        code: z.string(),
        count: z.int().nullable(),
        days: z.int().nullable(),
        amount: money.nullable(),
        value: z.string().nullable(),
        title: words.nullable(),
      }),
    ),
    campaign: z.string().nullable(),
    purpose: purposeName,
    topic: z.object({ code: z.string(), title: words }).nullable(),
    basis: z.object({ code: z.string(), since: instant.nullable(), how: z.string().nullable() }),
    used: use.nullable(),
    cap: z.object({ contacts: z.int(), days: z.int(), used: z.int() }).nullable(),
    /** Whether this channel is still allowed for this purpose. */
    still_allowed: z.boolean(),
  }),
})

export const listMyMessages = endpoint({
  method: 'GET',
  path: '/v1/my/messages',
  who: 'customer_or_guardian',
  summary: 'What the company sent you',
  query: paging,
  output: pageOf(z.object({ id, at: instant, channel: z.string(), subject: z.string().nullable(), purpose: purposeName, state: z.string() })),
})
