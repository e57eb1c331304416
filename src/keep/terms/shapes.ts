import { z } from 'zod'

// What customers say of being contacted, as it is spoken at the door, in the API and by the pages. Imports nothing of Node.

const channel = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,31}$/, 'is not the code of a channel')
  .nullable()
  .default(null)
const topic = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,39}$/, 'is not the code of a topic')
  .nullable()
  .default(null)
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time of day like 09:30')
/** Days of the week, Monday is 1; to a time at or before `from` it goes on past midnight. */
export const openTime = z.object({ days: z.array(z.int().min(1).max(7)).min(1).max(7), from: clock, to: clock })
export const openTimes = z.array(openTime).min(1).max(14)

/** Without a channel of every channel, without a topic of every topic. */
const about = { channel, topic }
/** At most so many contacts in so many days, which roll. */
const cap = z.object({ kind: z.literal('cap'), ...about, contacts: z.int().min(0).max(1000), days: z.int().min(1).max(365) })
/** Nothing until then; null: until they say otherwise. */
const pause = z.object({ kind: z.literal('pause'), ...about, until: z.iso.datetime({ offset: true }).nullable() })
/** Only at these times, by their own clock. */
const hours = z.object({ kind: z.literal('hours'), ...about, open: openTimes })
/** Ask each time. */
const ask = z.object({ kind: z.literal('ask'), ...about })

/** So much can be said at once: every topic and channel of a large company. */
export const mostSaid = 300

/** What can be said. */
export const ruleSaid = z.discriminatedUnion('kind', [cap, pause, hours, ask])
export type RuleSaid = z.output<typeof ruleSaid>

/** A file that proves what was entered. */
export const proofTold = z.object({ id: z.string(), name: z.string(), media_type: z.string(), size: z.int(), sha256: z.string() })
/** What proves it when somebody else entered it, where the reader may have it. */
const told = { said: z.string().nullable(), proofs: z.array(proofTold) }

/** A stop as it stands: of what (null: all), since when, how it came in and of what kind whoever entered it is. */
export const stopHeld = z.object({
  purpose: z.string().nullable(),
  channel: z.string().nullable(),
  topic: z.string().nullable(),
  since: z.iso.datetime(),
  how: z.string(),
  by: z.string(),
  ...told,
})

export type StopHeld = z.output<typeof stopHeld>

/** How somebody else than the customer heard it: by telephone, face to face, on paper, in a letter, in a reply, in a chat. */
export const roads = ['phone', 'in_person', 'paper', 'letter', 'reply', 'chat'] as const

/** A rule as it stands or stood: how it came in, and of what kind whoever entered it is. */
export const ruleHeld = z.intersection(
  z.discriminatedUnion('kind', [cap, pause, hours, ask]),
  z.object({
    since: z.iso.datetime(),
    how: z.string(),
    by: z.string(),
    ended_at: z.iso.datetime().nullable(),
    ended_how: z.string().nullable(),
    ...told,
  }),
)
export type RuleHeld = z.output<typeof ruleHeld>

/** One consent as it is told: where it stands, the text that was shown, and all that was said in it. */
export const consentTold = z.object({
  id: z.string(),
  purpose: z.object({ code: z.string(), title: z.record(z.string(), z.string()) }),
  channel: z.string(),
  topic: z.string().nullable(),
  /** A state of ISO/IEC TS 27560 in DPV's words: ConsentGiven, ConsentWithdrawn … */
  state: z.string(),
  since: z.iso.datetime(),
  expires_at: z.iso.datetime().nullable(),
  /** After a no: not asked again before. */
  ask_again_at: z.iso.datetime().nullable(),
  shown: z.object({ notice: z.string(), version: z.int(), language: z.string(), text: z.string(), sha256: z.string().nullable() }).nullable(),
  events: z.array(
    z.object({
      at: z.iso.datetime(),
      state: z.string(),
      method: z.string(),
      by: z.string(),
      role: z.string(),
      /** How it is known, and the words that were kept of it, where the reader may have them. */
      evidence: z.string().nullable(),
      ...told,
      number: z.int(),
      /** SHA-256 of the event and the one before, in hex; whether it is what the event says. */
      hash: z.string(),
      holds: z.boolean(),
    }),
  ),
  /** The record by ISO/IEC TS 27560 as JSON-LD. */
  document: z.record(z.string(), z.unknown()),
})
export type ConsentTold = z.output<typeof consentTold>

/** For how long data is kept for a purpose (period.ts, retention.ts). */
export const retentionSaid = z
  .string()
  .regex(/^((relationship|consent)(\|P\d{1,3}[YMD])?|P\d{1,3}[YMD])$/, 'must be like relationship|P3Y, consent|P1Y or P5Y (years, months or days)')
