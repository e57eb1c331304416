import { z } from 'zod'
import { isCurrency } from '../../../platform/amounts.ts'
import { endpoint } from '../../../platform/http/contract.ts'
import { instant, pageOf, paging, words } from '../../../platform/http/shapes.ts'
import { type DataKind, dataKinds } from '../../customers/shapes.ts'
import { retentionSaid } from '../shapes.ts'
import { dpvPurposes } from './dpv.ts'

// The registers of a company: purposes, kinds of interactions, fields of its own. Each is changed by a new version, and
// retired, never removed: what was recorded under it keeps its meaning.

export { dpvPurposes }

const who = { staff: ['registers.keep'], key: 'registers' } as const
const everybody = { staff: 'any', key: 'read' } as const

export const code = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be a code: small Latin letters, digits, dash or underscore')
export const title = words.refine((w) => Boolean(w['en']?.trim() && w['ru']?.trim()), 'must have a title in en and in ru')

/** What a purpose may do beyond serving somebody; an agreement permits it or not. */
export const needs = ['analytics', 'tracking', 'profiling', 'sharing'] as const
export type Need = (typeof needs)[number]
export const legalBases = ['consent', 'contract', 'legal_obligation', 'legitimate_interest'] as const
export const categories = ['contact', 'content', 'profile', 'sensitive', 'pseudonym', 'record'] as const
export const channels = [
  'email',
  'sms',
  'phone',
  'post',
  'telegram',
  'whatsapp',
  'viber',
  'vk',
  'max',
  'push',
  'chat',
  'web',
  'app',
  'shop',
  'meeting',
  'forum',
] as const

/** The checks of the gate in their order (src/keep/gate/decide.ts). */
export const checks = [
  'present',
  'standing',
  'agreement',
  'purpose',
  'retention',
  'prohibition',
  'basis',
  'context',
  'channel',
  'topic',
  'repeat',
  'pause',
  'hours',
  'pressure',
  'ask',
] as const
/** Those no purpose can do without, and those one that rests on consent cannot. That there is somebody is checked without being named. */
export const alwaysChecked = ['standing', 'purpose', 'repeat'] as const
/** Only what fulfils people's own rights goes on when they are restricted: they see their own page, and are answered. */
export const forThemselves = 'dpv:RightsFulfillment'
export const checkedOnConsent = ['prohibition', 'basis', 'channel'] as const
/** What the product itself acts by: people are served and see their own data. They are changed, never retired. */
export const neededPurposes: readonly string[] = ['service', 'own_view']

const done = z.object({ changed: z.boolean() })

/** So many years, months or days. */
const period = z.string().regex(/^P[1-9]\d{0,2}[YMD]$/, 'must be like P2Y, P6M or P180D (years, months or days)')

/** What data tells of people. */
export const abouts = Object.keys(dataKinds).filter((kind): kind is DataKind => kind in dataKinds)

/** Left out of a new version, it stays what was said. */
const about = z.enum(abouts).nullable().optional()
const described = { about: z.string().nullable(), /** The term of the Data Privacy Vocabulary. */ dpv: z.url().nullable() }

export const purpose = z.object({
  code: z.string(),
  version: z.int(),
  title: words,
  description: words,
  parent: z.string().nullable(),
  /** Every wider purpose it is part of, the nearest first: a no to one of them holds for this one, a yes to this one for none of them. */
  above: z.array(z.string()),
  dpv: z.object({ name: z.string(), iri: z.url() }),
  legal_basis: z.object({ code: z.string(), dpv: z.string() }),
  channels: z.array(z.string()),
  categories: z.array(z.string()),
  fields: z.array(z.string()),
  /** The gate's checks this purpose goes through, in order. */
  checks: z.array(z.string()),
  retention: z.string().nullable(),
  /** Code of the text by which people are asked; null for one that does not rest on consent. */
  notice: z.string().nullable(),
  /** How long a yes holds (ISO 8601); null: until it is taken back. */
  consent_for: z.string().nullable(),
  /** How long whoever said no is left alone. */
  ask_again: z.string(),
  /** Whom data goes to besides the company. */
  recipients: z.array(z.string()),
  /** Uses that go beyond serving somebody, by the words of IEEE 7012. */
  needs: z.array(z.enum(needs)),
  /** To which part of life it belongs; data that is kept for it comes from there. */
  context: z.string().nullable(),
  /** Whether decisions that weigh on a person (a credit, a price, a refusal) are made for it, from data of its context only. */
  weighs: z.boolean(),
  roles: z.array(z.string()),
  registered_at: instant,
  retired: z.boolean(),
})

export const newPurpose = z.object({
  code,
  title,
  description: words.refine((w) => Boolean(w['en']?.trim() && w['ru']?.trim()), 'must say in en and in ru what the data is used for'),
  parent: code.nullable().default(null),
  dpv: z.templateLiteral(['dpv:', z.enum(dpvPurposes)], 'must be a purpose of the Data Privacy Vocabulary like dpv:ServiceProvision'),
  legal_basis: z.enum(legalBases),
  channels: z.array(z.enum(channels)).max(30).default([]),
  categories: z.array(z.enum(categories)).min(1).max(6),
  /** Names of fields, or one * for all of the categories. */
  fields: z.array(z.string().regex(/^(\*|[a-z][a-z0-9_]{0,62})$/)).max(200),
  /** Without it: every check. */
  checks: z.array(z.string().max(20)).max(20).optional(),
  retention: retentionSaid,
  roles: z.array(code).min(1).max(105),
  /** Of how people are asked: what is left out stays as it is, of a new purpose as is usual. */
  notice: code.optional(),
  consent_for: period.nullable().optional(),
  ask_again: period.optional(),
  recipients: z.array(z.string().trim().min(1).max(120)).max(50).optional(),
  /** Left out: as before, of a new one nothing. With any the check `agreement` is needed. */
  needs: z.array(z.enum(needs)).max(4).optional(),
  /** Left out: as before, of a new one none. */
  context: code.nullable().optional(),
  /** Left out: as before, of a new one no. A purpose that weighs belongs to a context and needs the check `context`. */
  weighs: z.boolean().optional(),
})

export const listPurposes = endpoint({
  method: 'GET',
  path: '/v1/purposes',
  who: everybody,
  summary: 'The register of purposes, with their DPV names and legal bases; retired ones when asked for',
  query: paging.extend({ retired: z.enum(['true', 'false']).optional() }),
  output: pageOf(purpose),
})
export const readPurpose = endpoint({
  method: 'GET',
  path: '/v1/purposes/:purpose',
  who: everybody,
  summary: 'Every version of one purpose, newest first: what a receipt of last year meant',
  params: z.object({ purpose: z.string().max(64) }),
  query: paging,
  output: z.object({ versions: z.array(purpose), next_cursor: z.string().nullable() }),
})
export const registerPurpose = endpoint({
  method: 'POST',
  path: '/v1/purposes',
  who,
  summary: 'Register a purpose, or a new version of one; it is in force at once. What says the same changes nothing',
  body: newPurpose,
  output: purpose.extend({ changed: z.boolean() }),
})
export const retirePurpose = endpoint({
  method: 'POST',
  path: '/v1/purposes/:purpose/retire',
  who,
  summary: 'Take a purpose out of use: it permits nothing from now on, its versions stay readable',
  params: z.object({ purpose: z.string().max(64) }),
  output: done,
})

/** A short word or two, as a value that stands in the clear. */
const listed = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} _.,/+-]{0,63}$/u, 'must be a short word or two')
/** A fact of a kind. Its title may be left out by what is sent by machines; whoever declares one on a page gives it. */
export const attribute = z.union([
  z.object({ type: z.enum(['number', 'time', 'boolean']), title: title.optional() }),
  z.object({ type: z.literal('code'), codes: z.array(listed).max(500).optional(), title: title.optional() }),
])
/** Wider than `code`: kinds that nobody declared came in by their own names, and may be declared afterwards. */
const kindCode = z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,63}$/, 'must be a code: small Latin letters, digits, dot, dash or underscore')
export const newKind = z.object({
  code: kindCode,
  title,
  /** What it tells of people; what is delicate is sensitive. */
  about,
  sensitive: z.boolean().default(false),
  attributes: z.record(code, attribute).default({}),
  purposes: z.array(code).min(1).max(20),
})
const kind = newKind.extend({ ...described, code: z.string(), title: words, version: z.int(), retired: z.boolean() })

export const listKinds = endpoint({
  method: 'GET',
  path: '/v1/kinds',
  who: everybody,
  summary: 'Kinds of interactions, with the facts each declares and what it is kept for; retired ones too',
  query: paging,
  output: pageOf(kind),
})
export const registerKind = endpoint({
  method: 'POST',
  path: '/v1/kinds',
  who,
  summary: 'Register a kind of interactions, or a new version of one',
  body: newKind,
  output: z.object({ version: z.int() }),
})
export const retireKind = endpoint({
  method: 'POST',
  path: '/v1/kinds/:kind/retire',
  who,
  summary: 'Record a kind no more; what was recorded stays, with its title',
  params: z.object({ kind: z.string().max(64) }),
  output: done,
})

const ownCode = z.string().regex(/^x_[a-z0-9_]{1,60}$/, 'must be x_ and small Latin letters, digits or underscores, like x_shoe_size')
export const newField = z.object({
  code: ownCode,
  title,
  /** Text is content: shown, searched when marked, never filtered by. The others are facts. */
  type: z.enum(['number', 'money', 'time', 'boolean', 'code', 'text']),
  /** Of money: the currency of all its values (ISO 4217); left out, the company's. For ever, as the type. */
  currency: z.string().refine(isCurrency, 'must be a currency code like RUB').nullable().default(null),
  codes: z.array(listed).min(1).max(200).nullable().default(null),
  purposes: z.array(code).min(1).max(20),
  /** What it tells of people: of health, beliefs, offences and the like it is sealed, whatever its type, and nothing is chosen by it. For ever, as the type. */
  about,
  searched: z.boolean().default(false),
})
const field = newField.extend({
  ...described,
  category: z.enum(['profile', 'sensitive']),
  code: z.string(),
  title: words,
  codes: z.array(z.string()).nullable(),
  currency: z.string().nullable(),
  version: z.int(),
  retired: z.boolean(),
})

export const listFields = endpoint({
  method: 'GET',
  path: '/v1/fields',
  who: everybody,
  summary: 'The fields the company declared for itself, with their types; retired ones too',
  query: paging,
  output: pageOf(field),
})
export const registerField = endpoint({
  method: 'POST',
  path: '/v1/fields',
  who,
  summary: 'Declare a field of your own, or a new version of one; its type is for ever',
  body: newField,
  output: z.object({ version: z.int(), changed: z.boolean() }),
})
export const retireField = endpoint({
  method: 'POST',
  path: '/v1/fields/:field/retire',
  who,
  summary: 'Offer a field no more; values that are there stay, with their history',
  params: z.object({ field: z.string().max(64) }),
  output: done,
})
