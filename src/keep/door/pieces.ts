import { z } from 'zod'

// What the inputs of the door's verbs are made of.

export const customer = z.int().min(0)
export const customers = z.array(customer).max(1000)
/** A code goes into statements that answer several at once: one that PostgreSQL cannot take would break the looks of all. */
export const purpose = z
  .string()
  .max(64)
  .regex(/^\P{Cc}*$/u, 'must hold no control characters')
/** Stands in receipts by its name, which must say nothing of anybody. */
export const field = z.string().regex(/^(?!.*[0-9]{7})[a-z][a-z0-9_]{0,63}$/, 'is not the name of a field')
export const unitCode = z.string().regex(/^[a-z0-9_-]{1,40}$/, 'is not the code of a unit')
/** How many of a list at a time. */
export const rows = z.int().min(1).max(200)
/** Where a page of what is ordered by time begins: after this row. */
export const place = z.object({ at: z.iso.datetime(), customer })
export const valuePlace = place.extend({ version: z.int() })
export const changePlace = z.object({ at: z.iso.datetime(), id: z.int() }).nullable().default(null)
export const changesPage = z.object({ after: changePlace, limit: rows.default(50) })
