import { z } from 'zod'
import { identifierKinds } from '../../keep/interactions/contract.ts'
import { usesAsked } from '../../keep/receipts/shapes.ts'
import { endpoint } from '../../platform/http/contract.ts'
import { done, id, instant, pageOf, paging, words } from '../../platform/http/shapes.ts'
import { filterLimits, value } from '../lists/shapes.ts'
import { customerRef, unseen } from '../work/shapes.ts'
import { card, customerRow, hit, look, moment, part, valueClass } from './shapes.ts'

export * from './about/contract.ts'
export * from './consents/contract.ts'
export * from './duplicates/contract.ts'
export * from './favourites/contract.ts'
export * from './fields/contract.ts'
export * from './identifiers/contract.ts'
export * from './joining/contract.ts'
export * from './personal/contract.ts'
export * from './relations/contract.ts'
export * from './terms/contract.ts'

/** Those who may see names at all; an analyst never does. */
const withNames = ['customers.see'] as const
const purposeCode = z.string().min(1).max(64)

export const listCustomers = endpoint({
  method: 'GET',
  path: '/v1/customers',
  who: { staff: withNames, key: 'read' },
  summary: 'Customers, rendered: only the rows of this page are opened',
  query: paging.extend({
    search: z.string().trim().max(200).optional(),
    kind: z.enum(['person', 'organisation']).optional(),
    role: z.enum(['customer', 'lead', 'supplier', 'partner']).optional(),
    value_class: valueClass.optional(),
    /** A filter as JSON text (`lists`): who is listed. */
    filter: z.string().max(filterLimits.length).optional(),
    /** A comma list of columns, `-` before one for descending; `name` is the keep's order. */
    sort: z.string().max(400).optional(),
    /** A comma list of columns whose values come with each row. */
    columns: z.string().max(1000).optional(),
    /** The first row, counted from 0: instead of a cursor, at any place. */
    from: z.coerce.number().int().min(0).max(100_000_000).optional(),
    /** As the list was then: what an earlier answer said, so that it does not jump while one scrolls. */
    as_of: instant.optional(),
    /** Comma-separated ids: these customers and no others, for favourites. */
    ids: z.string().max(2000).optional(),
  }),
  output: pageOf(customerRow.extend({ values: z.record(z.string(), value).optional() })).extend({
    /** The moment the list is of, when it is held still. */
    as_of: instant.nullable().optional(),
  }),
})

export const addCustomer = endpoint({
  method: 'POST',
  path: '/v1/customers',
  who: { staff: ['customers.add'], key: 'change' },
  summary: 'Enter a customer by hand; an identifier that is somebody’s answers with whose it is, and changes nothing',
  body: z.object({
    kind: z.enum(['person', 'organisation']),
    role: z.enum(['customer', 'lead', 'supplier', 'partner']).optional(),
    fields: z.record(z.string(), z.string().max(2000)),
    identifiers: z.array(z.object({ kind: z.enum(identifierKinds), value: z.string().max(320) })).max(10),
    language: z.string().optional(),
    /** Units that look after them, by their codes; left out: the unit of whoever enters them. */
    units: z.array(z.string().max(40)).max(20).optional(),
    /** Somebody with such an address was erased, and came back by themselves: without it the answer is 409. */
    came_back: z.boolean().optional(),
  }),
  output: z.object({
    id,
    existed: z.boolean(),
    /** Whose it is, as far as you may see, and by which kind of identifier; null when the customer is new. */
    belongs: z.object({ by: z.enum(identifierKinds).nullable(), to: customerRef }).nullable(),
  }),
})

/** What a customer is to the company, and how they are spoken to. */
export const describeCustomer = endpoint({
  method: 'PATCH',
  path: '/v1/customers/:customer_id',
  who: { staff: ['customers.change'], key: 'change' },
  summary:
    'Say what somebody is to the company and which language they are spoken to in; what is left out stays, what it was is kept with who changed it. With `was` it is refused with 412 when it is otherwise by then: `current` says what stands there, who wrote it and when',
  params: z.object({ customer_id: id }),
  body: z.object({
    role: z.enum(['customer', 'lead', 'supplier', 'partner']).optional(),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag like en or ru')
      .max(20)
      .nullable()
      .optional(),
    /** What it was when it was seen: nothing is written over what a colleague has written since. */
    was: z.object({ role: z.enum(['customer', 'lead', 'supplier', 'partner']).optional(), language: z.string().max(20).nullable().optional() }).optional(),
  }),
  output: z.object({ changed: z.boolean() }),
})

export const readCard = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer_id/card',
  who: { staff: withNames, key: 'read' },
  summary: 'The whole card, opened for one purpose (service, when none is named); the look is written into the customer’s journal',
  params: z.object({ customer_id: id }),
  query: z.object({ case_id: id.optional(), purpose: purposeCode.optional() }),
  output: card,
})

export const readTimeline = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer_id/timeline',
  who: { staff: withNames, key: 'read' },
  summary: 'One timeline of all channels, newest first, opened for one purpose (service, when none is named)',
  params: z.object({ customer_id: id }),
  query: paging.extend({
    /** Comma-separated channel codes. */
    channels: z.string().max(200).optional(),
    /** Comma-separated kinds of interactions. */
    kinds: z.string().max(400).optional(),
    /** Comma-separated kinds, each by any channel or by one: `order,message@email`. Whatever is of one of them. */
    only: z
      .string()
      .max(2000)
      .regex(/^[a-z0-9_.-]+(@[a-z]+)?(,[a-z0-9_.-]+(@[a-z]+)?)*$/, 'is a list of kinds, each alone or with a channel, like order,message@email')
      .optional(),
    before: instant.optional(),
    purpose: purposeCode.optional(),
  }),
  output: pageOf(moment).extend({
    /** How many there are by channel, whatever the filter. */
    channels: z.array(z.object({ channel: z.string(), count: z.int() })),
    /** How many there are by kind and channel, the most first, whatever the filter. */
    kinds: z.array(z.object({ kind: z.string(), title: words.nullable(), channel: z.string(), count: z.int() })),
  }),
})

/** Colleagues to be told that they are named in it. */
const mentions = z.array(id).max(20).default([])
/** Of them, who do not see this customer, and why: no notice reaches them. */
const unseenMentions = z.array(unseen.extend({ id }))

export const addNote = endpoint({
  method: 'POST',
  path: '/v1/customers/:customer_id/notes',
  who: { staff: ['customers.change'], key: 'change' },
  summary: 'Write a note of a call or meeting; it stands in the timeline, the customer can read it',
  params: z.object({ customer_id: id }),
  body: z.object({
    text: z.string().trim().min(1).max(10_000),
    kind: z.enum(['note', 'call', 'meeting']),
    direction: z.enum(['in', 'out', 'none']),
    mentions,
    /** Chosen by whoever sends it: sent again because nobody knew whether it had arrived, it is one note all the same. */
    once: z
      .string()
      .regex(/^[A-Za-z0-9_-]{8,40}$/, 'is eight to forty letters and digits')
      .optional(),
  }),
  output: moment.extend({ unseen: unseenMentions }),
})

export const changeNote = endpoint({
  method: 'PATCH',
  path: '/v1/customers/:customer_id/notes/:note_id',
  who: { staff: ['customers.change'] },
  summary: 'Write a note of your own anew; what it said before stays readable beside it. null takes its words away',
  params: z.object({ customer_id: id, note_id: id }),
  body: z.object({ text: z.string().trim().min(1).max(10_000).nullable(), mentions }),
  output: done.extend({ unseen: unseenMentions }),
})

export const listLooks = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer_id/looks',
  who: { staff: withNames, key: 'read' },
  summary: 'Who looked at this customer, for what, and what was refused',
  params: z.object({ customer_id: id }),
  query: paging.extend(usesAsked.shape),
  output: pageOf(look),
})

export const search = endpoint({
  method: 'GET',
  path: '/v1/search',
  who: { staff: withNames, key: 'read' },
  summary: 'Find customers by part of a name or number, forgiving typos, ё, layout and script; opened for one purpose (service, when none is named)',
  query: paging.extend({ q: z.string().trim().min(1).max(200), limit: z.coerce.number().int().min(1).max(50).optional(), purpose: purposeCode.optional() }),
  output: pageOf(hit).extend({ took_ms: z.number() }),
})

export const readValueClasses = endpoint({
  method: 'GET',
  path: '/v1/value-classes',
  who: { staff: 'any', key: 'read' },
  summary: 'The board of value classes: how many, how many moved within the month, what they bring',
  output: z.object({
    computed_at: instant.nullable(),
    window_days: z.int(),
    classes: z.array(
      z.object({
        class: valueClass,
        count: z.int(),
        rose: z.int(),
        fell: z.int(),
        /** Share of all money within the window, 0 to 1. */
        share_of_spent: z.number().min(0).max(1),
        reachable_by_email: z.int(),
        rule: z.object({ max_days_since_last: z.int().nullable(), min_purchases: z.int().nullable(), min_spent_minor: z.int().nullable() }),
      }),
    ),
    not_analysed: z.int(),
  }),
})

/** How many; `exact: false` is the planner's estimate. */
const counted = z.object({ count: z.int(), exact: z.boolean() })

export const readHealth = endpoint({
  method: 'GET',
  path: '/v1/health/details',
  who: { staff: 'any' },
  summary: 'How the parts of the house are, for the operator',
  output: z.object({
    state: z.enum(['up', 'degraded', 'down']),
    version: z.string(),
    started_at: instant,
    parts: z.array(part),
    disk: z.object({ used_bytes: z.int(), free_bytes: z.int() }).nullable(),
    counts: z.object({ customers: counted, interactions: counted, receipts: counted }),
    checkpoint: z.object({ size: z.int(), at: instant, short: z.string() }).nullable(),
    backup: z.object({
      /** The last whole one. */
      last_at: instant.nullable(),
      bytes: z.int().nullable(),
      /** A later try that failed or never ended. */
      failed_at: instant.nullable(),
    }),
    messages: z.object({ waiting: z.int(), failed: z.int() }),
    /** Jobs that failed for the last time, by task. */
    given_up: z.array(z.object({ task: z.string(), count: z.int() })),
  }),
})
