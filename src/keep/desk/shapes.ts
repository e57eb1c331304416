import { z } from 'zod'
import { id, instant, paging, words } from '../../platform/http/shapes.ts'
import { deeds } from '../receipts/shapes.ts'

// Whose data was touched or refused, in a span of time: counts, and people a page at a time.

/** So long receipts are kept, and a little: nothing older can be asked for. */
const mostDays = 1_100
const fits = ({ from, until }: { from: string; until: string }) => {
  const days = (Date.parse(until) - Date.parse(from)) / 86_400_000
  return days > 0 && days <= mostDays
}
const order = { message: `must lie after "from", by at most ${mostDays} days`, path: ['until'] }

const span = z.object({ from: instant, until: instant })
const wish = { reason: z.string().max(64).optional(), role: z.string().max(64).optional(), purpose: z.string().max(64).optional() }

export const touchedAsked = span.extend({ by: id.optional() }).refine(fits, order)
export const touchedPeopleAsked = span.extend({ by: id.optional(), ...paging.shape }).refine(fits, order)
export const refusedAsked = span.extend(wish).refine(fits, order)
export const refusedPeopleAsked = span.extend({ ...wish, ...paging.shape }).refine(fits, order)

const who = z.object({ kind: z.enum(['staff', 'api', 'service', 'ai']), id: id.nullable(), name: z.string().nullable() })
const purpose = z.object({ code: z.string(), title: words })

export const touched = z.object({
  who: who.nullable(),
  /** Two cards that are one person are one. */
  persons: z.int(),
  uses: z.int(),
  /** What was asked for in this span and refused: nothing of it was opened. */
  refused: z.int(),
  first: instant.nullable(),
  last: instant.nullable(),
  categories: z.array(z.object({ category: z.string(), persons: z.int() })),
  purposes: z.array(z.object({ purpose, uses: z.int() })),
  deeds: z.array(z.object({ deed: z.enum(deeds), uses: z.int(), persons: z.int() })),
  /** Names of attributes, the most used first; fifty at most. */
  fields: z.array(z.object({ field: z.string(), uses: z.int() })),
  /** What left the house: into files, to programs by their system, as messages. */
  left: z.object({ persons: z.int(), files: z.int(), messages: z.int(), programs: z.array(z.object({ source: z.string(), uses: z.int() })) }),
  /** Whose deeds these were, the most first; fifty at most, and how many more there are. */
  by: z.array(z.object({ who, role: z.string(), uses: z.int() })),
  more_by: z.int(),
})

export const touchedPerson = z.object({
  customer_id: id,
  /** Why nothing more is told of this one; null where it is. */
  hidden: z.string().nullable(),
  uses: z.int().nullable(),
  first: instant.nullable(),
  last: instant.nullable(),
  categories: z.array(z.string()),
  deeds: z.array(z.enum(deeds)),
  /** Something of theirs left the house in a file or to a program. */
  left: z.boolean().nullable(),
})

export const refusals = z.object({
  /** The company's own: days are counted in it. */
  time_zone: z.string(),
  count: z.int(),
  persons: z.int(),
  days: z.array(z.object({ day: z.iso.date(), count: z.int() })),
  /** Each counted with what is asked of the other two. */
  reasons: z.array(z.object({ reason: z.string(), count: z.int() })),
  roles: z.array(z.object({ actor: z.enum(['staff', 'api', 'service', 'ai']), role: z.string(), count: z.int() })),
  purposes: z.array(z.object({ purpose, count: z.int() })),
})
