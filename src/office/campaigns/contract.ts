import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { id, instant, pageOf, paging } from '../../platform/http/shapes.ts'
import { audience, notChosen, reasonCount } from '../audiences/contract.ts'

/** What a discount may be, in per cent. */
export const leastPercent = 1
export const mostPercent = 90

const planners = ['campaigns.run'] as const

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
