import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { day, done, id, instant, money, pageOf, paging, words } from '../../platform/http/shapes.ts'
import { rewritten } from '../console/shapes.ts'
import { tag } from '../ownership/shapes.ts'
import { actorKind, knownField, purposeName } from './shapes.ts'

export * from './known/contract.ts'
export * from './relations/contract.ts'
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

/** Whether one channel may be used for one purpose (and topic), why it is so, and whether it is the customer's to change. */
export const term = z.object({
  purpose: z.string(),
  channel: z.string(),
  topic: z.string().nullable(),
  topic_title: words.nullable(),
  allowed: z.boolean(),
  state: z.string(),
  since: instant.nullable(),
  changeable: z.boolean(),
  /** Why it cannot be changed, as a code, when it cannot. */
  because: z.string().nullable(),
})

export const terms = z.object({
  items: z.array(term),
  purposes: z.array(purposeName),
  /** Everything that is not an answer to the customer's own request is off. */
  stopped_at: instant.nullable(),
  /** At most this many contacts in this many days; null when only the company's own limit holds. */
  cap: z.object({ contacts: z.int(), days: z.int() }).nullable(),
  company_cap: z.object({ contacts: z.int(), days: z.int() }).nullable(),
})

export const readMyPage = endpoint({
  method: 'GET',
  path: '/v1/my/page',
  who: 'customer',
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
  who: 'customer',
  summary: 'Everything between you and the company, newest first',
  query: paging,
  output: pageOf(myMoment),
})

/** One use of the data or one refusal. The employee is a role and a unit, never a name. */
export const use = z.object({
  receipt_id: id,
  at: instant,
  actor: z.object({ kind: actorKind, role: z.string(), unit: words.nullable() }),
  purpose: purposeName,
  basis: z.string(),
  operation: z.string(),
  /** Codes of the fields that were used; `contact`, `content` for whole categories. */
  fields: z.array(z.string()),
  activity: z.object({ type: z.string(), id: id.nullable(), title: z.string().nullable() }).nullable(),
  channel: z.string().nullable(),
  recipients: z.array(z.string()),
  decision: z.enum(['allow', 'deny', 'later', 'ask']),
  reason: z.string().nullable(),
  /** The message this use led to, when it led to one. */
  message_id: id.nullable(),
})

export const listMyUses = endpoint({
  method: 'GET',
  path: '/v1/my/uses',
  who: 'customer',
  summary: 'Who used your data, for what, and what was refused',
  query: paging.extend({ decision: z.enum(['allow', 'deny']).optional() }),
  output: pageOf(use),
})

export const readMyMessage = endpoint({
  method: 'GET',
  path: '/v1/my/messages/:message_id',
  who: 'customer',
  summary: 'Why you got this message: what was used, on what basis, what chose you',
  params: z.object({ message_id: id }),
  output: z.object({
    id,
    at: instant,
    channel: z.string(),
    subject: z.string().nullable(),
    state: z.string(),
    /** What chose this customer: conditions of the audience as codes with figures; `title`: of a field or kind of events of the company's own. */
    because: z.array(
      z.object({
        code: z.string(),
        count: z.int().nullable(),
        days: z.int().nullable(),
        amount: money.nullable(),
        value: z.string().nullable(),
        title: words.nullable(),
      }),
    ),
    campaign: z.string().nullable(),
    purpose: purposeName,
    topic: z.object({ code: z.string(), title: words }).nullable(),
    basis: z.object({ code: z.string(), since: instant.nullable(), how: z.string().nullable() }),
    used: use.nullable(),
    cap: z.object({ contacts: z.int(), days: z.int(), used: z.int() }).nullable(),
    /** Whether this channel is still allowed for this purpose. */
    still_allowed: z.boolean(),
  }),
})

export const listMyMessages = endpoint({
  method: 'GET',
  path: '/v1/my/messages',
  who: 'customer',
  summary: 'What the company sent you',
  query: paging,
  output: pageOf(z.object({ id, at: instant, channel: z.string(), subject: z.string().nullable(), purpose: purposeName, state: z.string() })),
})

export const setMyTerm = endpoint({
  method: 'PUT',
  path: '/v1/my/terms',
  who: 'customer',
  summary: 'Allow or forbid a channel for a purpose or a topic; acknowledged when nothing more can leave',
  body: z.object({ purpose: z.string(), channel: z.string(), topic: z.string().nullable(), allowed: z.boolean() }),
  output: terms,
})

export const setMyCap = endpoint({
  method: 'PUT',
  path: '/v1/my/cap',
  who: 'customer',
  summary: 'Less often: at most so many contacts in so many days, null for the company’s own limit',
  body: z.object({ cap: z.object({ contacts: z.int().min(0).max(100), days: z.int().min(1).max(365) }).nullable() }),
  output: terms,
})

export const stopEverything = endpoint({
  method: 'POST',
  path: '/v1/my/stop',
  who: 'customer',
  summary: 'One click: nothing any more but answers to your own requests',
  body: z.object({}),
  output: terms,
})

export const undoStop = endpoint({
  method: 'POST',
  path: '/v1/my/stop/undo',
  who: 'customer',
  summary: 'Take the stop back; what was forbidden before it stays forbidden',
  body: z.object({}),
  output: terms,
})

export const contestGuess = endpoint({
  method: 'POST',
  path: '/v1/my/guesses/:guess_id/contest',
  who: 'customer',
  summary: 'This is wrong: the guess decides nothing from now on',
  params: z.object({ guess_id: id }),
  body: z.object({ comment: z.string().trim().max(1000).optional() }),
  output: guess,
})

export const setMyLanguage = endpoint({
  method: 'PUT',
  path: '/v1/my/language',
  who: 'customer',
  summary: 'The language to be written to in',
  body: z.object({ language: z.string().min(2).max(20) }),
  output: done,
})

/** All a browser needs to check receipts by itself: JSON text that `verifyBundle` (src/keep/receipts/verify) reads. Unavailable for the first minute, while no checkpoint covers any. */
export const readMyReceipts = endpoint({
  method: 'GET',
  path: '/v1/my/receipts',
  who: 'customer',
  summary: 'Your receipts with their proofs, to be verified without trusting us',
  output: z.object({ file: z.string() }),
})
