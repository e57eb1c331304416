import { z } from 'zod'
import { id } from '../../platform/http/shapes.ts'

// Who is pointed at from elsewhere: customers and colleagues.

/** A name ready to be shown. `formal` is how to begin a letter, `address_as` how to say it aloud, `short` for lists. */
export const name = z.object({ full: z.string(), short: z.string(), address_as: z.string(), formal: z.string() })

/** Somebody we have a relationship with, as they are pointed at from elsewhere. `name` is null when it may not be opened. */
export const customerRef = z.object({
  id,
  kind: z.enum(['person', 'organisation']),
  name: name.nullable(),
  /** Why the name is not here: a reason of the gate, such as `purpose` or `restricted`. */
  hidden: z.string().nullable(),
})

/** Someone of our own staff. */
export const colleague = z.object({ id, name: z.string(), role: z.string() })

/** Why somebody does not see a customer: `role`: theirs sees none; `units`: only those of their units, these; `own`: only whom they are responsible for. */
export const unseen = z.object({ why: z.enum(['role', 'units', 'own']), units: z.array(z.string()) })
