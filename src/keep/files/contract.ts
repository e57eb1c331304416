import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { done, id, instant, pageOf, paging } from '../../platform/http/shapes.ts'

export * from './proofs/contract.ts'

export const file = z.object({
  id,
  customer_id: id,
  name: z.string(),
  media_type: z.string(),
  size: z.int(),
  at: instant,
  /** What it is attached to, besides the customer. */
  about: z.object({ kind: z.enum(['interaction', 'case']), id }).nullable(),
  by: z.object({ kind: z.string() }),
})
export type FileView = z.output<typeof file>

/** Whether the purpose covers it is decided for each look besides. */
const readers = { staff: ['customers.see'], key: 'read' } as const
const writers = { staff: ['customers.change'], key: 'change' } as const

export const uploadFile = endpoint({
  method: 'POST',
  path: '/v1/files/:customer_id',
  who: writers,
  summary: 'Keep a file about a customer: the raw body, at most 50 MB; it is sealed as it comes',
  params: z.object({ customer_id: id }),
  query: z.object({ name: z.string().max(1000), about: id.optional() }),
  output: file,
  status: 201,
})

export const listFiles = endpoint({
  method: 'GET',
  path: '/v1/files/:customer_id',
  who: readers,
  summary: 'Files about a customer, the newest first',
  params: z.object({ customer_id: id }),
  query: paging,
  output: pageOf(file),
})

export const downloadFile = endpoint({
  method: 'GET',
  path: '/v1/files/:customer_id/:file_id',
  who: readers,
  summary: 'One file, as an attachment; a PDF with show=true to be looked at in a page of our own. The customer sees who opened it',
  params: z.object({ customer_id: id, file_id: id }),
  query: z.object({ show: z.enum(['true']).optional() }),
  output: z.string(),
})

export const deleteFile = endpoint({
  method: 'DELETE',
  path: '/v1/files/:customer_id/:file_id',
  who: writers,
  summary: 'Delete a file',
  params: z.object({ customer_id: id, file_id: id }),
  output: done,
})

export const myFile = file.extend({
  /** Who opened it: by role, the newest first, twenty at most. */
  opened: z.array(z.object({ at: instant, actor: z.string(), role: z.string() })),
})

export const listMyFiles = endpoint({
  method: 'GET',
  path: '/v1/my/files',
  who: 'customer',
  summary: 'Files about me, the newest first, and who opened them',
  query: paging,
  output: pageOf(myFile),
})

export const downloadMyFile = endpoint({
  method: 'GET',
  path: '/v1/my/files/:file_id',
  who: 'customer',
  summary: 'One file about me, as an attachment',
  params: z.object({ file_id: id }),
  output: z.string(),
})
