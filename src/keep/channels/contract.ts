import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { id, instant, pageOf, paging } from '../../platform/http/shapes.ts'

// The built-in mailbox over HTTP. It shows names, addresses and words of customers and the links that open their pages, so
// it is for administrators only, and each look leaves receipts. The links in messages (/u/…, /m/…) are plain pages: routes.ts.

const who = { staff: ['mailbox.read'] } as const

/** A letter in the list; `hidden` says why it is not shown, and then nothing of it is. */
const caughtRow = z.object({
  id,
  at: instant,
  size: z.int(),
  hidden: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  subject: z.string().nullable(),
})

export const readMailbox = endpoint({
  method: 'GET',
  path: '/v1/mailbox/state',
  who,
  summary: 'Whether mail is caught by the built-in mailbox, how much it holds and what it keeps; names nobody',
  output: z.object({
    /** False: an SMTP server is set up, and mail leaves. */
    in_use: z.boolean(),
    letters: z.int(),
    newest: z.object({ id, at: instant }).nullable(),
    keeps: z.object({ letters: z.int(), days: z.int() }),
  }),
})

export const listMailbox = endpoint({
  method: 'GET',
  path: '/v1/mailbox',
  who,
  summary:
    'What the built-in mailbox caught, the newest first; each row shown leaves a receipt. A page of a search may be short: go on while there is a cursor',
  query: paging.extend({ limit: z.coerce.number().int().min(1).max(50).optional(), search: z.string().trim().max(200).optional() }),
  output: pageOf(caughtRow),
})

export const readMailboxMessage = endpoint({
  method: 'GET',
  path: '/v1/mailbox/:id',
  who,
  summary: 'One caught message: envelope, headers, text, HTML and links; leaves a receipt',
  params: z.object({ id }),
  output: z.object({
    id,
    at: instant,
    size: z.int(),
    customer_id: id.nullable(),
    from: z.string(),
    to: z.string(),
    cc: z.string(),
    subject: z.string(),
    envelope: z.object({ from: z.string(), to: z.string() }),
    headers: z.array(z.object({ name: z.string(), value: z.string() })),
    text: z.string(),
    html: z.string().nullable(),
    /** As they stand in the letter: make links only of http(s) and mailto. */
    links: z.array(z.object({ href: z.string(), label: z.string() })),
    /** Where a mail program posts when its unsubscribe button is pressed (RFC 8058): a path of this installation. */
    one_click: z.string().nullable(),
  }),
})

export const showMailboxMessage = endpoint({
  method: 'GET',
  path: '/v1/mailbox/:id/html',
  who,
  summary: 'The HTML of one caught message as a page for a frame: nothing in it runs or is fetched',
  params: z.object({ id }),
  output: z.string(),
})

export const downloadMailboxMessage = endpoint({
  method: 'GET',
  path: '/v1/mailbox/:id/source',
  who,
  summary: 'One caught message as it came over the wire (RFC 5322), with its envelope on top',
  params: z.object({ id }),
  output: z.string(),
})
