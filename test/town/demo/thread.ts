import { setTimeout as pause } from 'node:timers/promises'
import * as analysis from '../../../src/office/analyst/contract.ts'
import * as audiences from '../../../src/office/audiences/contract.ts'
import * as campaigns from '../../../src/office/campaigns/contract.ts'
import type { Moved } from './load.ts'
import { signedIn } from './load.ts'
import { ask, type Visitor } from './visitor.ts'

// The main job of the house, as the marketer does it: classes, an audience, a message, the gate's reasons.

export type LeftOut = { reason: string; decision: string; count: number }[]
export type Sent = { campaign: string; audience: number; handedOver: number; leftOut: LeftOut; leftSince: LeftOut }

const reachable = { reach: { purpose: 'marketing', channel: 'email', topic: null } }
const firstClass = { value_class: ['first' as const] }

export const marketer = (m: Moved): Promise<Visitor> => signedIn(m, 'marketer')

export const computeClasses = (who: Visitor): Promise<{ first: number; second: number; third: number }> => ask(who, campaigns.computeClasses, { body: {} })

const patienceMs = 60_000

/** Waits until the copy for analysis, which counts are asked of, has what was recorded before. */
export async function copyFollows(reader: Visitor): Promise<void> {
  const recorded = Date.now()
  for (;;) {
    const { state, as_of } = await ask(reader, analysis.readAnalysis)
    if ((state === 'following' && as_of !== null && Date.parse(as_of) >= recorded) || Date.now() - recorded > patienceMs) return
    await pause(100)
  }
}

/** How many are in the first class, and how many of them allow e-mail. */
export async function countFirst(who: Visitor): Promise<{ all: number; reachable: number }> {
  const [all, some] = await Promise.all([
    ask(who, audiences.countRule, { body: { rule: { all: [firstClass] } } }),
    ask(who, audiences.countRule, { body: { rule: { all: [firstClass, reachable] } } }),
  ])
  return { all: all.count, reachable: some.count }
}

/** Plans a thank-you for an audience; nothing leaves yet. */
export async function plan(who: Visitor, o: { title: string; audience: string; boughtWithinDays?: number; discount: number }): Promise<string> {
  const chosen = o.boughtWithinDays === undefined ? firstClass : { last_purchase: { within_days: o.boughtWithinDays } }
  const audience = await ask(who, audiences.addAudience, { body: { title: o.audience, rule: { all: [chosen, reachable] } } })
  const body = {
    title: o.title,
    audience_id: audience.id,
    purpose: 'marketing',
    topic: null,
    channel: 'email',
    template: 'thank_you',
    slots: { discount_percent: o.discount },
  }
  const campaign = await ask(who, campaigns.addCampaign, { body })
  return campaign.id
}

/** What the gate would say, without writing anything. */
export function preview(who: Visitor, campaign: string): Promise<{ audience_count: number; allowed: number; left_out: LeftOut }> {
  return ask(who, campaigns.previewCampaign, { params: { campaign_id: campaign }, body: {} })
}

export async function send(who: Visitor, campaign: string): Promise<Sent> {
  const run = await ask(who, campaigns.runCampaign, { params: { campaign_id: campaign }, body: {} })
  return { campaign, audience: run.audience_count, handedOver: run.handed_over, leftOut: run.left_out, leftSince: run.left_since }
}
