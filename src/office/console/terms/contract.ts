import { z } from 'zod'
import { roads, ruleSaid } from '../../../keep/terms/shapes.ts'
import { endpoint } from '../../../platform/http/contract.ts'
import { id, instant } from '../../../platform/http/shapes.ts'
import { terms } from '../../terms.ts'

export const readTerms = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer_id/terms',
  who: { staff: ['customers.see'], key: 'read' },
  summary:
    'What a customer allows and wants: purposes by channel and topic, how often, when, not now, what is stopped; with what proves it for whoever may enter it. A look, with its receipt',
  params: z.object({ customer_id: id }),
  output: terms,
})

/** One thing that was said. */
const said = z.union([
  z.object({
    term: z.object({
      purpose: z.string().max(64),
      channel: z.string().max(32),
      topic: z.string().max(64).nullable(),
      allowed: z.boolean(),
      /** The version of the text they saw, and in which language (theirs); without it the one in force on that day. */
      notice: z
        .object({ version: z.int(), language: z.string().max(20).nullable().default(null) })
        .nullable()
        .default(null),
    }),
  }),
  z.object({ rule: ruleSaid }),
  /** A rule is over. */
  z.object({ unrule: id }),
  z.object({ topic: z.object({ topic: z.string().max(64), wanted: z.boolean() }) }),
  /** Everything that is no answer to their own request: stopped, or not any more. */
  z.object({ stop: z.boolean() }),
])

export const sayForCustomer = endpoint({
  method: 'POST',
  path: '/v1/customers/:customer_id/terms',
  who: { staff: ['consents.enter'] },
  summary:
    'Enter what a customer said of being contacted, by telephone, face to face, on paper, in a letter or a reply. A no needs no proof and is acknowledged when nothing more can leave; a yes needs their words or a file, and must be newer than their no',
  params: z.object({ customer_id: id }),
  body: z.object({
    road: z.enum(roads),
    /** When they said it; not later than now. */
    at: instant.nullable().default(null),
    words: z.string().trim().max(2000).default(''),
    /** A file that was kept for it before. */
    proof_id: id.nullable().default(null),
    said: z.array(said).min(1).max(60),
  }),
  output: terms,
})
