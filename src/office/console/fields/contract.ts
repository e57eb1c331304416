import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { id, pageOf, paging } from '../../../platform/http/shapes.ts'
import { field, fieldVersion } from '../shapes.ts'

const withNames = ['customers.see'] as const

export const writeField = endpoint({
  method: 'PUT',
  path: '/v1/customers/:customer_id/fields/:field',
  who: { staff: ['customers.change'], key: 'change' },
  summary:
    'Correct one field; the earlier value stays in its history. With If-Match (the field’s etag in quotes) or If-None-Match: * it is refused with 412 when somebody was faster: `current` says what stands there, who wrote it and when',
  params: z.object({ customer_id: id, field: z.string() }),
  body: z.object({
    value: z.string().trim().max(2000).nullable(),
    /** Instead of an etag, where a value was seen without one, as in a list: refused with 412 when another stands there by then. */
    was: z.string().max(10_000).nullable().optional(),
  }),
  output: field,
})

export const readFieldHistory = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer_id/fields/:field/history',
  who: { staff: withNames, key: 'read' },
  summary: 'What a field was before: who changed it, when, from what',
  params: z.object({ customer_id: id, field: z.string() }),
  query: paging,
  output: pageOf(fieldVersion),
})
