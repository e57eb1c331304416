import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { done, id, instant, pageOf, paging, words } from '../../platform/http/shapes.ts'
import { column } from '../lists/shapes.ts'
import { colleague, customerRef } from '../work/contract.ts'
import { rule } from './rule.ts'

// Audiences: making, listing and counting them, who is in one, and keeping that up.

const planners = ['campaigns.run'] as const

/** How many, with the gate's reason and what it said: `deny` for good, `later` for now. */
export const reasonCount = z.object({ reason: z.string(), decision: z.enum(['allow', 'deny', 'later', 'ask']), count: z.int() })

export const notChosen = {
  /** Whom the rule would choose besides, by why it does not: what it asks is kept for other purposes, or they did not let this one be. */
  not_chosen: z.array(reasonCount),
  /** The parts of the rule that are kept for other purposes and choose nobody. */
  closed: z.array(z.object({ place: z.string(), shape: z.enum(['field', 'kind']), code: z.string(), title: words, kept_for: z.array(z.string()) })),
}

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

export const listAudiences = endpoint({
  method: 'GET',
  path: '/v1/audiences',
  who: { staff: planners, key: 'read' },
  summary: 'Audiences, the newest first',
  query: paging,
  output: pageOf(
    audienceWithLife.extend({
      made_by: colleague.nullable(),
      /** Which campaigns go to it, the newest first. */
      campaigns: z.array(z.object({ id, title: z.string() })),
    }),
  ),
})

export const addAudience = endpoint({
  method: 'POST',
  path: '/v1/audiences',
  who: { staff: planners },
  summary: 'Make an audience from a rule over facts, terms and insight',
  body: z.object({ title: z.string().trim().min(1).max(200), rule }),
  output: audience,
})

export const countRule = endpoint({
  method: 'POST',
  path: '/v1/audiences/count',
  who: { staff: planners },
  summary: 'How many persons a rule chooses for a purpose, before pressure, and how many it does not because they or the rule’s fields are closed to it',
  body: z.object({ rule, purpose: z.string().max(64).default('marketing') }),
  output: z.object({ count: z.int(), ...notChosen }),
})

export const sampleRule = endpoint({
  method: 'POST',
  path: '/v1/audiences/sample',
  who: { staff: planners },
  summary:
    'Up to ten of those whom a rule chooses, with their names as far as the purpose opens them to you: each that is opened finds the look in their journal. The same rule gives the same people',
  body: z.object({ rule, purpose: z.string().max(64).default('marketing') }),
  output: z.object({ items: z.array(customerRef) }),
})

export const audienceConditions = endpoint({
  method: 'GET',
  path: '/v1/audiences/conditions',
  who: { staff: planners, key: 'read' },
  summary: 'What a rule can ask of the fields and kinds of events that the company declared, and whether each is kept for a purpose',
  query: z.object({ purpose: z.string().max(64).default('marketing') }),
  output: z.object({
    fields: z.array(column.omit({ sort: true, sum: true }).extend({ kept: z.boolean(), kept_for: z.array(z.string()) })),
    kinds: z.array(
      z.object({
        kind: z.string(),
        title: words,
        /** What can be added up. */
        numbers: z.array(z.object({ attribute: z.string(), title: words.nullable() })),
        kept: z.boolean(),
        kept_for: z.array(z.string()),
      }),
    ),
    /** What is sold, for conditions about purchases: the first by title where there are very many. */
    products: z.array(z.object({ sku: z.string(), title: z.string(), category: z.string().nullable() })),
    categories: z.array(z.string()),
  }),
})

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
