import { badInput } from '../../../platform/errors.ts'
import type { RuleHeld, RuleSaid } from '../shapes.ts'
import { guardianRole } from '../wards.ts'
import type { OpenTime, SaidRule } from './rule.ts'
import type { HeldRule } from './say.ts'

// Rules as they are spoken, and as they are kept.

const dayS = 86_400
type Spoken = { days: readonly number[]; from: string; to: string }

/** What was said, as a rule. Throws bad_input. */
export function ruleOf(said: RuleSaid): SaidRule {
  const scope = { channel: said.channel ?? '*', topic: said.topic ?? '*' }
  if (said.kind === 'cap') return { ...scope, kind: 'cap', contacts: said.contacts, windowS: said.days * dayS }
  if (said.kind === 'pause') return { ...scope, kind: 'pause', until: said.until === null ? null : new Date(said.until) }
  return said.kind === 'hours' ? { ...scope, kind: 'hours', open: timesOf(said.open) } : { ...scope, kind: 'ask' }
}

/** Times of day as minutes. Throws bad_input for one that begins at the end of the day. */
export function timesOf(open: readonly Spoken[]): OpenTime[] {
  return open.map(({ days, from, to }) => {
    if (from === '24:00') throw badInput('A day begins at 00:00.', 'from')
    return { days: days.reduce((bits, day) => bits | (1 << (day - 1)), 0), from: minutesOf(from), to: minutesOf(to) }
  })
}

const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
const clockOf = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** Times as they are spoken. */
export const spokenTimes = (open: readonly OpenTime[]) =>
  open.map(({ days, from, to }) => ({ days: [1, 2, 3, 4, 5, 6, 7].filter((day) => days & (1 << (day - 1))), from: clockOf(from), to: clockOf(to) }))

/** A rule as it is told, with its number; `proven`: what proves it, as far as it may be read. */
export function spokenRule(held: HeldRule, proven: Pick<RuleHeld, 'said' | 'proofs'>): RuleHeld & { rule: number } {
  const told = {
    ...proven,
    rule: held.rule,
    channel: held.channel === '*' ? null : held.channel,
    topic: held.topic === '*' ? null : held.topic,
    since: held.since.toISOString(),
    how: held.method,
    by: held.guardian ? guardianRole : held.byKind,
    ended_at: held.endedAt?.toISOString() ?? null,
    ended_how: held.endedMethod,
  }
  if (held.kind === 'cap') return { ...told, kind: 'cap', contacts: held.contacts, days: Math.max(1, Math.round(held.windowS / dayS)) }
  if (held.kind === 'pause') return { ...told, kind: 'pause', until: held.until?.toISOString() ?? null }
  return held.kind === 'hours' ? { ...told, kind: 'hours', open: spokenTimes(held.open) } : { ...told, kind: 'ask' }
}
