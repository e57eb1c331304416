import { z } from 'zod'
import { reasonsToJoin, reasonsToSeparate } from '../../../keep/door/contract.ts'
import { endpoint } from '../../../platform/http/contract.ts'
import { id, instant, pageOf, paging } from '../../../platform/http/shapes.ts'
import { customerRef, name } from '../../work/shapes.ts'
import { identifier } from '../shapes.ts'

// One person, entered twice: the two cards side by side, joined, and taken apart again.

/** Who may say that two are one. */
const whoKnowsPeople = ['customers.join'] as const
const params = z.object({ customer_id: id })

const side = customerRef.extend({
  role: z.enum(['customer', 'lead', 'supplier', 'partner']),
  language: z.string().nullable(),
  /** How many cards it is made of already. */
  cards: z.int(),
  identifiers: z.array(identifier),
})
const verdict = z.object({ decision: z.enum(['allow', 'deny', 'later', 'ask']), reason: z.string().nullable() })

export const compareCustomers = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer_id/comparison',
  who: { staff: whoKnowsPeople },
  summary: 'This customer beside another who may be the same: what each has, and what would hold if they were joined; changes nothing',
  params,
  query: z.object({ into: id }),
  output: z.object({
    /** The card that would be joined to the other. */
    from: side,
    /** The card that stays: its kind, role, language and time zone hold. */
    into: side,
    /** `after` is the newest of both; the others stay in the field's history. */
    fields: z.array(z.object({ field: z.string(), from: z.string().nullable(), into: z.string().nullable(), after: z.string().nullable() })),
    /** May an offer go? `after` is the strictest of both, as the gate would decide it. */
    reach: z.array(z.object({ channel: z.string(), purpose: z.string(), from: verdict, into: verdict, after: verdict })),
    /** True when they are joined already. */
    one: z.boolean(),
  }),
})

export const mergeCustomer = endpoint({
  method: 'POST',
  path: '/v1/customers/:customer_id/merge',
  who: { staff: whoKnowsPeople },
  summary: 'Say that this customer is the same as another: one card from now on, the strictest terms of both. Repeating it changes nothing; it can be undone',
  params,
  body: z.object({
    into: id,
    why: z.enum(reasonsToJoin),
    /** Which side's value leads in a field, where it is not the newest: `from` is this customer, `into` the other. */
    leading: z.record(z.string(), z.enum(['from', 'into'])).optional(),
  }),
  output: z.object({
    /** False when they were joined already. */
    changed: z.boolean(),
    /** The card that stays. */
    customer_id: id,
  }),
})

export const unmergeCustomer = endpoint({
  method: 'POST',
  path: '/v1/customers/:customer_id/unmerge',
  who: { staff: whoKnowsPeople },
  summary: 'Separate this customer again from the one it was joined to; repeating it changes nothing',
  params,
  body: z.object({ why: z.enum(reasonsToSeparate) }),
  output: z.object({ changed: z.boolean() }),
})

export const listJoined = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer_id/joined',
  who: { staff: whoKnowsPeople },
  summary: 'The cards that were joined into this one, newest first: by whom, when, why',
  params,
  query: paging,
  output: pageOf(
    z.object({
      customer_id: id,
      /** Its own name, before it was joined. */
      name: name.nullable(),
      at: instant,
      why: z.string(),
      by: z.object({ kind: z.string(), name: z.string().nullable() }),
    }),
  ),
})
