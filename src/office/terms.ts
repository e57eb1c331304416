import { z } from 'zod'
import type { Input, Terms } from '../keep/door/contract.ts'
import { mostSaid, openTimes, ruleHeld, ruleSaid, stopHeld } from '../keep/terms/shapes.ts'
import { notFound } from '../platform/errors.ts'
import { id, instant, words } from '../platform/http/shapes.ts'
import type { Opaque } from '../platform/ids/index.ts'

// What somebody allows and wants, as they read it themselves and as colleagues do.

/** Whether one channel may be used for one purpose (and topic), why it is so, and whether it is the customer's to change. */
const term = z.object({
  purpose: z.string(),
  channel: z.string(),
  topic: z.string().nullable(),
  topic_title: words.nullable(),
  allowed: z.boolean(),
  state: z.string(),
  since: instant.nullable(),
  /** Until when a yes holds; null: until it is taken back. */
  expires_at: instant.nullable(),
  changeable: z.boolean(),
  /** Why it cannot be changed, as a code, when it cannot. */
  because: z.string().nullable(),
})

export const terms = z.object({
  items: z.array(term),
  /** With the text to be shown beside the switches of one that asks for consent, and how long a yes to it holds (ISO 8601). */
  purposes: z.array(
    z.object({
      code: z.string(),
      title: words,
      /** `versions`: every one there was, the newest first, and whether a yes to it may still be entered. */
      notice: z
        .object({ version: z.int(), since: instant, texts: words, versions: z.array(z.object({ version: z.int(), since: instant, valid: z.boolean() })) })
        .nullable(),
      consent_for: z.string().nullable(),
      /** The wider purposes it is part of, the nearest first: a no to one of them is a no to this one. */
      above: z.array(z.string()),
    }),
  ),
  /** Everything that is not an answer to the customer's own request is off. */
  stopped_at: instant.nullable(),
  /** What you said of how often, when, not now and ask me first; those that ended lately are there too. */
  rules: z.array(z.intersection(ruleHeld, z.object({ id, topic_title: words.nullable() }))),
  /** What is stopped: everything, a channel, a topic or a purpose; null: all of them. */
  stops: z.array(stopHeld.extend({ topic_title: words.nullable() })),
  /** Every topic of the company, and whether you want to hear of it. */
  topics: z.array(z.object({ topic: z.string(), title: words, wanted: z.boolean(), since: instant.nullable() })),
  /** What shows in what you do and was never said; it only makes the company quieter. `hits` of `of` is the evidence. */
  inferred: z.array(
    z.object({
      /** Not by this channel, or only at these hours. */
      kind: z.enum(['channel', 'hours']),
      channel: z.string().nullable(),
      open: openTimes.nullable(),
      hits: z.int(),
      of: z.int(),
      from: instant,
      to: instant,
      method: z.string(),
      at: instant,
      /** Derived anew each night; without that it says nothing after this. */
      valid_until: instant,
      /** You called it wrong: it decides nothing since, and is not derived for a year. */
      wrong_at: instant.nullable(),
    }),
  ),
  /** You are below the age at which your own yes counts: until that day what comes unasked needs a guardian’s yes to its purpose as well. */
  child: z.object({ until: z.iso.date(), guardian: z.boolean(), allowed: z.array(z.string()) }).nullable(),
  /** What you are asked now, if you want to be asked each time: may this one message come? */
  questions: z.array(
    z.object({
      id,
      purpose: z.object({ code: z.string(), title: words }),
      channel: z.string(),
      topic: z.string().nullable(),
      topic_title: words.nullable(),
      asked_at: instant,
      /** Without an answer it does not come. */
      ends_at: instant,
    }),
  ),
  /** The narrowest over everything; null when only the company's own limit holds. */
  cap: z.object({ contacts: z.int(), days: z.int() }).nullable(),
  company_cap: z.object({ contacts: z.int(), days: z.int() }).nullable(),
  /** When the company writes to anybody at all. */
  company_hours: z.array(
    z.object({ basis: z.enum(['law', 'company']), channels: z.array(z.string()).nullable(), open: openTimes, source: z.string().nullable() }),
  ),
})

/** One thing that is said of being contacted. */
const said = z.union([
  z.object({
    term: z.object({
      purpose: z.string().max(64),
      channel: z.string().max(32),
      topic: z.string().max(64).nullable(),
      allowed: z.boolean(),
      /** The version of the text they saw, and in which language (theirs); without it the one in force on that day. A yes on one's own page names it. */
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
  /** What shows in what they do is called wrong: it decides nothing from now on. */
  z.object({ wrong: z.object({ kind: z.enum(['channel', 'hours']), channel: z.string().max(32).nullable() }) }),
  /** What a guardian allows for a child, or allows no more. */
  z.object({ ward: z.object({ purpose: z.string().max(64), allowed: z.boolean() }) }),
  /** To a question whether one message may come. */
  z.object({ answer: z.object({ question: id, yes: z.boolean() }) }),
])

/** Several at once; they are said all or none. */
export const saidAtOnce = z.array(said).max(mostSaid)

/** The same with numbers in place of opaque ids, for the door. Throws not_found for a rule or a question that is none. */
export function saidInside(ids: Opaque, all: readonly z.output<typeof said>[]): Input<'sayFor'>['said'] {
  return all.map((one) => {
    if ('answer' in one) {
      const question = ids.read('question', one.answer.question)
      if (question === undefined) throw notFound()
      return { answer: { ...one.answer, question } }
    }
    if (!('unrule' in one)) return one
    const unrule = ids.read('rule', one.unrule)
    if (unrule === undefined) throw notFound()
    return { unrule }
  })
}

/** Terms with opaque ids in place of numbers. */
export function termsShown(ids: Opaque, terms: Terms) {
  const titles = new Map(terms.topics.map(({ topic, title }) => [topic, title]))
  const titled = <T extends { topic: string | null }>(one: T) => ({ ...one, topic_title: titles.get(one.topic ?? '') ?? null })
  return {
    ...terms,
    questions: terms.questions.map(({ question, ...asked }) => titled({ ...asked, id: ids.show('question', question) })),
    rules: terms.rules.map(({ rule, ...said }) => titled({ ...said, id: ids.show('rule', rule) })),
    stops: terms.stops.map(titled),
  }
}
