import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { id, instant, pageOf, paging, words } from '../../platform/http/shapes.ts'
import { audience, audienceWithLife } from '../audiences/contract.ts'
import { rule } from '../audiences/rule.ts'
import { column } from '../lists/shapes.ts'
import { colleague, customerRef } from '../work/contract.ts'

/** What a discount may be, in per cent. */
export const leastPercent = 1
export const mostPercent = 90

const planners = ['campaigns.run'] as const

/** How many, with the gate's reason and what it said: `deny` for good, `later` for now. */
export const reasonCount = z.object({ reason: z.string(), decision: z.enum(['allow', 'deny', 'later', 'ask']), count: z.int() })

const notChosen = {
  /** Whom the rule would choose besides, by why it does not: what it asks is kept for other purposes, or they did not let this one be. */
  not_chosen: z.array(reasonCount),
  /** The parts of the rule that are kept for other purposes and choose nobody. */
  closed: z.array(z.object({ place: z.string(), shape: z.enum(['field', 'kind']), code: z.string(), title: words, kept_for: z.array(z.string()) })),
}

export const run = z.object({
  id,
  started_at: instant,
  ended_at: instant.nullable(),
  /** Whom the rule chose. */
  audience_count: z.int(),
  /** Whom the gate let be written to. */
  handed_over: z.int(),
  left_out: z.array(reasonCount),
  /** Who was written to by the run before and is no longer chosen, by what the gate says of them now. */
  left_since: z.array(reasonCount),
})

export const campaign = z.object({
  id,
  title: z.string(),
  audience,
  purpose: z.string(),
  topic: z.string().nullable(),
  unit: z.string().nullable(),
  channel: z.string(),
  template: z.string(),
  slots: z.record(z.string(), z.unknown()),
  created_at: instant,
  stopped_at: instant.nullable(),
  last_run: run.nullable(),
  /** Over all its runs: how many there were, and how many messages were handed over. */
  in_all: z.object({ runs: z.int(), handed_over: z.int() }),
})

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

export const listCampaigns = endpoint({
  method: 'GET',
  path: '/v1/campaigns',
  who: { staff: planners, key: 'read' },
  summary: 'Campaigns, the newest first',
  query: paging,
  output: pageOf(campaign),
})

export const addCampaign = endpoint({
  method: 'POST',
  path: '/v1/campaigns',
  who: { staff: planners },
  summary: 'Plan a message to an audience, by a template, for a purpose',
  body: z.object({
    title: z.string().trim().min(1).max(200),
    audience_id: id,
    purpose: z.string().max(64),
    topic: z.string().max(64).nullable(),
    /** In whose name: the code of a brand or a unit below one; the company's own when left out. */
    unit: z.string().max(64).nullable().default(null),
    channel: z.string().max(32),
    template: z.string().max(64),
    slots: z.record(z.string().max(64), z.unknown()),
  }),
  output: campaign,
})

export const readCampaign = endpoint({
  method: 'GET',
  path: '/v1/campaigns/:campaign_id',
  who: { staff: planners, key: 'read' },
  summary: 'One campaign',
  params: z.object({ campaign_id: id }),
  output: campaign,
})

export const previewCampaign = endpoint({
  method: 'POST',
  path: '/v1/campaigns/:campaign_id/preview',
  who: { staff: planners },
  summary: 'What the gate would say now: how many would be written to, how many not and why. Writes nothing',
  params: z.object({ campaign_id: id }),
  body: z.object({}),
  output: z.object({ audience_count: z.int(), allowed: z.int(), left_out: z.array(reasonCount), ...notChosen }),
})

export const runCampaign = endpoint({
  method: 'POST',
  path: '/v1/campaigns/:campaign_id/run',
  who: { staff: planners },
  summary: 'Run it: each customer is decided by the gate; nobody gets the same content twice',
  params: z.object({ campaign_id: id }),
  body: z.object({}),
  output: run,
})

export const listRuns = endpoint({
  method: 'GET',
  path: '/v1/campaigns/:campaign_id/runs',
  who: { staff: planners, key: 'read' },
  summary: 'Runs of a campaign, the newest first',
  params: z.object({ campaign_id: id }),
  query: paging,
  output: pageOf(run),
})

export const stopCampaign = endpoint({
  method: 'POST',
  path: '/v1/campaigns/:campaign_id/stop',
  who: { staff: planners },
  summary: 'Stop: what is queued is taken back, and nothing of it leaves any more but what is being handed over at this moment',
  params: z.object({ campaign_id: id }),
  body: z.object({}),
  /** `withdrawn`: how many messages were taken back before they left. */
  output: campaign.extend({ withdrawn: z.int() }),
})

export const computeClasses = endpoint({
  method: 'POST',
  path: '/v1/value-classes/compute',
  who: { staff: planners },
  summary: 'Compute the value classes anew, as of now',
  body: z.object({}),
  output: z.object({ first: z.int(), second: z.int(), third: z.int() }),
})
