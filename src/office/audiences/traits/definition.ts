import { z } from 'zod'
import { days, happens, products } from '../rule.ts'

// A computed trait: a figure or a word about a customer, counted from events or purchases. What it counts is said in the words of rules.

/** How what is found becomes one figure or word. `least`, `most`: the smallest and the largest. */
export const takes = ['count', 'different', 'sum', 'average', 'least', 'most', 'first', 'last', 'most_frequent', 'days_since'] as const
export type Take = (typeof takes)[number]

export const traitDefinition = z.strictObject({
  /** Events of a kind, or purchases that stand; narrowed as in a rule. */
  of: z.union([z.strictObject({ event: z.strictObject(happens) }), z.strictObject({ bought: z.strictObject(products) })], {
    error: 'must be one of these, and one alone: event, bought',
  }),
  take: z.enum(takes),
  /** Of events an attribute or `channel`; of purchases `amount`, `sku` or `category`. Counting and days take none. */
  what: z.string().max(40).optional(),
  /** Of amounts. */
  currency: z.string().length(3).optional(),
  /** Only what happened in the last days. */
  within_days: days.optional(),
})
export type TraitDefinition = z.output<typeof traitDefinition>

/** What a trait is: a figure, money in minor units, a code, or whole days. */
export type TraitType = 'number' | 'money' | 'code' | 'days'

export type ComputedTrait = { trait: string; title: { [language: string]: string }; definition: TraitDefinition; version: number; deleted: boolean }

type Attributes = { [attribute: string]: { type: string } }
type Kinds = { get(code: string): { attributes: Attributes } | undefined }

export const figures: ReadonlySet<Take> = new Set(['sum', 'average', 'least', 'most'])
const words: ReadonlySet<Take> = new Set(['first', 'last', 'most_frequent'])

/** The type of the values that a definition gives. */
export function typeOf({ of, take, what = '' }: TraitDefinition, kinds: Kinds): TraitType {
  if (take === 'days_since') return 'days'
  if (figures.has(take)) return 'bought' in of ? 'money' : 'number'
  if (!words.has(take)) return 'number'
  return 'event' in of && what !== 'channel' && attributeOf(kinds.get(of.event.kind), what)?.type === 'number' ? 'number' : 'code'
}

export const attributeOf = (kind: { attributes: Attributes } | undefined, name: string): { type: string } | undefined =>
  kind && Object.hasOwn(kind.attributes, name) ? kind.attributes[name] : undefined
