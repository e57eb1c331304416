import { z } from 'zod'
import { personalKinds } from '../../keep/door/contract.ts'
import { toldUse } from '../../keep/receipts/shapes.ts'
import { day, id, instant, money, words } from '../../platform/http/shapes.ts'
import { customerInsight } from '../insight/shapes.ts'
import { tag } from '../ownership/shapes.ts'
import { task, workCase } from '../work/contract.ts'
import { colleague, customerRef, name } from '../work/shapes.ts'

// What the console's pages are made of. Codes are for the screen to put into words; words typed by people come as they are.

export const valueClass = z.enum(['first', 'second', 'third'])

/** Who did something, in the way staff may see it: a colleague by name, everyone else by kind and role. */
export const actor = z.object({
  kind: z.enum(['staff', 'customer', 'api', 'service', 'ai']),
  role: z.string(),
  name: z.string().nullable(),
  unit: z.string().nullable(),
})

/** Something that is there but not shown: which part, how many of it, why, and what it may be used for instead. */
export const hidden = z.object({
  section: z.string(),
  count: z.int().nullable(),
  reason: z.string(),
  purposes: z.array(z.object({ code: z.string(), title: words })),
})

/** One line about a contact, enough for "when and how did we last speak". */
export const lastContact = z.object({
  at: instant,
  kind: z.string(),
  channel: z.string(),
  direction: z.enum(['in', 'out', 'none']),
})

/** How long with us: first day, and since when without a break longer than the installation's own limit. */
export const relationship = z.object({
  since: day,
  unbroken_since: day,
  breaks: z.int(),
  interactions: z.int(),
})

/** A class, which one it was before, and the figures it rests on. */
export const value = z.object({
  class: valueClass,
  previous: valueClass.nullable(),
  changed_on: day.nullable(),
  computed_at: instant,
  because: z.object({
    days_since_last: z.int().nullable(),
    purchases: z.int(),
    spent: money.nullable(),
    window_days: z.int(),
  }),
})

/** A row of the list of customers. */
export const customerRow = customerRef.extend({
  role: z.enum(['customer', 'lead', 'supplier', 'partner']),
  value_class: valueClass.nullable(),
  since: day.nullable(),
  last_contact: lastContact.nullable(),
  spent: money.nullable(),
  open_tasks: z.int(),
  open_cases: z.int(),
})

/** An identifier as it may be shown; `shown` is null when hidden. `editable`: of a kind that people type. */
export const identifier = z.object({
  id: z.string(),
  kind: z.string(),
  shown: z.string().nullable(),
  verified: z.boolean(),
  shared: z.boolean(),
  /** Of its kind the one to be used first. */
  preferred: z.boolean(),
  editable: z.boolean(),
  first_seen_at: instant,
  last_seen_at: instant,
})

/** A personal field. Custom ones bring their own title; the others are known to the screen by code. */
export const field = z.object({
  field: z.string(),
  category: z.string(),
  title: words.nullable(),
  value: z.string().nullable(),
  source: z.string(),
  changed_at: instant,
  versions: z.int(),
  /** Names the version that is shown: `If-Match: "…"` on a write refuses it when another stands there by then. */
  etag: z.string(),
  editable: z.boolean(),
  /** Of a field the company declared: its type, and the values a code may have. */
  own: z.object({ type: z.string(), codes: z.array(z.string()).nullable(), currency: z.string().nullable(), about: z.string().nullable() }).nullable(),
})

/** Another customer this one is related to, and how: `household`, `employer`, `contact_person`, `referred_by`, `part_of` … */
export const relation = z.object({
  id,
  kind: z.string(),
  direction: z.enum(['to', 'from']),
  other: customerRef,
  /** A code of what they are there, such as `director`. */
  role: z.string().nullable(),
  /** What they do there, in words. */
  position: z.string().nullable(),
  since: day.nullable(),
  /** Since then it is over. */
  until: day.nullable(),
})

/** May we contact them by this channel for this purpose, and if not, why and until when. */
export const reach = z.object({
  channel: z.string(),
  purpose: z.string(),
  decision: z.enum(['allow', 'deny', 'later', 'ask']),
  reason: z.string().nullable(),
  until: instant.nullable(),
})

export const card = z.object({
  id,
  /** How many cards were joined into this one. */
  joined: z.int(),
  kind: z.enum(['person', 'organisation']),
  role: z.enum(['customer', 'lead', 'supplier', 'partner']),
  status: z.string(),
  language: z.string().nullable(),
  time_zone: z.string().nullable(),
  country: z.string().nullable(),
  name: name.nullable(),
  form: z.enum(['formal', 'informal']),
  job_title: z.string().nullable(),
  purpose: z.object({ code: z.string(), title: words }),
  tags: z.array(tag),
  /** Who of us is responsible for them. */
  owner: colleague.nullable(),
  /** Codes of the units that look after them. */
  units: z.array(z.string()),
  relationship: relationship.nullable(),
  value: value.nullable(),
  /** What is thought of them and why; null where the card is closed. */
  insight: customerInsight.nullable(),
  /** One sum a currency: everything they ever bought, less what was cancelled. */
  spent: z.array(money),
  purchases: z.int(),
  last_contact: lastContact.nullable(),
  tasks: z.array(task),
  cases: z.array(workCase),
  identifiers: z.array(identifier),
  fields: z.array(field),
  relations: z.array(relation),
  /** Of an organisation: the people we know there. */
  people: z.array(relation),
  reach: z.array(reach),
  hidden: z.array(hidden),
  /** When this look was written into the customer's own journal. */
  noted_at: instant,
})

/** When words were written anew or taken away (then there is no text), and what they were before, the oldest first. */
export const rewritten = z.object({ at: instant, versions: z.array(z.object({ text: z.string(), until: instant })) })

/** One line of the timeline. What was said is `subject` and `text`; when it may not be shown, `hidden` says why. */
export const moment = z.object({
  id,
  at: instant,
  kind: z.string(),
  title: words.nullable(),
  channel: z.string(),
  direction: z.enum(['in', 'out', 'none']),
  by: actor.nullable(),
  unit: z.string().nullable(),
  amount: money.nullable(),
  duration_s: z.int().nullable(),
  outcome: z.string().nullable(),
  subject: z.string().nullable(),
  text: z.string().nullable(),
  items: z.array(z.object({ sku: z.string(), title: z.string().nullable(), quantity: z.number(), amount: money.nullable() })),
  message: z.object({ id, state: z.string(), detail: z.string().nullable() }).nullable(),
  hidden: z.object({ reason: z.string(), purposes: z.array(z.string()) }).nullable(),
  /** Of what staff wrote and its author wrote anew or took away; null where nothing was. */
  rewritten: rewritten.nullable(),
  /** You wrote it, so you may write it anew. */
  own: z.boolean(),
})

/** One use of a customer's data, or one refusal, as the privacy officer and the colleagues see it. */
export const look = toldUse.extend({
  /** `as`: the colleague through whose eyes they looked. */
  actor: actor.extend({ as: z.string().nullable(), unit: words.nullable() }),
})

/** One version of a field: what it was, from when, and who or what brought it. */
export const fieldVersion = z.object({
  value: z.string().nullable(),
  etag: z.string(),
  from: instant,
  source: z.string(),
  by: actor.nullable(),
})

/** A hit of the search: who, and the part of an address that tells namesakes apart (`shown`, of the kind `matched`). */
export const hit = customerRef.extend({
  role: z.enum(['customer', 'lead', 'supplier', 'partner']),
  matched: z.string(),
  shown: z.string().nullable(),
})

/** A part of the house and how it is. `note` is one sentence for the operator when it is not well. */
export const part = z.object({
  code: z.string(),
  state: z.enum(['up', 'degraded', 'down']),
  since: instant.nullable(),
  memory_bytes: z.int().nullable(),
  note: z.string().nullable(),
})

/** Something remembered of a customer: what we spoke of, a small thing, an interest, a gift with how it was taken, a wish of address. */
export const personalNote = z.object({
  id,
  kind: z.enum(personalKinds),
  /** Of a gift: whether we gave it or got it. */
  direction: z.enum(['given', 'received']).nullable(),
  day: day.nullable(),
  text: z.string(),
  reaction: z.string().nullable(),
  at: instant,
  changed_at: instant.nullable(),
  by: z.object({ kind: z.string(), name: z.string().nullable() }),
})
