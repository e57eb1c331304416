import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { done, id, instant, pageOf, paging } from '../../../platform/http/shapes.ts'
import { covers } from '../shapes.ts'

// Who received data and is told that it was corrected, erased or restricted. On the keep's own listener.

export const changes = ['corrected', 'erased', 'restricted'] as const
/** `waits`: it may still be taken back. `telling`: it is tried again. `nobody`: there is no webhook to tell them by, so somebody has to. */
export const toldStates = ['waits', 'telling', 'nobody', 'confirmed', 'by_hand', 'dropped'] as const

const told = z.object({
  id,
  /** What the recipient is called here: a key or a webhook. */
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
  who: 'customer',
  summary: 'Who had received your data and is told that you had it corrected, erased or restricted; and who confirmed it',
  query: paging,
  output: pageOf(told),
})

export const listTold = endpoint({
  method: 'GET',
  path: '/v1/rights/told',
  who: { staff: ['rights.work'] },
  summary: 'Recipients that were not told yet, the first due first: those without a webhook have to be told by somebody',
  query: paging,
  output: pageOf(told.extend({ overdue: z.boolean() })),
})

export const tellByHand = endpoint({
  method: 'POST',
  path: '/v1/rights/told/:told_id',
  who: { staff: ['rights.work'] },
  summary: 'Say that you told a recipient yourself',
  params: z.object({ told_id: id }),
  body: z.object({}),
  output: done,
})
