import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'

// One shape for every way in: the record API, imports, call-backs of providers, and the town.

export const channels = [
  'email',
  'sms',
  'phone',
  'post',
  'chat',
  'telegram',
  'whatsapp',
  'viber',
  'vk',
  'max',
  'push',
  'web',
  'app',
  'shop',
  'meeting',
  'forum',
  'system',
] as const
export const identifierKinds = ['user', 'email', 'phone', 'card', 'anonymous', 'telegram', 'whatsapp', 'viber', 'vk', 'max', 'external'] as const

export const code = z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,63}$/, 'must be a code: small Latin letters, digits, dot, dash or underscore')
const earliest = Date.UTC(1932, 0, 1)
const latest = Date.UTC(2067, 11, 31)

/** ISO 8601 with an offset or Z, from 1932 to 2067. */
export const moment = z.iso.datetime({ offset: true, error: 'must be a time like 2026-11-21T14:05:00+03:00' }).refine((s) => {
  const at = Date.parse(s)
  return at >= earliest && at <= latest
}, 'must lie between 1932 and 2067')

export const zone = z.string().max(64).refine(isZone, 'must be an IANA time zone like Europe/Moscow')
export const plain = (most: number) =>
  z
    .string()
    .max(most)
    .refine((s) => !s.includes('\0'), 'must not hold a NUL character')
const minor = z.int('must be a whole number of minor units')

export const identifier = z.object({ kind: z.enum(identifierKinds), value: plain(320).min(1) })

export const person = z.object({
  identifiers: z.array(identifier).max(20).default([]),
  kind: z.enum(['person', 'organisation']).optional(),
  role: z.enum(['customer', 'lead', 'supplier', 'partner']).optional(),
  /** Vault fields by name; null removes a value. */
  fields: z.record(code, plain(10_000).nullable()).optional(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag like ru or en-GB')
    .optional(),
  time_zone: zone.optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a country code like RU')
    .optional(),
})

export const item = z.object({
  sku: plain(100).min(1),
  title: plain(500).optional(),
  category: plain(100).optional(),
  quantity: z.number(),
  price_minor: minor,
  amount_minor: minor,
})

export const interaction = z.object({
  /** The caller's own id: the same source and id is stored once. */
  id: plain(200).min(1).optional(),
  at: moment,
  kind: code,
  channel: z.enum(channels),
  direction: z.enum(['in', 'out', 'none']).default('in'),
  customer: person,
  amount: z.object({ minor, currency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency code like RUB') }).optional(),
  duration_s: z.int().min(0).max(10_000_000).optional(),
  outcome: code.optional(),
  unit: code.optional(),
  /** Declared attributes of the kind go to the facts; whatever is not declared is sealed with the content. */
  facts: z.record(code, z.union([z.number(), z.boolean(), plain(100)])).optional(),
  items: z.array(item).max(1000).optional(),
  /** Words of any kind: always sealed. */
  content: z.record(z.string(), z.unknown()).optional(),
})

export type Interaction = z.input<typeof interaction>

const zones = new Map<string, boolean>()
const zonesRemembered = 2000

/** Asking Intl costs 30 µs, and every event may bring the same zone. */
function isZone(name: string): boolean {
  const known = zones.get(name)
  if (known !== undefined) return known
  const is = !/^[+-]/.test(name) && exists(name)
  if (zones.size < zonesRemembered) zones.set(name, is)
  return is
}

function exists(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

// The paths that the office hands on to the keep's own listener without looking into them.

const posts = ['interactions', 'batch', 'import', 'identify', 'track', 'page', 'screen', 'group', 'alias', 't', 'i', 'p', 'g', 'a', 's', 'm', 'b']
const recordPaths = new Set(posts.map((path) => `/v1/${path}`))
const settingsPath = /^\/v1\/projects\/[^/]{1,200}\/settings$/

/** Whether a path (without its query) belongs to recording. */
export const isRecordPath = (path: string): boolean => recordPaths.has(path) || settingsPath.test(path)

const outcome = z.discriminatedUnion('status', [
  z.object({ status: z.enum(['recorded', 'repeated']), id: z.string().optional(), customer: z.string().optional(), moved_to_content: z.int().optional() }),
  z.object({ status: z.literal('refused'), place: z.string(), detail: z.string() }),
])

export const recorded = z.object({ recorded: z.int(), repeated: z.int(), refused: z.int(), items: z.array(outcome) })

/** The keep serves it on its own listener (http/routes.ts); this is for the printed API and for those who call it. */
export const record = endpoint({
  method: 'POST',
  path: '/v1/interactions',
  who: { staff: ['sales.record'], key: 'record' },
  summary: 'Record interactions: each once, on disk before the answer. Whoever sells at the till records purchases and answers by their session',
  query: z.object({ ids: z.enum(['true', 'false']).optional() }),
  body: z.object({ interactions: z.array(interaction).max(1000) }),
  output: recorded,
})
