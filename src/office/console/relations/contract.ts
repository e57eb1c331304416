import { z } from 'zod'
import { relationKinds } from '../../../keep/door/contract.ts'
import { endpoint } from '../../../platform/http/contract.ts'
import { day, done, id, instant, pageOf, paging } from '../../../platform/http/shapes.ts'
import { actor, relation } from '../shapes.ts'

const who = { staff: ['customers.change'], key: 'change' } as const
const ofCustomer = z.object({ customer_id: id })
const ofRelation = z.object({ customer_id: id, relation_id: id })

const code = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/)
const position = z.string().trim().min(1).max(120)
const aDay = day.refine((said) => said >= '1900-01-01' && said <= '2100-12-31', 'must lie between 1900 and 2100')

export const addRelation = endpoint({
  method: 'POST',
  path: '/v1/customers/:customer_id/relations',
  who,
  summary: 'Say how this customer stands to another: household, employer, contact person, part of …; said again, it is as it is said now',
  params: ofCustomer,
  body: z.object({
    other_id: id,
    kind: z.enum(relationKinds),
    title: code.nullable().default(null),
    position: position.nullable().default(null),
    since: aDay.nullable().default(null),
    until: aDay.nullable().default(null),
  }),
  output: z.object({ id }),
})

export const changeRelation = endpoint({
  method: 'PATCH',
  path: '/v1/customers/:customer_id/relations/:relation_id',
  who,
  summary: 'Change a relation, seen from either of the two; `until` ends it, and null takes that back',
  params: ofRelation,
  body: z.object({
    title: code.nullable().optional(),
    position: position.nullable().optional(),
    since: aDay.nullable().optional(),
    until: aDay.nullable().optional(),
  }),
  output: done,
})

export const removeRelation = endpoint({
  method: 'DELETE',
  path: '/v1/customers/:customer_id/relations/:relation_id',
  who,
  summary: 'Take away a relation that was a mistake; that it stood stays in the history',
  params: ofRelation,
  output: done,
})

export const listRelationChanges = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer_id/relations/changes',
  who: { staff: ['customers.see'], key: 'read' },
  summary: 'What was changed of a customer’s relations, the newest first; each as it stood then',
  params: ofCustomer,
  query: paging,
  output: pageOf(relation.omit({ id: true }).extend({ what: z.enum(['made', 'changed', 'ended', 'resumed', 'removed']), at: instant, by: actor })),
})
