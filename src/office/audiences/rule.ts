import { z } from 'zod'
import { filterValue, operators } from '../lists/shapes.ts'

// An audience is a rule over facts, terms and insight. It never speaks of a name or an address, because this wing has none.

const days = z.int().min(1).max(3650)

/** About a field the company declared for itself, asked as lists ask it. */
export const ownCondition = z.object({ field: z.string().max(64), is: z.enum(operators), value: filterValue.optional() })
export type OwnCondition = z.infer<typeof ownCondition>

/**
 * About a kind of events: how often it happened, ever or in the last days; `sum` adds up one of its numbers. At most 0 times is
 * never.
 */
export const eventCondition = z.object({
  kind: z.string().max(64),
  within_days: days.optional(),
  at_least: z.int().min(0).max(100_000).default(1),
  at_most: z.int().min(0).max(100_000).optional(),
  sum: z.object({ attribute: z.string().max(40), at_least: z.number().optional(), at_most: z.number().optional() }).optional(),
})
export type EventCondition = z.infer<typeof eventCondition>

export const condition = z.union([
  z.object({ value_class: z.array(z.enum(['first', 'second', 'third'])).min(1) }),
  z.object({ reach: z.object({ purpose: z.string().max(64), channel: z.string().max(32), topic: z.string().max(64).nullable() }) }),
  z.object({ role: z.array(z.enum(['customer', 'lead', 'supplier', 'partner'])).min(1) }),
  z.object({ language: z.array(z.string().max(20)).min(1) }),
  z.object({
    bought: z.object({
      sku: z.array(z.string().max(100)).max(200).optional(),
      category: z.array(z.string().max(100)).max(50).optional(),
      within_days: days,
      at_least: z.int().min(1).max(1000),
    }),
  }),
  z.object({ spent: z.object({ within_days: days, at_least_minor: z.int(), currency: z.string().length(3) }) }),
  z.object({ last_purchase: z.object({ within_days: days.optional(), before_days: days.optional() }) }),
  z.object({ own: ownCondition }),
  z.object({ event: eventCondition }),
])
export type Condition = z.infer<typeof condition>

/** All of these hold, any of those (when given), and none of the last. */
export const rule = z.object({
  all: z.array(condition).max(20).default([]),
  any: z.array(condition).max(20).default([]),
  none: z.array(condition).max(20).default([]),
})
export type Rule = z.infer<typeof rule>
