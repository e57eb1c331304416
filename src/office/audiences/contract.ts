import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { done, id, instant, pageOf, paging } from '../../platform/http/shapes.ts'
import { rule } from './rule.ts'

// One audience: who is in it, and keeping that up. Making, listing and counting them stands with campaigns.

const planners = ['campaigns.run'] as const

export const audience = z.object({ id, title: z.string(), rule, created_at: instant })

/** How it is kept up. */
export const living = z.object({
  /** What it is for: what is not kept for that purpose, and not let for it, chooses nobody. */
  purpose: z.string(),
  since: instant,
  /** When everybody had been gone through for the first time; null: they still are, and nobody enters or leaves yet. */
  complete_at: instant.nullable(),
  size: z.int(),
  /** Why the rule cannot be asked any more, in one sentence: nobody is in it then. */
  trouble: z.string().nullable(),
  /** When everybody was gone through last as a check, and how many were kept otherwise than the rule says. */
  checked_at: instant.nullable(),
  differing: z.int(),
})

export const audienceWithLife = audience.extend({ live: living.nullable() })

const one = z.object({ audience_id: id })

export const readAudience = endpoint({
  method: 'GET',
  path: '/v1/audiences/:audience_id',
  who: { staff: planners, key: 'read' },
  summary: 'One audience, and how it is kept up',
  params: one,
  output: audienceWithLife,
})

export const changeAudience = endpoint({
  method: 'PATCH',
  path: '/v1/audiences/:audience_id',
  who: { staff: planners },
  summary: 'Rename an audience, or keep up who is in it (`live`) from now on or no more; what is left out stays',
  params: one,
  body: z.object({
    title: z.string().trim().min(1).max(200).optional(),
    live: z
      .object({ purpose: z.string().max(64).default('marketing') })
      .nullable()
      .optional(),
  }),
  output: audienceWithLife,
})

export const removeAudience = endpoint({
  method: 'DELETE',
  path: '/v1/audiences/:audience_id',
  who: { staff: planners },
  summary: 'Delete an audience that no campaign that goes on and no other audience goes by',
  params: one,
  output: done,
})

export const listMembers = endpoint({
  method: 'GET',
  path: '/v1/audiences/:audience_id/members',
  who: { staff: planners, key: 'read' },
  summary: 'Who is in an audience now, by opaque ids; of one that is kept up, since when',
  params: one,
  query: paging.extend({ purpose: z.string().max(64).optional() }),
  output: pageOf(z.object({ customer_id: id, since: instant.nullable() })),
})
