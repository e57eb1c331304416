import { z } from 'zod'
import { mostSaid, roads, ruleSaid } from '../terms/shapes.ts'
import { customer, purpose } from './pieces.ts'
import type { Terms } from './shapes.ts'

// What is said of being contacted: a part of the door's contract, for whoever says it and for colleagues who were told.

/** The text that stood beside a switch, by version and language; null: in theirs. */
const shownText = z.object({ version: z.int(), language: z.string().max(20).nullable() })

export const heardSaid = z.union([
  z.object({
    term: z.object({
      purpose,
      channel: z.string().max(32),
      topic: z.string().max(64).nullable(),
      allowed: z.boolean(),
      notice: shownText.nullable().default(null),
    }),
  }),
  z.object({ rule: ruleSaid }),
  /** A rule is over. */
  z.object({ unrule: z.int() }),
  /** A topic by whatever channel: hear of it, or not. */
  z.object({ topic: z.object({ topic: z.string().max(64), wanted: z.boolean() }) }),
  z.object({ stop: z.boolean() }),
  /** What shows in what they do is called wrong: it decides nothing from now on. */
  z.object({ wrong: z.object({ kind: z.enum(['channel', 'hours']), channel: z.string().max(32).nullable() }) }),
  /** What a guardian allows for a child, or allows no more. */
  z.object({ ward: z.object({ purpose: purpose, allowed: z.boolean() }) }),
  /** To a question whether something may come, this time. */
  z.object({ answer: z.object({ question: z.int(), yes: z.boolean() }) }),
])
export type HeardSaid = z.output<typeof heardSaid>

export const termsInputs = {
  /** What a customer allows and wants, with what proves it for whoever may enter it. */
  terms: z.object({ customer }),
  /** What a colleague was told, with what proves it; `at`: when, where it was before now; `proof`: the number of a file. */
  sayFor: z.object({
    customer,
    road: z.enum(roads),
    at: z.iso.datetime().nullable(),
    words: z.string().trim().max(2000),
    proof: z.int().nullable(),
    said: z.array(heardSaid).min(1).max(mostSaid),
  }),
} as const

export type TermsOutputs = { terms: Terms; sayFor: Terms }
