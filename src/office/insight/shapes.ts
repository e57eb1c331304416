import { z } from 'zod'
import { guesses } from '../../keep/rights/shapes.ts'
import { day, instant, money, words } from '../../platform/http/shapes.ts'

const evidence = z.object({
  /** purchases, first_on, last_on, spent, expected_purchases, times_own_gap, touches; of a portrait `times` out of `of`, and `usual_share` of everybody … */
  code: z.string(),
  count: z.number().nullable(),
  amount: money.nullable(),
  on: day.nullable(),
})

/** One of a list: a class, a category, channel, part of the day, price level, or a product. */
const item = z.object({
  code: z.string(),
  /** Of a product, or of a category that is named as a topic of the company; null: the code says it. */
  title: words.nullable(),
  share: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** How many times everybody’s share that is. */
  lift: z.number().nullable(),
})

export const insight = z.object({
  /** value_class: as the class stands now. value: expected of the next year. staying: the chance to be a customer still. next: by when the next purchase is as likely as not. rhythm: late by their own habit. price_place … stops: the portrait, `items` say what it comes to. */
  kind: z.enum(guesses),
  /** Null: it is said. Else why not: too_few, mixed_currencies, …; `contested`: the customer calls it wrong, and it decides nothing. */
  why: z.string().nullable(),
  amount: money.nullable(),
  /** A chance (staying, rhythm: of a longer gap), a share (portrait), or days (next, pace; rhythm’s own gap stands in the evidence). */
  number: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Nine times in ten the truth is between `low` and `high`. */
  level: z.number().nullable(),
  on: day.nullable(),
  items: z.array(item),
  evidence: z.array(evidence),
  method: z.string(),
  /** On how many purchases or touches it rests. */
  n: z.int(),
  contested_at: instant.nullable(),
})
export type Insight = z.input<typeof insight>

/** A computed trait of theirs: a figure or a word that was counted from what happened, by a definition of the company's. */
export const trait = z.object({
  trait: z.string(),
  title: words,
  type: z.enum(['number', 'money', 'code', 'days']),
  /** How it was counted: count, sum, last … of what, in the last days. */
  take: z.string(),
  what: z.string().nullable(),
  within_days: z.int().nullable(),
  number: z.number().nullable(),
  amount: money.nullable(),
  /** A code; of a product, and of a category that is named as a topic of the company, with its title. */
  said: z.string().nullable(),
  said_title: words.nullable(),
  /** Of how many events or order lines, from when to when. Null: the customer calls it wrong, and it decides nothing. */
  n: z.int().nullable(),
  first_on: day.nullable(),
  last_on: day.nullable(),
  as_of: instant,
  contested_at: instant.nullable(),
})
export type Trait = z.input<typeof trait>

export const customerInsight = z.object({
  computed_at: instant.nullable(),
  /** After it nothing of this decides anything. */
  valid_until: instant.nullable(),
  /** Why there is nothing at all: not_computed, objected, hidden; null: see the items. */
  why: z.string().nullable(),
  items: z.array(insight),
  /** By their codes. */
  traits: z.array(trait),
})
