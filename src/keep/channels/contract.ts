import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { id, instant, pageOf, paging } from '../../platform/http/shapes.ts'

// The built-in mailbox over HTTP: for staff, and for anyone in a demo. The links in messages (/u/…, /m/…) and the pages
// under /mailbox are plain pages and stand in routes.ts.

const caughtRow = z.object({ id, at: instant, from: z.string(), to: z.string(), subject: z.string(), size: z.int() })

export const listMailbox = endpoint({
  method: 'GET',
  path: '/v1/mailbox',
  who: 'public',
  summary: 'What the built-in mailbox caught, newest first; for staff, or for anyone in a demo',
  query: paging,
  output: pageOf(caughtRow),
})

export const readMailboxMessage = endpoint({
  method: 'GET',
  path: '/v1/mailbox/:id',
  who: 'public',
  summary: 'One caught message: headers, text and HTML',
  params: z.object({ id }),
  output: caughtRow.extend({ headers: z.array(z.object({ name: z.string(), value: z.string() })), text: z.string(), html: z.string().nullable() }),
})
