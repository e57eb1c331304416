import { type Decision, decide, type GateRequest, type Refusal } from './decide.ts'
import { factsFor, type Held } from './held.ts'
import type { Rules } from './rules.ts'

/** A contact that somebody wants to make: the first of `channels` that may is taken. */
export type ContactAsk = {
  customer: number
  purpose: string
  /** Categories and fields that rendering opens, besides the address. */
  categories: readonly string[]
  fields?: readonly string[]
  channels: readonly string[]
  /** '*' for no topic. */
  topic: string
  /** In whose name: a brand, shop or department; the company itself when not said. */
  unit?: string | undefined
  /** What is said: the same content never reaches a person twice. Letters, digits and _.:*+- up to 120. */
  contentKey: string
  campaign?: number | undefined
  /** Not before, and of no use after. */
  earliest?: Date | undefined
  latest?: Date | undefined
  /** The message that makes the contact, so that its receipt leads to it. */
  message?: number | undefined
  /** Only its customer is told of it. */
  discreet?: boolean | undefined
}

/** `at` is when it may go: now, or the later moment that was reserved. */
export type Chosen = { chosen: true; channel: string; at: Date; decision: Extract<Decision, { decision: 'allow' }> }
/** `at`: when it could go if their answer to a question were yes. */
export type NotChosen = { chosen: false; channel: string; refusal: Refusal; at?: Date }

/** Pauses, hours and caps may each put it off, and each again after another did. */
const mostTurns = 24

/**
 * The channel and the moment: the first channel allowed when the contact wants to go; else the channel that is first
 * allowed within `latest`; else the reason of the first channel. `own` is as in factsFor.
 */
export function choose(rules: Rules, held: Held | undefined, ask: ContactAsk, now: Date, own?: number): Chosen | NotChosen {
  const from = ask.earliest && ask.earliest > now ? ask.earliest : now
  let soonest: Chosen | undefined
  let first: NotChosen | undefined
  for (const channel of ask.channels) {
    const found = whenAllowed(rules, held, ask, { channel, from, own })
    if (!found.chosen) first ??= found
    else if (found.at.getTime() === from.getTime()) return found
    else if (!soonest || found.at < soonest.at) soonest = found
  }
  return soonest ?? first ?? { chosen: false, channel: '', refusal: { decision: 'deny', reason: 'channel_not_covered' } }
}

/** Follows "later, at …" until it is allowed or too late. */
function whenAllowed(rules: Rules, held: Held | undefined, ask: ContactAsk, at: { channel: string; from: Date; own: number | undefined }): Chosen | NotChosen {
  const request: GateRequest = {
    customer: ask.customer,
    purpose: ask.purpose,
    categories: ask.categories,
    contact: { channel: at.channel, topic: ask.topic, contentKey: ask.contentKey, ...(ask.unit !== undefined && { unit: ask.unit }) },
    ...(ask.fields && { fields: ask.fields }),
  }
  const facts = factsFor(rules, held, request, at.own)
  let moment = at.from
  let refusal: Refusal | undefined
  for (let turn = 0; turn < mostTurns; turn++) {
    const decision = decide(facts, request, moment)
    if (decision.decision === 'allow') return { chosen: true, channel: at.channel, at: moment, decision }
    refusal ??= decision
    if (decision.decision !== 'later' || (ask.latest && decision.at > ask.latest) || !ask.latest)
      return {
        chosen: false,
        channel: at.channel,
        refusal: decision.decision === 'later' ? refusal : decision,
        ...(decision.decision === 'ask' && { at: moment }),
      }
    moment = decision.at
  }
  return { chosen: false, channel: at.channel, refusal: refusal ?? { decision: 'deny', reason: 'purpose_unknown' } }
}
