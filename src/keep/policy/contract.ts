import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { instant, words } from '../../platform/http/shapes.ts'

// The gate over everybody: who can be reached and why not. Figures only; no group below twenty is shown.

const group = z.object({
  decision: z.enum(['allow', 'later', 'ask', 'deny']),
  /** Null: it is allowed. */
  reason: z.string().nullable(),
})
const few = z
  .object({
    groups: z.array(group),
    /** Null: fewer than twenty together. */
    count: z.int().nullable(),
  })
  .nullable()

const channel = z.object({
  channel: z.string(),
  /** What the gate says of whom, the largest first; a group of fewer than twenty stands in `few`. */
  groups: z.array(group.extend({ count: z.int() })),
  few,
})

export const board = z.object({
  counted_at: instant,
  took_ms: z.int(),
  /** The registers or limits changed since. */
  stale: z.boolean(),
  people: z.int(),
  smallest_group: z.int(),
  purposes: z.array(
    z.object({
      purpose: z.string(),
      title: words,
      /** By at least one of its channels now; null: fewer than twenty do, or fewer than twenty do not. */
      reachable: z.int().nullable(),
      channels: z.array(channel),
    }),
  ),
})

const answer = z.object({ board: board.nullable(), counting: z.boolean() })
const who = { staff: ['campaigns.run', 'registers.keep', 'desk.see'], key: 'read' } as const

export const readReachBoard = endpoint({
  method: 'GET',
  path: '/v1/reach-board',
  who,
  summary: 'Who can be reached, by purpose, channel and reason, counted over everybody by the gate: figures with their date, no group below twenty',
  output: answer,
})
export const countReachBoard = endpoint({
  method: 'POST',
  path: '/v1/reach-board',
  who: { staff: who.staff, key: 'registers' },
  summary: 'Count everybody anew, in the background',
  output: answer,
  status: 202,
})
