import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { done, id, instant, pageOf, paging, words } from '../../../platform/http/shapes.ts'
import { covers } from '../shapes.ts'

// Who received data and is told that it was corrected, erased or restricted. On the keep's own listener.

export const changes = ['corrected', 'erased', 'restricted'] as const
/** `waits`: it may still be taken back. `telling`: it is tried again. `nobody`: there is no webhook to tell them by, so somebody has to. */
export const toldStates = ['waits', 'telling', 'nobody', 'confirmed', 'by_hand', 'dropped'] as const

/** A program with a key, whoever a webhook tells, or whoever was given a file. */
export const receiverKinds = ['key', 'webhook', 'file'] as const

const told = z.object({
  id,
  kind: z.enum(receiverKinds),
  /** What the recipient is called here: a key, a webhook, or whoever a file was given to. */
  recipient: z.string(),
  what: z.enum(changes),
  /** Of an erasing; else everything that was received. */
  covers,
  state: z.enum(toldStates),
  at: instant,
  due_at: instant.nullable(),
  ended_at: instant.nullable(),
})
export type Told = z.output<typeof told>

export const listMyTold = endpoint({
  method: 'GET',
  path: '/v1/my/rights/told',
  who: 'customer_or_guardian',
  summary: 'Who had received your data and is told that it was corrected, erased or restricted; and who confirmed it',
  query: paging,
  output: pageOf(told),
})

const received = z.object({
  kind: z.enum(receiverKinds),
  name: z.string(),
  purposes: z.array(z.object({ code: z.string(), title: words })),
  categories: z.array(z.string()),
  first_at: instant,
  last_at: instant,
})
export type Received = z.output<typeof received>

export const listMyRecipients = endpoint({
  method: 'GET',
  path: '/v1/my/rights/recipients',
  who: 'customer_or_guardian',
  summary:
    'Who besides us received data of yours, by name: programs, webhooks, and whoever was given a file; what kinds of data, what for and when, the last one first',
  query: paging,
  output: pageOf(received),
})

export const listTold = endpoint({
  method: 'GET',
  path: '/v1/rights/told',
  who: { staff: ['rights.work'] },
  summary: 'Recipients that were not told yet, the first due first: those without a webhook have to be told by somebody',
  query: paging,
  output: pageOf(
    told.extend({
      overdue: z.boolean(),
      /** When the last correction joined it: say it when you told them, so that what came after your letter is told in the next. */
      changed_at: instant,
      /** Of a file: how its recipient is told, which file it was, and the number of the person in it; null: there is no file. */
      file: z.object({ reach: z.string().nullable(), number: id, made_at: instant, row: id }).nullable(),
    }),
  ),
})

export const tellByHand = endpoint({
  method: 'POST',
  path: '/v1/rights/told/:told_id',
  who: { staff: ['rights.work'] },
  summary: 'Say that you told a recipient yourself',
  params: z.object({ told_id: id }),
  /** Of the row as you read it: what was corrected since then waits as the next one. */
  body: z.object({ changed_at: instant }),
  output: done,
})
