import { z } from 'zod'
import { id, instant, words } from '../../platform/http/shapes.ts'
import { type Deed, deedGroups, deeds } from './deeds.ts'

// A receipt as a line that people read, and what they ask the journal for: the same for customers and for colleagues.
// The browser imports this file.

export { type Deed, deedGroups, deeds }

/** A time zone by its IANA name. */
const zone = z
  .string()
  .max(64)
  .refine((name) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: name }) !== null
    } catch {
      return false
    }
  }, 'is not the name of a time zone')

const kinds = ['staff', 'customer', 'api', 'service', 'ai'] as const

/** What is asked of the journal; what is left out is not asked for. */
export const usesAsked = z.object({
  /** `allow`: uses; `deny`: what was refused, put off or had to be asked first. */
  decision: z.enum(['allow', 'deny']).optional(),
  /** `looks`, `messages`, `changes`, or what was `taken` out into a file. */
  deeds: z.enum(deedGroups).optional(),
  purpose: z.string().max(64).optional(),
  /** Who it was. */
  by: z.enum(kinds).optional(),
  role: z.string().max(64).optional(),
  from: instant.optional(),
  /** Before this moment. */
  to: instant.optional(),
  /** Tells what one did again and again on one day of this time zone as one line. */
  zone: zone.optional(),
})

/** One receipt of those that a line tells together. */
const toldReceipt = z.object({ receipt_id: id, at: instant })

/** One use of the data, or one refusal; or several that are told as one, the newest first. */
export const toldUse = z.object({
  receipt_id: id,
  at: instant,
  deed: z.enum(deeds),
  purpose: z.object({ code: z.string(), title: words }),
  operation: z.string(),
  /** Codes of the fields that were used; `contact`, `content` for whole categories. */
  fields: z.array(z.string()),
  /** Codes of the kinds of data that were open. */
  categories: z.array(z.string()),
  /** What it was done for; a case by its number, a campaign by its title. */
  activity: z.object({ type: z.string(), id: id.nullable(), title: z.string().nullable() }).nullable(),
  /** By which way somebody was written to; null where nobody was to be. */
  channel: z.string().nullable(),
  decision: z.enum(['allow', 'deny', 'later', 'ask']),
  reason: z.string().nullable(),
  /** How often this was done, since when, and each of them. */
  times: z.int().positive(),
  first_at: instant,
  each: z.array(toldReceipt),
})
