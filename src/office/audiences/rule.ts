import { z } from 'zod'
import { filterValue, operators } from '../lists/shapes.ts'

// An audience is a rule over facts, terms and insight. It never speaks of a name or an address, because this wing has none.

export const ruleLimits = { depth: 5, conditions: 60, steps: 5, days: 3650, audiences: 20 } as const

export const days = z.int().min(1).max(ruleLimits.days)
const codes = (most: number, length = 100) => z.array(z.string().min(1).max(length)).min(1).max(most)
const times = z.int().min(0).max(100_000)
const amount = z.int()
const figure = z.number().min(-1e15).max(1e15)

export const products = { sku: z.array(z.string().max(100)).max(200).optional(), category: z.array(z.string().max(100)).max(50).optional() }
const where = z.strictObject({ attribute: z.string().max(40), one_of: codes(50) })
export const happens = { kind: z.string().max(64), channel: codes(20, 32).optional(), where: z.array(where).min(1).max(5).optional() }

/** About a field the company declared for itself, asked as lists ask it. */
export const ownCondition = z.strictObject({ field: z.string().max(64), is: z.enum(operators), value: filterValue.optional() })
export type OwnCondition = z.infer<typeof ownCondition>

/** What is known of everybody without their saying who they are. */
export const aboutFacts = [
  'kind',
  'role',
  'language',
  'time_zone',
  'country',
  'region',
  'age_band',
  'gender',
  'birthday',
  'mail_domain_class',
  'has_email',
  'has_phone',
  'has_address',
  'since',
] as const
export const aboutCondition = z.strictObject({ fact: z.enum(aboutFacts), is: z.enum(operators), value: filterValue.optional() })
export type AboutCondition = z.infer<typeof aboutCondition>

/** About a trait, computed (traits/) or read from what they wrote: one of its values, between which figures it lies, or whether there is one. */
export const traitCondition = z.strictObject({
  trait: z.string().max(64),
  is: z.enum(['one_of', 'none_of', 'equals', 'more', 'less', 'between', 'empty', 'not_empty']),
  value: z.union([codes(50), figure, z.tuple([figure, figure])], { error: 'must be a list of values, a figure, or two figures' }).optional(),
})
export type TraitCondition = z.infer<typeof traitCondition>

/**
 * About a kind of events: how often it happened, ever or in the last days; `sum` adds up one of its numbers. At most 0 times is
 * never.
 */
export const eventCondition = z.strictObject({
  ...happens,
  within_days: days.optional(),
  at_least: times.default(1),
  at_most: times.optional(),
  sum: z.strictObject({ attribute: z.string().max(40), at_least: figure.optional(), at_most: figure.optional() }).optional(),
})
export type EventCondition = z.infer<typeof eventCondition>

/** How often they bought, anything or these; what was taken back was not bought. */
export const boughtCondition = z.strictObject({
  ...products,
  within_days: days.optional(),
  at_least: z.int().min(0).max(1000).default(1),
  at_most: z.int().min(0).max(1000).optional(),
})
export type BoughtCondition = z.infer<typeof boughtCondition>

/** What they spent in one currency, less what was paid back; on these products alone when there are any. */
export const spentCondition = z.strictObject({
  ...products,
  within_days: days.optional(),
  at_least_minor: amount.optional(),
  at_most_minor: amount.optional(),
  currency: z.string().length(3),
})
export type SpentCondition = z.infer<typeof spentCondition>

const onePurchase = z.strictObject({ bought: z.strictObject(products) })
const oneEvent = z.strictObject({ event: z.strictObject(happens) })
/** Something that happened once: a purchase, or an event. */
export type Once = z.infer<typeof onePurchase> | z.infer<typeof oneEvent>
/** In a sequence: what came, or did not come, within so many days of the step before; of the first, of now. */
const step = z.union(
  [
    onePurchase.extend({ within_days: days.optional() }),
    oneEvent.extend({ within_days: days.optional() }),
    z.strictObject({ not: z.union([onePurchase, oneEvent], { error: oneOf(['bought', 'event']) }), within_days: days }),
  ],
  { error: oneOf(['bought', 'event', 'not']) },
)
export type Step = z.infer<typeof step>

const conditionShapes = [
  z.strictObject({ value_class: z.array(z.enum(['first', 'second', 'third'])).min(1) }),
  z.strictObject({ reach: z.strictObject({ purpose: z.string().max(64), channel: z.string().max(32), topic: z.string().max(64).nullable() }) }),
  z.strictObject({ role: z.array(z.enum(['customer', 'lead', 'supplier', 'partner'])).min(1) }),
  z.strictObject({ language: z.array(z.string().max(20)).min(1) }),
  z.strictObject({ bought: boughtCondition }),
  z.strictObject({ spent: spentCondition }),
  z.strictObject({ last_purchase: z.strictObject({ within_days: days.optional(), before_days: days.optional() }) }),
  z.strictObject({ own: ownCondition }),
  z.strictObject({ event: eventCondition }),
  z.strictObject({ sequence: z.array(step).min(2).max(ruleLimits.steps) }),
  z.strictObject({ about: aboutCondition }),
  z.strictObject({ trait: traitCondition }),
  z.strictObject({ audience: z.string().max(64) }),
  /** Stood in a file that was matched with the customers; by the id of its import. */
  z.strictObject({ list: z.string().max(64) }),
] as const

export const conditionWords = [
  'value_class',
  'reach',
  'role',
  'language',
  'bought',
  'spent',
  'last_purchase',
  'own',
  'event',
  'sequence',
  'about',
  'trait',
  'audience',
  'list',
] as const
const groupWords = ['all', 'any', 'none'] as const

const oneCondition = z.union(conditionShapes)
export type Condition = z.output<typeof oneCondition>
type ConditionInput = z.input<typeof oneCondition>

/** All of these hold, any of those (when there are any), and none of the last. A part is a condition, or a group again. */
export type Group = { all?: Part[] | undefined; any?: Part[] | undefined; none?: Part[] | undefined }
export type Part = Condition | Group
type GroupInput = { all?: PartInput[] | undefined; any?: PartInput[] | undefined; none?: PartInput[] | undefined }
type PartInput = ConditionInput | GroupInput

// Not strict but refined: of several shapes zod takes the complaint of the one that only has a word too many, which a group has of every condition.
const group: z.ZodType<Group, GroupInput> = z.lazy(() =>
  z
    .looseObject({ all: parts.optional(), any: parts.optional(), none: parts.optional() })
    .refine((said) => isGroup(said) && Object.keys(said).length > 0, { error: oneOf([...conditionWords, ...groupWords]), abort: true }),
)
const part: z.ZodType<Part, PartInput> = z.lazy(() => z.union([...conditionShapes, group], { error: oneOf([...conditionWords, ...groupWords]) }))
const parts = z.array(part).max(20)

/** Whom a rule leaves out, though it fits: of whom something it asks is not known, or contradicts something. */
export const doubts = ['not_known', 'contradictory'] as const
export type Doubt = (typeof doubts)[number]
const leaveOut = z.array(z.enum(doubts)).max(doubts.length)

export const rule = z
  .strictObject({ all: parts.default([]), any: parts.default([]), none: parts.default([]), leave_out: leaveOut.optional() })
  .superRefine((said, context) => {
    const { depth, conditions } = sizeOf(said)
    if (depth > ruleLimits.depth) context.addIssue({ code: 'custom', message: `groups stand in groups at most ${ruleLimits.depth} deep` })
    if (conditions > ruleLimits.conditions) context.addIssue({ code: 'custom', message: `a rule has at most ${ruleLimits.conditions} conditions` })
  })
export type Rule = z.output<typeof rule>

export const isGroup = (one: object): one is Group => Object.keys(one).every((key) => groupWords.some((word) => word === key))

function sizeOf(said: Group): { depth: number; conditions: number } {
  const inside = groupWords.flatMap((word) => said[word] ?? [])
  const groups = inside.filter(isGroup).map(sizeOf)
  return {
    depth: 1 + Math.max(0, ...groups.map((each) => each.depth)),
    conditions: inside.length - groups.length + groups.reduce((n, each) => n + each.conditions, 0),
  }
}

function oneOf(words: readonly string[]): string {
  return `must be one of these, and one alone: ${words.join(', ')}`
}
