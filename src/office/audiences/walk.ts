import { type Condition, type Group, isGroup, type Once, type Step } from './rule.ts'
import type { ComputedTrait } from './traits/definition.ts'

// Going through a rule: every condition with the place it stands at.

export type Placed = { condition: Condition; place: string }

const words = ['all', 'any', 'none'] as const

/** Each condition with its place, in the order they are read; what other audiences ask is not gone into. */
export const placed = (group: Group, place = 'rule'): Placed[] =>
  words.flatMap((word) =>
    (group[word] ?? []).flatMap((part, i) => {
      const at = `${place}.${word}[${i}]`
      return isGroup(part) ? placed(part, at) : [{ condition: part, place: at }]
    }),
  )

export type OnceEvent = Extract<Once, { event: unknown }>['event']
export const onceOf = (step: Step): Once => ('not' in step ? step.not : step)

/** The kinds of events that a condition counts, each with the rest of its word in a place. */
export function eventsIn(condition: Condition): { event: OnceEvent; at: string }[] {
  if ('event' in condition) return [{ event: condition.event, at: 'event' }]
  if (!('sequence' in condition)) return []
  return condition.sequence.flatMap((step, i) => {
    const once = onceOf(step)
    return 'event' in once ? [{ event: once.event, at: `sequence[${i}].${'not' in step ? 'not.' : ''}event` }] : []
  })
}

/** The same of what is asked by way of a computed trait too. */
export function eventsAsked(condition: Condition, traits: ReadonlyMap<string, ComputedTrait>): { event: OnceEvent; at: string }[] {
  const of = 'trait' in condition ? traits.get(condition.trait.trait)?.definition.of : undefined
  return of && 'event' in of ? [{ event: of.event, at: 'trait' }] : eventsIn(condition)
}

/** The audiences that a rule names. */
export const audiencesIn = (group: Group): string[] => [
  ...new Set(placed(group).flatMap(({ condition }) => ('audience' in condition ? [condition.audience] : []))),
]

/** Each condition of a rule and of the audiences it names, those of an audience at the place where it is named. */
export function placedDeep(group: Group, audiences: ReadonlyMap<string, { rule: Group }>, within: readonly string[] = []): Placed[] {
  return placed(group).flatMap((one): Placed[] => {
    if (!('audience' in one.condition)) return [one]
    const { audience } = one.condition
    const other = audiences.get(audience)
    if (!other || within.includes(audience)) return [one]
    return [one, ...placedDeep(other.rule, audiences, [...within, audience]).map(({ condition }) => ({ condition, place: `${one.place}.audience` }))]
  })
}
