import { z } from 'zod'
import { day, id } from '../../platform/http/shapes.ts'
import { rule } from '../audiences/rule.ts'

// What a report asks, as people write and read it. The browser builds it from these.

/** Fewer people than this stand in no row: a figure about so few tells about each of them. */
export const fewest = 20
export const mostBuckets = 400

export const simpleMeasures = ['customers', 'new_customers', 'buyers', 'purchases', 'revenue', 'average_basket'] as const
const code = z.string().min(1).max(64)

export const measure = z.union([
  /** customers: all there are now; new_customers: who came in the time; buyers: who bought in it. Money is net of what was given back. */
  z.enum(simpleMeasures),
  /** How often something happened. */
  z.strictObject({ events: code }),
  /** The sum of one of its numbers. */
  z.strictObject({ sum: code, attribute: z.string().min(1).max(40) }),
])
export type Measure = z.infer<typeof measure>

export const times = ['day', 'week', 'month', 'quarter'] as const
export const ofPeople = ['value_class', 'role', 'language', 'country', 'region', 'age_band', 'gender'] as const
export const ofEvents = ['channel', 'kind', 'unit'] as const
export const ofGoods = ['category', 'product'] as const
export const plainBreakdowns = [...times, ...ofEvents, ...ofGoods, ...ofPeople] as const
export type PlainBreakdown = (typeof plainBreakdowns)[number]

/** What it is split by; `field:x_size` is a field of the company's own. */
export const breakdown = z.union([z.enum(plainBreakdowns), z.templateLiteral(['field:', z.string().regex(/^[a-z][a-z0-9_]{0,63}$/)])])
export type Breakdown = z.infer<typeof breakdown>

export const units = ['day', 'week', 'month', 'quarter', 'year'] as const

/** Days of the company's time zone. `last`: so many whole days, weeks, months with the one that is now. */
export const span = z.union([z.strictObject({ last: z.int().min(1).max(400), unit: z.enum(units) }), z.strictObject({ from: day, to: day })])
export type Span = z.infer<typeof span>

const who = {
  /** Of the people of an audience only, as its rule chooses them now. */
  audience: id.nullable().default(null),
  /** Of those who fit this besides: any rule, as audiences have them. */
  filter: rule.optional(),
}

export const figuresAsked = z.strictObject({ measure, by: z.array(breakdown).max(2).default([]), span, ...who })
export type FiguresAsked = z.infer<typeof figuresAsked>

/** How many went from each step to the next within so many days of the first. */
export const funnelAsked = z.strictObject({ funnel: z.array(code).min(2).max(6), within_days: z.int().min(1).max(365), span, ...who })
export type FunnelAsked = z.infer<typeof funnelAsked>

/** Who did `first` for the first time in the same week, month or quarter: which share of them did `then` so much later. */
export const retentionAsked = z.strictObject({ first: code, then: code, every: z.enum(['week', 'month', 'quarter']), span, ...who })
export type RetentionAsked = z.infer<typeof retentionAsked>

export const question = z.union([figuresAsked, funnelAsked, retentionAsked])
export type Question = z.infer<typeof question>

export const looks = ['line', 'bars', 'table'] as const
