import type { z } from 'zod'
import type { HeardNeed, Outputs } from '../../keep/door/contract.ts'
import { bands, daysAtMost, endsOf, wordsAtMost } from '../../keep/needs/shapes.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import { refOf } from '../work/index.ts'
import type { need, needChoices } from './contract.ts'

/** A need as the API tells it to the company. */
export function showNeed(ids: Opaque, heard: HeardNeed): z.input<typeof need> {
  const { by } = heard
  return {
    id: ids.show('need', heard.need),
    kind: heard.kind,
    anonymous: heard.unnamed,
    named_at: heard.named_at,
    about: heard.about && refOf(ids, heard.about),
    words: heard.words,
    hidden: heard.hidden,
    topic: heard.topic,
    budget: heard.budget,
    band: bandShown(heard.band),
    until: heard.until,
    expires_at: heard.expires_at,
    state: heard.state,
    said_on: heard.said_on,
    said_at: heard.said_at,
    road: heard.road,
    heard: by.kind === 'customer' ? null : { by: by.name, evidence: heard.evidence },
    task_id: heard.kind === 'worry' ? ids.show('task', heard.need) : null,
    answers: heard.answers.map(({ answer, by: { kind, role, name, id }, ...rest }) => ({
      ...rest,
      id: ids.show('answer', answer),
      by: kind === 'staff' ? { role, ...(name !== null && { id: ids.show('staff', id), name }) } : null,
    })),
  }
}

function bandShown(said: string) {
  const code = bands.find((band) => band === said) ?? 'none'
  return { code, ...(endsOf(code) ?? { from: 0, to: null }) }
}

/** What there is to choose from. */
export const showChoices = ({ topics, currency }: Outputs['needs']['choices']): z.input<typeof needChoices> => ({
  topics,
  currency,
  words_at_most: wordsAtMost,
  days_at_most: daysAtMost,
})
