import { z } from 'zod'
import type { Ability } from '../../platform/http/abilities.ts'
import type { Deed } from '../receipts/shapes.ts'
import type { RuleHeld, StopHeld } from '../terms/shapes.ts'

/** On whose behalf a call is made: a session or key that the keep itself made, or one of the office's own jobs. */
export const credential = z.union([
  /** `still`: asked by a page that stands open; that does not prolong the session. */
  /** `child`: whom its customer, a guardian, asks for: the id that stands in the header. */
  z.object({ session: z.string().max(200), still: z.literal(true).optional(), child: z.string().max(200).optional() }),
  z.object({ key: z.string().max(200) }),
  z.object({ service: z.enum(['campaigns', 'insight', 'health', 'webhooks', 'exports', 'bulk', 'notices']) }),
])
export type Credential = z.infer<typeof credential>

// What comes back through the door. Names and words are here only where a purpose let them be opened.

export type Name = { full: string; short: string; address_as: string; formal: string }
export type Money = { minor: number; currency: string }
export type Words = { [language: string]: string }

/** A customer as far as this purpose shows it; `hidden` is the gate's reason when the name may not be opened. */
export type Preview = {
  customer: number
  person: number
  kind: 'person' | 'organisation'
  role: 'customer' | 'lead' | 'supplier' | 'partner'
  status: string
  name: Name | null
  hidden: string | null
  /** Where it was asked for: day and month of birth, never the year. */
  birthday?: { month: number; day: number }
  /** Where it was asked for: part of an address, to tell namesakes apart. */
  hint?: { kind: 'phone' | 'email'; shown: string }
  /** Where they were asked for: of the company's own sealed fields those that are open to the asker. */
  fields?: { [field: string]: string | null }
}

type Unit = { id: number; code: string }

/** Who somebody is, as the keep established it. */
export type Person = {
  actor: { kind: 'staff' | 'customer' | 'api' | 'service' | 'ai'; id: number; role: string }
  name: string | null
  language: string | null
  customer: number | null
  message: number | null
  /** Of a customer: a guardian of theirs asks in their place. */
  guardian: boolean
  /** Of a key. */
  scopes: readonly string[]
  /** Of staff: what their role lets them do now. */
  rights: { abilities: readonly Ability[]; scope: 'all' | 'own'; customers: 'all' | 'units_or_none' | 'units' | 'own' }
  /** Of staff: the units they belong to. */
  units: readonly Unit[]
  /** Of staff whose role works with its own units: these and what is below them; null: with all. */
  within: readonly Unit[] | null
  /** Of staff who see some customers only: those of these units (as codes, those below among them), of no unit when it says so, and whose owner this is. */
  sees: { units: readonly string[]; none: boolean; staff: number } | null
  /** Who looks through the actor's eyes; nothing may be changed then. */
  seen_by: number | null
}

/** `editable`: of a kind that people type. */
export type Identifier = {
  id: string
  kind: string
  shown: string | null
  verified: boolean
  shared: boolean
  preferred: boolean
  editable: boolean
  source: string
  first_seen_at: string
  last_seen_at: string
}
/** What somebody did to an identifier; `there`: it points at them now. */
export type IdentifierChange = {
  id: string
  kind: string
  shown: string | null
  there: boolean
  what: 'added' | 'verified' | 'unverified' | 'shared' | 'unshared' | 'preferred' | 'unpreferred' | 'removed'
  how: 'asked' | 'answered' | 'document' | null
  at: string
  source: string
  by: { kind: string; id: number; name: string | null }
}
/** `own`: how the company declared it; null for the fields everybody has and for those nobody declared. */
export type Field = {
  field: string
  category: string
  title: Words | null
  value: string
  source: string
  changed_at: string
  /** Which version stands there now. */
  version: number
  versions: number
  own: {
    type: 'number' | 'money' | 'time' | 'boolean' | 'code' | 'text'
    codes: string[] | null
    currency: string | null
    purposes: string[]
    about: string | null
    retired: boolean
  } | null
}
export type Hidden = { section: string; count: number | null; reason: string; purposes: { code: string; title: Words }[] }

export type Card = {
  preview: Preview
  /** All ids of the person, the root first: facts about any of them are facts about this customer. */
  members: number[]
  language: string | null
  time_zone: string | null
  country: string | null
  form: 'formal' | 'informal'
  job_title: string | null
  purpose: { code: string; title: Words }
  identifiers: Identifier[]
  fields: Field[]
  /** `position`: what they do there, in words; null too where the other may not be seen. */
  relations: {
    id: number
    kind: string
    direction: 'to' | 'from'
    other: Preview
    title: string | null
    position: string | null
    since: string | null
    until: string | null
  }[]
  reach: { channel: string; purpose: string; decision: 'allow' | 'deny' | 'later' | 'ask'; reason: string | null; until: string | null }[]
  hidden: Hidden[]
  noted_at: string
}

type Verdict = { decision: 'allow' | 'deny' | 'later' | 'ask'; reason: string | null }
type Side = { preview: Preview; language: string | null; members: number; identifiers: Identifier[] }

/** Two customers who may be one: each as it is, each field as it would be, and whether offers might go then. */
export type Comparison = {
  from: Side
  into: Side
  fields: { field: string; from: string | null; into: string | null; after: string | null }[]
  reach: { channel: string; purpose: string; from: Verdict; into: Verdict; after: Verdict }[]
  /** They are one already. */
  one: boolean
}

export type Text = {
  kind: string
  customer: number
  id: number
  content: { [part: string]: unknown } | null
  hidden: { reason: string; purposes: string[] } | null
}

export type Use = {
  id: number
  seq: number
  customer: number
  at: string
  actor: {
    kind: 'staff' | 'customer' | 'api' | 'service' | 'ai'
    id: number
    role: string
    name: string | null /** Through whose eyes they looked. */
    as: string | null
    /** The unit they belong to. */
    unit: Words | null
  }
  purpose: { code: string; title: Words }
  basis: string | null
  deed: Deed
  operation: string
  fields: string[]
  categories: string[]
  activity: { kind: string; id: number | null } | null
  channel: string | null
  /** To whom it went: systems by name, and whoever was given a file. */
  recipients: string[]
  decision: 'allow' | 'deny' | 'later' | 'ask'
  reason: string | null
  message: number | null
  /** The receipts that this line tells together, the newest first: itself, when it stands alone. */
  each: { customer: number; seq: number; at: string }[]
}

export type Term = {
  purpose: string
  channel: string
  topic: string | null
  topic_title: Words | null
  allowed: boolean
  state: string
  since: string | null
  expires_at: string | null
  changeable: boolean
  because: string | null
}
type NoticeNow = { version: number; since: string; texts: Words; versions: { version: number; since: string; valid: boolean }[] }
export type Terms = {
  items: Term[]
  /** `notice`: the text beside the switches of one that asks for consent. */
  purposes: { code: string; title: Words; notice: NoticeNow | null; consent_for: string | null; above: string[] }[]
  stopped_at: string | null
  /** What was said of how often, when, not now and ask me first; those that ended lately last. */
  rules: (RuleHeld & { rule: number })[]
  /** What is stopped altogether, of a channel, of a topic, or of a purpose. */
  stops: StopHeld[]
  /** Every topic of the company, and whether they want to hear of it. */
  topics: { topic: string; title: Words; wanted: boolean; since: string | null }[]
  /** What shows in what they do and was never said: `hits` of `of`. What was called wrong decides nothing. */
  inferred: {
    kind: 'channel' | 'hours'
    channel: string | null
    open: SpokenTime[] | null
    hits: number
    of: number
    from: string
    to: string
    method: string
    at: string
    valid_until: string
    wrong_at: string | null
  }[]
  /** A child: until that day a guardian decides, if one is on record; which purposes they allow. */
  child: { until: string; guardian: boolean; allowed: string[] } | null
  /** What they are asked now, of those who want to be asked each time. */
  questions: { question: number; purpose: { code: string; title: Words }; channel: string; topic: string | null; asked_at: string; ends_at: string }[]
  /** The narrowest over everything, of their own and of the company. */
  cap: { contacts: number; days: number } | null
  company_cap: { contacts: number; days: number } | null
  /** The company's hours and the law's that hold for everybody. */
  company_hours: { basis: 'law' | 'company'; channels: string[] | null; open: SpokenTime[]; source: string | null }[]
}
export type SpokenTime = { days: number[]; from: string; to: string }

/** What a note says and of what; `once`: the same of one writer is one note, however often it is sent. */
export const noteSaid = {
  text: z.string().max(10_000),
  kind: z.enum(['note', 'call', 'meeting']),
  direction: z.enum(['in', 'out', 'none']),
  once: z.string().max(40).optional(),
}

export const role = z.enum(['customer', 'lead', 'supplier', 'partner'])

/**
 * What somebody is to the company, and which language they are spoken to in (null: not known). What is left out stays, what it was stays in
 * the history. `was`: what they were when somebody saw it; where it is otherwise now nothing is changed.
 */
export const described = z.object({
  role: role.optional(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag like en or ru')
    .max(20)
    .nullable()
    .optional(),
  was: z.object({ role: role.optional(), language: z.string().max(20).nullable().optional() }).default({}),
})
