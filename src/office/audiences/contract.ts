import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { done, id, instant, pageOf, paging, words } from '../../platform/http/shapes.ts'
import { column } from '../lists/shapes.ts'
import { colleague, customerRef } from '../work/shapes.ts'
import { rule } from './rule.ts'

export * from './traits/contract.ts'

// Audiences: making, listing and counting them, who is in one, and keeping that up.

const planners = ['campaigns.run'] as const

/** How many, with the gate's reason and what it said: `deny` for good, `later` for now. */
export const reasonCount = z.object({ reason: z.string(), decision: z.enum(['allow', 'deny', 'later', 'ask']), count: z.int() })

export const notChosen = {
  /** Whom the rule would choose besides, or might, by why it does not: what it asks is kept for other purposes, not let by them, not known of them, or contradictory. */
  not_chosen: z.array(reasonCount),
  /** The parts of the rule that are kept for other purposes and choose nobody. */
  closed: z.array(z.object({ place: z.string(), shape: z.enum(['field', 'kind', 'list']), code: z.string(), title: words, kept_for: z.array(z.string()) })),
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

export const overlapAudiences = endpoint({
  method: 'POST',
  path: '/v1/audiences/overlap',
  who: { staff: planners },
  summary: 'What two to five audiences have in common: how many are in exactly which of them. Of fewer than 20 nothing is told',
  body: z.object({ audience_ids: z.array(id).min(2).max(5), purpose: z.string().max(64).default('marketing') }),
  output: z.object({
    /** In the order they were asked for. `count` null: with it one could work out a group of fewer than 20. */
    sets: z.array(z.object({ id, title: z.string(), count: z.int().nullable() })),
    /** Who is in exactly these, the largest first; null: fewer than 20. Where nobody is, nothing stands. */
    parts: z.array(z.object({ in: z.array(id), count: z.int().nullable() })),
  }),
})

export const audienceConditions = endpoint({
  method: 'GET',
  path: '/v1/audiences/conditions',
  // Filters of reports are rules too.
  who: { staff: [...planners, 'reports.see'], key: 'read' },
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
    /** Topics of the company, for conditions about what may be written of. */
    topics: z.array(z.object({ topic: z.string(), title: words })),
    /** Lists of people from files, the newest first. */
    lists: z.array(z.object({ list: id, title: z.string(), purpose: z.string(), kept: z.boolean() })),
    /** Traits: computed ones, and those that somebody has, read from their words. */
    traits: z.array(
      z.object({
        trait: z.string(),
        title: words.nullable(),
        /** What its values are; `days`: whole days, `money`: in minor units of `currency`. */
        type: z.enum(['number', 'money', 'code', 'days']),
        currency: z.string().nullable(),
        /** Whether what it counts is kept for the purpose. */
        kept: z.boolean(),
        /** Of codes the most frequent. */
        values: z.array(z.string()),
      }),
    ),
  }),
})

const one = z.object({ audience_id: id })

/** One audience with what goes by it. */
export const audienceInUse = audienceWithLife.extend({
  /** Counts the changes of its rule: send it along, and a change that somebody made meanwhile is not overwritten. */
  version: z.int(),
  /** When the rule was changed last; null: it is as it was made. */
  changed_at: instant.nullable(),
  made_by: colleague.nullable(),
  used_by: z.object({
    /** Campaigns that go to it, the newest first; one that was stopped holds it no more. */
    campaigns: z.array(z.object({ id, title: z.string(), stopped_at: instant.nullable() })),
    /** Audiences whose rules name it. */
    audiences: z.array(z.object({ id, title: z.string() })),
  }),
})

export const readAudience = endpoint({
  method: 'GET',
  path: '/v1/audiences/:audience_id',
  who: { staff: planners, key: 'read' },
  summary: 'One audience, how it is kept up, and what goes by it',
  params: one,
  output: audienceInUse,
})

export const changeAudience = endpoint({
  method: 'PATCH',
  path: '/v1/audiences/:audience_id',
  who: { staff: planners },
  summary:
    'Rename an audience, change its rule from now on, or keep up who is in it (`live`) from now on or no more; what is left out stays. A run of a campaign goes by the rule it began with',
  params: one,
  body: z.object({
    title: z.string().trim().min(1).max(200).optional(),
    rule: rule.optional(),
    /** The version that was looked at; when the rule is another by now, nothing is changed. */
    version: z.int().optional(),
    live: z
      .object({ purpose: z.string().max(64).default('marketing') })
      .nullable()
      .optional(),
  }),
  output: audienceInUse,
})

export const compareRule = endpoint({
  method: 'POST',
  path: '/v1/audiences/:audience_id/compare',
  who: { staff: planners },
  summary: 'What another rule would change about who is in an audience: how many stay, come and go. Changes nothing',
  params: one,
  body: z.object({ rule, purpose: z.string().max(64).default('marketing') }),
  output: z.object({ stay: z.int(), come: z.int(), go: z.int() }),
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

export const openMembers = endpoint({
  method: 'POST',
  path: '/v1/audiences/:audience_id/members/open',
  who: { staff: planners },
  summary:
    'Who is in an audience now, twenty at a time, with their names as far as the purpose opens them to you: each that is opened finds the look in their journal',
  params: one,
  body: z.object({ purpose: z.string().max(64).optional(), cursor: z.string().max(1000).optional() }),
  output: pageOf(customerRef.extend({ since: instant.nullable() })),
})

export const readSizes = endpoint({
  method: 'GET',
  path: '/v1/audiences/:audience_id/sizes',
  who: { staff: planners, key: 'read' },
  summary: 'How many were in an audience, day by day, for two years at most: of one that is kept up as of the last hour, of others as counted each night',
  params: one,
  output: z.object({ items: z.array(z.object({ day: z.string(), count: z.int() })) }),
})
