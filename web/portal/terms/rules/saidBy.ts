import type { z } from 'zod'
import type { sayMyTerms } from '../../../../src/office/portal/contract.ts'
import type { Terms } from '../../page/queries.ts'
import { asksConsent } from '../asksConsent.ts'
import { presets } from './presets.ts'

/** What is chosen before it is said. `days`: once in so many, 0 as the company does; `topic`: only this one, '' all. */
export type Choice = { days: number; hours: string; topic: string; channelsOff: readonly string[] }
type Said = z.input<NonNullable<typeof sayMyTerms.body>>['said']

/** The choice as it is tried. */
export function saidBy({ days, hours, topic, channelsOff }: Choice, terms: Terms): Said {
  const preset = presets.find((p) => p.key === hours)
  const off = terms.items.filter((term) => term.allowed && asksConsent(term) && channelsOff.includes(term.channel))
  return [
    ...(days > 0 ? [{ rule: { kind: 'cap' as const, contacts: 1, days } }] : []),
    ...(preset ? [{ rule: { kind: 'hours' as const, open: preset.open.map((time) => ({ ...time })) } }] : []),
    ...off.map(({ purpose, channel, topic: of }) => ({ term: { purpose, channel, topic: of, allowed: false } })),
    ...(topic === '' ? [] : terms.topics.map((t) => ({ topic: { topic: t.topic, wanted: t.topic === topic } }))),
  ]
}

/** What of it does not stand already. */
export const notYet = (said: Said, terms: Terms): Said =>
  said.filter((one) => !('topic' in one) || terms.topics.some((t) => t.topic === one.topic.topic && t.wanted !== one.topic.wanted))
