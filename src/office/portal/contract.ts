import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { day, id, instant, money, pageOf, paging, words } from '../../platform/http/shapes.ts'
import { rewritten } from '../console/shapes.ts'
import { tag } from '../ownership/shapes.ts'
import { terms } from '../terms.ts'
import { knownField, purposeName } from './shapes.ts'

export * from './consents/contract.ts'
export * from './copy/contract.ts'
export * from './known/contract.ts'
export * from './messages/contract.ts'
export * from './needs/contract.ts'
export * from './relations/contract.ts'
export * from './terms/contract.ts'
export * from './uses/contract.ts'
export * from './wards/contract.ts'
export * from './work/contract.ts'

// What a customer sees and sets. Every endpoint answers for the one customer of the session and takes no customer's id.

/** A way to reach or recognise the customer: an address, a number, a card, a cookie. */
const knownIdentifier = z.object({
  kind: z.string(),
  shown: z.string(),
  verified: z.boolean(),
  /** Used by several people, as far as we know. */
  shared: z.boolean(),
  /** Of its kind the one we use first. */
  preferred: z.boolean(),
  source: z.string().nullable(),
  first_seen_at: instant,
})

/** Something computed and not said: with its evidence, its method in a sentence's worth of codes, and how sure it is. */
export const guess = z.object({
  id,
  code: z.string(),
  value: z.string(),
  title: words.nullable(),
  evidence: z.array(z.object({ code: z.string(), count: z.int().nullable(), of: z.int().nullable(), amount: money.nullable(), at: instant.nullable() })),
  method: z.string(),
  confidence: z.number().min(0).max(1).nullable(),
  computed_at: instant,
  purposes: z.array(purposeName),
  contested_at: instant.nullable(),
})

export const readMyPage = endpoint({
  method: 'GET',
  path: '/v1/my/page',
  who: 'customer_or_guardian',
  summary: 'What is known about you, what is guessed, and what you allow',
  output: z.object({
    name: z.object({ address_as: z.string(), full: z.string() }).nullable(),
    form: z.enum(['formal', 'informal']),
    kind: z.enum(['person', 'organisation']),
    /** What you are to the company; null by the link of a message. */
    role: z.enum(['customer', 'lead', 'supplier', 'partner']).nullable(),
    language: z.string().nullable(),
    time_zone: z.string().nullable(),
    country: z.string().nullable(),
    since: day.nullable(),
    interactions: z.object({
      count: z.int(),
      first_at: instant.nullable(),
      last_at: instant.nullable(),
      by_channel: z.array(z.object({ channel: z.string(), count: z.int() })),
    }),
    spent: z.array(money),
    /** Known fields by group: `name`, `contact`, `profile`, `company`, `sensitive`, `other`. */
    known: z.array(z.object({ group: z.string(), fields: z.array(knownField) })),
    identifiers: z.array(knownIdentifier),
    guesses: z.array(guess),
    /** Words by which the company tells its customers apart, as far as they were put on you. */
    tags: z.array(tag),
    /** Somebody is responsible for you: the role, not the name. */
    responsible: z.object({ role: z.string() }).nullable(),
    /** Which of the company’s units look after you, as they are called. */
    units: z.array(words),
    terms,
    uses_last_30_days: z.object({ allowed: z.int(), refused: z.int() }),
  }),
})

/** An interaction as the customer sees it: their own words and ours. */
export const myMoment = z.object({
  id,
  at: instant,
  kind: z.string(),
  title: words.nullable(),
  channel: z.string(),
  direction: z.enum(['in', 'out', 'none']),
  amount: money.nullable(),
  duration_s: z.int().nullable(),
  /** Of a call or a visit: how it ended, as a code. */
  outcome: z.string().nullable(),
  subject: z.string().nullable(),
  text: z.string().nullable(),
  /** When our people wrote their words anew or took them away, and what they were before. */
  rewritten: rewritten.nullable(),
  items: z.array(z.object({ sku: z.string(), title: z.string().nullable(), quantity: z.number(), amount: money.nullable() })),
})

export const listMyInteractions = endpoint({
  method: 'GET',
  path: '/v1/my/interactions',
  who: 'customer_or_guardian',
  summary: 'Everything between you and the company, newest first',
  query: paging,
  output: pageOf(myMoment),
})
