import { z } from 'zod'
import { personalKinds } from '../../../keep/door/contract.ts'
import { endpoint } from '../../../platform/http/contract.ts'
import { day, done, id, pageOf, paging } from '../../../platform/http/shapes.ts'
import { personalNote } from '../shapes.ts'

const said = z.object({
  kind: z.enum(personalKinds),
  direction: z.enum(['given', 'received']).nullable().default(null),
  day: day.nullable().default(null),
  text: z.string().trim().min(1).max(2000),
  reaction: z.string().trim().max(500).nullable().default(null),
})
const ofCustomer = z.object({ customer_id: id })
const ofNote = z.object({ customer_id: id, personal_id: id })

export const listPersonal = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer_id/personal',
  who: { staff: ['customers.see'], key: 'read' },
  summary: 'What we remember of a customer, the newest first; the customer reads the same',
  params: ofCustomer,
  query: paging,
  output: pageOf(personalNote).extend({ hidden: z.string().nullable() }),
})

export const addPersonal = endpoint({
  method: 'POST',
  path: '/v1/customers/:customer_id/personal',
  who: { staff: ['customers.change'], key: 'change' },
  summary: 'Write down a talk, a small thing, an interest, a gift or a wish of address',
  params: ofCustomer,
  body: said,
  output: z.object({ id }),
})

export const changePersonal = endpoint({
  method: 'PUT',
  path: '/v1/customers/:customer_id/personal/:personal_id',
  who: { staff: ['customers.change'], key: 'change' },
  summary: 'Write it anew',
  params: ofNote,
  body: said,
  output: z.object({ id }),
})

export const removePersonal = endpoint({
  method: 'DELETE',
  path: '/v1/customers/:customer_id/personal/:personal_id',
  who: { staff: ['customers.change'], key: 'change' },
  summary: 'Forget it',
  params: ofNote,
  output: done,
})
