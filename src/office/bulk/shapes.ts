import { z } from 'zod'
import { id, instant } from '../../platform/http/shapes.ts'
import { filter } from '../lists/shapes.ts'

/** Of customers that are named one by one, or taken out of those who match. */
const mostNamed = 10_000

/** Whom something is done to: everybody a list's filter matches but for some, or those that are named. */
export const who = z.union(
  [z.strictObject({ filter: filter.optional(), except: z.array(id).max(mostNamed).default([]) }), z.strictObject({ ids: z.array(id).min(1).max(mostNamed) })],
  { error: 'says who by ids (1 to 10,000 of them), or by a filter of a list and whom to except' },
)
export type Who = z.output<typeof who>

export const bulkStates = ['running', 'paused', 'done', 'cancelled', 'failed', 'undoing', 'undone'] as const
export type BulkState = (typeof bulkStates)[number]

export const counted = z.object({ reason: z.string(), count: z.int() })

/** What may be done to many at once. `value` is written and not shown again. */
export const deed = z.discriminatedUnion('deed', [
  z.object({ deed: z.literal('tag'), tag_id: id }),
  z.object({ deed: z.literal('untag'), tag_id: id }),
  z.object({ deed: z.literal('assign'), staff_id: id.nullable() }),
  z.object({ deed: z.literal('set_field'), field: z.string().max(64), value: z.string().max(2000).nullable().optional() }),
  z.object({ deed: z.literal('trash') }),
  z.object({ deed: z.literal('restore') }),
  z.object({
    deed: z.literal('add_task'),
    kind: z.enum(['task', 'promise', 'call_back']),
    what: z.string().max(500).optional(),
    /** Null: whoever is responsible for the customer, else oneself. */
    assignee_id: id.nullable().default(null),
    /** Null: no unit's; left out: the one unit of whoever does it. */
    unit: z.string().max(40).nullable().optional(),
    due_at: instant.nullable().default(null),
  }),
])
export type Deed = z.output<typeof deed>
