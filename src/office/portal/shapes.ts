import { z } from 'zod'
import { instant, words } from '../../platform/http/shapes.ts'

/** Who did something: to a customer never by name. */
export const actorKind = z.enum(['staff', 'customer', 'api', 'service', 'ai'])

export const purposeName = z.object({ code: z.string(), title: words })

/** One thing known: the value, where it came from and when, and what it is used for. */
export const knownField = z.object({
  field: z.string(),
  title: words.nullable(),
  /** Of a field the company declared: number, time, boolean, code or text. */
  type: z.string().nullable(),
  /** What it tells of people, as the company said when it declared the field. */
  about: z.string().nullable(),
  value: z.string(),
  source: z.string(),
  changed_at: instant,
  purposes: z.array(purposeName),
})
