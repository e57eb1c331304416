import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { openTimes } from '../terms/shapes.ts'

// The company's own limits on contact: how often at most, over all campaigns together, and at what hours. Each is changed by a new version.

const who = { staff: ['registers.keep'], key: 'registers' } as const
const everybody = { staff: 'any', key: 'read' } as const
const code = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be a code: small Latin letters, digits, dash or underscore')
const channel = z.string().regex(/^[a-z][a-z0-9_]{0,31}$/, 'is not the code of a channel')

/** `key` names one channel, topic or brand (a unit with none above it; all below count with it); without it each of them counts for itself. `household`: letters by post to
 * all who are joined by a relation of that kind, together; it has no key. Days roll. */
const capSaid = z.object({
  scope: z.enum(['all', 'channel', 'topic', 'unit', 'household']),
  key: z.string().max(64).nullable().default(null),
  contacts: z.int().min(0).max(1000),
  days: z.int().min(1).max(365),
})
const hoursSaid = z.object({
  /** Of those it is for; null: everybody. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a country like RU')
    .nullable()
    .default(null),
  channels: z.array(channel).min(1).max(30).nullable().default(null),
  /** When it is fine, by the clock of whoever is written to. */
  open: openTimes,
})

const cap = capSaid.extend({ cap: z.string(), version: z.int() })
const hours = hoursSaid.extend({
  hours: z.string(),
  version: z.int(),
  basis: z.enum(['law', 'company']),
  /** DPV terms of the purposes it is about; null: every purpose that asks for hours. */
  dpv: z.array(z.string()).nullable(),
  source: z.string().nullable(),
  source_url: z.string().nullable(),
  valid_from: z.iso.date().nullable(),
})

/** There are at most so many of each. */
export const mostLimits = 100
/** From what age customers say for themselves, by country: the law's, `usual` where it is not known, and what the company asks for (`*`: every country that is not named), which counts where it is more. */
const ages = z.object({ usual: z.int(), law: z.record(z.string(), z.int()), own: z.record(z.string(), z.int()) })
const limits = z.object({ caps: z.array(cap), hours: z.array(hours), ages })

export const readLimits = endpoint({
  method: 'GET',
  path: '/v1/contact-limits',
  who: everybody,
  summary:
    'How often and at what hours anybody is written to at most: the company’s caps and hours, and the law’s with their source; and from what age they say for themselves',
  output: limits,
})
export const saveCap = endpoint({
  method: 'PUT',
  path: '/v1/contact-limits/caps/:cap',
  who,
  summary: 'Set a cap over all campaigns together, or a new version of one; it holds from this moment',
  params: z.object({ cap: code }),
  body: capSaid,
  output: limits,
})
export const removeCap = endpoint({
  method: 'DELETE',
  path: '/v1/contact-limits/caps/:cap',
  who,
  summary: 'Take a cap away; its versions stay on record',
  params: z.object({ cap: code }),
  output: limits,
})
export const saveHours = endpoint({
  method: 'PUT',
  path: '/v1/contact-limits/hours/:hours',
  who,
  summary: 'Set hours at which the company writes, or a new version of them; they hold from this moment',
  params: z.object({ hours: code }),
  body: hoursSaid,
  output: limits,
})
export const removeHours = endpoint({
  method: 'DELETE',
  path: '/v1/contact-limits/hours/:hours',
  who,
  summary: 'Take hours of the company’s own away; the law’s stay',
  params: z.object({ hours: code }),
  output: limits,
})
