import { z } from 'zod'
import { isCurrency } from '../../platform/amounts.ts'
import { endpoint } from '../../platform/http/contract.ts'
import { id, instant } from '../../platform/http/shapes.ts'
import { code, newKind, title } from './register/contract.ts'

// What a company calls its things, and consents that reach us on paper, by phone, or from the system used before.

export * from './register/contract.ts'
export * from './texts/contract.ts'
export * from './units/contract.ts'

export const register = endpoint({
  method: 'POST',
  path: '/v1/register',
  who: { staff: ['registers.keep'], key: 'registers' },
  summary: 'Register units, topics, kinds of interactions and goods; what is known and the same is left as it is',
  body: z.object({
    units: z
      .array(z.object({ code, title, kind: z.enum(['brand', 'shop', 'department', 'branch']) }))
      .max(500)
      .default([]),
    topics: z
      .array(z.object({ topic: code, title }))
      .max(500)
      .default([]),
    kinds: z.array(newKind).max(200).default([]),
    /** Goods of the catalogue: `category` is what people like or do not; called what the topic of the same code is called. */
    products: z
      .array(
        z.object({
          sku: z.string().trim().min(1).max(200),
          title: z.string().trim().min(1).max(300),
          category: code.nullable().default(null),
          price_minor: z.int().min(1).max(1_000_000_000_000),
          /** ISO 4217; left out, the company's. */
          currency: z.string().refine(isCurrency, 'must be a currency code like RUB').optional(),
        }),
      )
      .max(500)
      .default([]),
  }),
  output: z.object({ units: z.int(), topics: z.int(), kinds: z.int(), products: z.int() }),
})

/** One thing somebody said about being contacted, with what proves it. */
export const entered = z.object({
  customer_id: id,
  purpose: code,
  channel: z.string().max(32),
  /** null: any topic. */
  topic: code.nullable(),
  state: z.enum(['given', 'refused', 'withdrawn']),
  /** When it was said; not later than now. */
  at: instant.optional(),
  /** How it came in: paper, phone, portal, form … */
  method: code,
  evidence: z.string().trim().min(1).max(2000),
  /** The text that was shown; without it the one in force when it was said, in the customer's language. */
  shown: z.object({ version: z.int().min(1), language: z.string().max(20) }).optional(),
})

export const enterConsents = endpoint({
  method: 'POST',
  path: '/v1/consents',
  who: { staff: ['consents.enter'], key: 'consents' },
  summary: 'Enter consents, refusals and withdrawals with their evidence; acknowledged when nothing that was refused can leave any more',
  body: z.object({ consents: z.array(entered).min(1).max(500) }),
  output: z.object({ entered: z.int() }),
})
