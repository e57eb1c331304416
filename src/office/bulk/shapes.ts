import { z } from 'zod'
import { id } from '../../platform/http/shapes.ts'
import { filter } from '../lists/shapes.ts'

/** Of customers that are named one by one, or taken out of those who match. */
const mostNamed = 10_000

/** Whom something is done to: everybody a list's filter matches but for some, or those that are named. */
export const who = z.union(
  [z.strictObject({ filter: filter.optional(), except: z.array(id).max(mostNamed).default([]) }), z.strictObject({ ids: z.array(id).min(1).max(mostNamed) })],
  { error: 'says who by ids (1 to 10,000 of them), or by a filter of a list and whom to except' },
)
export type Who = z.output<typeof who>
