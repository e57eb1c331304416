import { z } from 'zod'

// What a portrait is made of: lines about one person, and ways to a purchase of all. Plain data.

/** price_place: where among the prices of a category. pace: days from the first look to the purchase. way: steps before it. stops: the question that came last where nothing was bought. */
export const portraitLines = ['price_place', 'discounts', 'variety', 'best_channel', 'best_hour', 'pace', 'way', 'stops'] as const
export type PortraitLine = (typeof portraitLines)[number]

/** One line of one person; days counted from 1970. */
export const portraitSaid = z.object({
  /** What it comes to, as the line has it; empty: there is enough, and nothing stands out. */
  code: z.string(),
  /** Of how many; `k` of them, where it is a share. */
  n: z.int(),
  k: z.int().nullable(),
  value: z.number().nullable(),
  /** Nine times in ten it is between these. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** The same of everybody, where it is compared. */
  usual: z.number().nullable(),
  from: z.number(),
  to: z.number(),
})
export type PortraitSaid = z.infer<typeof portraitSaid>
export const portrait = z.partialRecord(z.enum(portraitLines), portraitSaid)

/** Times somebody thought about buying, by a group of such times: how many ended in a purchase, how many in none, and of how many people. */
const group = z.object({ bought: z.int(), left: z.int(), people: z.int() })
export const waysFound = z.object({
  /** Whoever had a time that is over. */
  people: z.int(),
  bought: z.int(),
  left: z.int(),
  /** Purchases that nothing was seen before. */
  at_once: z.int(),
  /** Days from the first look to the purchase: a quarter, half and three quarters took at most so long. */
  days: z.object({ quarter: z.number(), half: z.number(), three_quarters: z.number() }).nullable(),
  /** Steps in the order in which each came first. */
  paths: z.array(group.extend({ steps: z.string() })),
  /** By the step that came last. */
  last: z.array(group.extend({ step: z.string() })),
  /** By the topic of the question that came last. */
  questions: z.array(group.extend({ topic: z.string() })),
})
export type WaysFound = z.infer<typeof waysFound>
