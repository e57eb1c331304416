import { z } from 'zod'

// Shapes every slice's contract speaks in. The browser imports this file, so it may use nothing but zod.

/** An id as it stands outside: opaque, with its kind in front (`c_…`, `t_…`). */
export const id = z.string().min(1).max(80)

/** The first and the last year hold moments that no calendar of a database writes, or that another zone puts outside of them. */
const inYears = (said: string): boolean => !/^(0000|0001|9999)/.test(said) || (new Date(said).getUTCFullYear() >= 1 && new Date(said).getUTCFullYear() <= 9999)

/** A moment: ISO 8601 with `Z` or an offset. */
export const instant = z.iso.datetime({ offset: true }).refine(inYears, 'must lie between the years 1 and 9999')

/** A calendar day without a zone, `2026-11-28`. */
export const day = z.iso.date().refine(inYears, 'must lie between the years 1 and 9999')

/** An amount in integer minor units (kopecks, cents) of an ISO 4217 currency. */
export const money = z.object({ minor: z.int(), currency: z.string().length(3) })

/** The same words in several languages, by BCP 47 tag; `en` and `ru` are always there for what we ship. */
export const words = z.record(z.string(), z.string())

/** What every paged list takes: the cursor of the last answer, and how many rows at most. */
export const paging = z.object({
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
})

/** How many rows there are: exact up to 10,000, above it a lower bound to be read as "about". */
export const total = z.object({ count: z.int(), exact: z.boolean() })

/** A page of rows; `next_cursor` is null on the last one. */
export const pageOf = <T extends z.ZodType>(row: T) => z.object({ items: z.array(row), next_cursor: z.string().nullable(), total: total.optional() })

/** The answer of an act that has nothing to tell but that it is done. */
export const done = z.object({ done: z.literal(true) })
