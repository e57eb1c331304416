import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { day, id, instant, pageOf, paging } from '../../../platform/http/shapes.ts'
import { actorKind } from '../shapes.ts'

/** How you stand to another. Another person has no name here; an organisation has one for those who work there or belong to it. */
const standing = z.object({
  /** `household`, `employer`, `contact_person`, `referred_by`, `part_of` … */
  kind: z.string(),
  direction: z.enum(['to', 'from']),
  other: z.object({ kind: z.enum(['person', 'organisation']), name: z.string().nullable() }),
  /** A code of what you are there, such as `director`. */
  role: z.string().nullable(),
  /** What you do there, in words. */
  position: z.string().nullable(),
  since: day.nullable(),
  /** Since then it is over. */
  until: day.nullable(),
  /** When it was written, and by whom: never a name. */
  at: instant,
  by: actorKind,
})

export const listMyRelations = endpoint({
  method: 'GET',
  path: '/v1/my/relations',
  who: 'customer_or_guardian',
  summary: 'How you stand to others as we have it: organisations with what you do there, and people, who are not named',
  query: paging,
  output: pageOf(standing.extend({ id })),
})

export const listMyRelationChanges = endpoint({
  method: 'GET',
  path: '/v1/my/relations/changes',
  who: 'customer_or_guardian',
  summary: 'What was written of it and when, newest first, each as it stood then',
  query: paging,
  output: pageOf(standing.extend({ what: z.enum(['made', 'changed', 'ended', 'resumed', 'removed']) })),
})
