import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { instant, pageOf, words } from '../../platform/http/shapes.ts'
import { waitingCases } from '../rights/shapes.ts'
import { refusals, refusedAsked, refusedPeopleAsked, touched, touchedAsked, touchedPeopleAsked, touchedPerson } from './shapes.ts'

// The desk of whoever answers for the data: what needs them today, and the register of processing. On the keep's own listener.

const able = { staff: ['desk.see'] } as const

export const attention = z.object({
  at: instant,
  /** Refusals of the last seven days and of the seven before; what customers were refused on their own page is not among them. */
  refused: z.object({ days: z.int(), count: z.int(), before: z.int() }),
  /** Who stands out in the audit (GET /v1/audit/odd). */
  odd: z.object({ days: z.int(), people: z.int(), strangers: z.int() }),
  /** Requests by right (GET /v1/rights): those that wait, those due within three days, those that are late. */
  rights: waitingCases,
  erasures: z.object({ waiting: z.int(), running: z.int(), held: z.int(), next_due: instant.nullable() }),
  /** Purposes that rest on consent and whose text is missing in a language that customers use. */
  texts: z.array(z.object({ purpose: z.string(), title: words, lacks: z.array(z.object({ language: z.string(), persons: z.int() })) })),
  /** Keys that nobody used for so many days, and those that read and were made for no purpose of their own. */
  keys: z.object({ days: z.int(), unused: z.int(), wide: z.int() }),
  /** Requests that a second person has to answer. */
  waiting: z.object({ exports: z.int(), budgets: z.int() }),
})

export const readDesk = endpoint({
  method: 'GET',
  path: '/v1/desk',
  who: able,
  summary: 'What needs the privacy officer today: refusals, who stands out, erasures, texts that are missing, keys, requests that wait',
  output: attention,
})

const recipient = z.object({
  /** `declared` in the register of purposes, a program with a key, one that receipts name and whose key is gone, or whoever was given a file. */
  kind: z.enum(['declared', 'key', 'gone', 'file']),
  name: z.string(),
  /** Code of the system, of programs. */
  source: z.string().nullable(),
  /** Receipts say that it got something for this purpose. */
  got: z.boolean(),
})
export type Recipient = z.output<typeof recipient>

export const activity = z.object({
  purpose: z.string(),
  version: z.int(),
  since: instant,
  title: words,
  description: words,
  dpv: z.url(),
  legal_basis: z.object({ code: z.string(), dpv: z.url() }),
  roles: z.array(z.string()),
  channels: z.array(z.string()),
  data: z.array(
    z.object({
      category: z.string(),
      /** How many columns are annotated with this purpose, and how long they are kept. */
      columns: z.int(),
      retention: z.array(z.string()),
      /** Fields of the company's own that it opens. */
      own_fields: z.array(z.object({ code: z.string(), title: words, about: z.string().nullable() })),
    }),
  ),
  /** Names of fields, where it opens only some of its categories. */
  fields: z.array(z.string()),
  recipients: z.array(recipient),
  retention: z.string(),
  consent_for: z.string().nullable(),
})

export const register = z.object({
  made_at: instant,
  company: z.object({ name: z.string(), country: z.string(), postal_address: z.string().nullable(), mail: z.string() }).nullable(),
  /** Who answers for the data: active colleagues whose role is that of the privacy officer. */
  officers: z.array(z.string()),
  /** Of whom there is data at all. */
  persons: z.array(z.object({ kind: z.enum(['person', 'organisation']), role: z.string() })),
  activities: z.array(activity),
  /** What webhooks tell: opaque ids, the kind of what happened and figures. */
  told: z.array(z.object({ title: z.string(), host: z.string(), kinds: z.array(z.string()), on: z.boolean() })),
  /** Every annotated column. */
  columns: z.array(
    z.object({
      table: z.string(),
      column: z.string(),
      category: z.string(),
      purposes: z.array(z.string()),
      retention: z.string(),
      erase: z.string(),
      export: z.boolean(),
    }),
  ),
  /** What protects the data, each with the figures that stand now. */
  measures: z.array(z.object({ code: z.string(), facts: z.record(z.string(), z.union([z.string(), z.number()])) })),
})

export const readRegister = endpoint({
  method: 'GET',
  path: '/v1/desk/register',
  who: able,
  summary: 'The register of processing (GDPR article 30; what 152-FZ article 22 asks), made from the registers, annotations and receipts as they stand now',
  output: register,
})

export const readTouched = endpoint({
  method: 'GET',
  path: '/v1/desk/touched',
  who: able,
  summary:
    'Whose data was touched in a span of time, by everybody or by one colleague or key (`by`): counts only. What customers see of themselves is not counted',
  query: touchedAsked,
  output: touched,
})

export const listTouched = endpoint({
  method: 'GET',
  path: '/v1/desk/touched/people',
  who: able,
  summary: 'The people of it, by opaque ids: each costs of the open budget and gets a receipt',
  query: touchedPeopleAsked,
  output: pageOf(touchedPerson),
})

export const readRefusals = endpoint({
  method: 'GET',
  path: '/v1/desk/refusals',
  who: able,
  summary: 'What was refused, put off or had to be asked first, over everybody: by day, reason, role and purpose; counts only',
  query: refusedAsked,
  output: refusals,
})

export const listRefused = endpoint({
  method: 'GET',
  path: '/v1/desk/refusals/people',
  who: able,
  summary: 'The people of it, by opaque ids: each costs of the open budget and gets a receipt',
  query: refusedPeopleAsked,
  output: pageOf(touchedPerson),
})
