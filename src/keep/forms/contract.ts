import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { instant, pageOf, paging } from '../../platform/http/shapes.ts'

// Forms on the company's own site. The browser imports this file.

export const formCode = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a code: small Latin letters, digits or dash')
const code = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be a code: small Latin letters, digits, dash or underscore')
export const formLanguages = ['en', 'ru'] as const
export type FormLanguage = (typeof formLanguages)[number]
const said = (most: number) => z.object({ en: z.string().trim().max(most).optional(), ru: z.string().trim().max(most).optional() })

/** What a form may ask for; `message` is what they write, the others are fields of a customer. A company's own begin with x_. */
export const standardFields = ['name', 'surname', 'patronymic', 'email', 'phone', 'org_name', 'inn', 'job_title', 'address', 'birth_date', 'message'] as const
/** What may come along in the address of the page, as codes: where they came from. */
export const comesAlong = { utm_campaign: 'campaign', utm_source: 'source', utm_medium: 'medium', utm_content: 'content', utm_term: 'term' } as const

const field = z.object({
  field: z.union([z.enum(standardFields), z.string().regex(/^x_[a-z0-9_]{1,60}$/)]),
  required: z.boolean().default(false),
  /** Instead of our own word for the field. */
  label: said(100).optional(),
})
const origin = z
  .string()
  .max(200)
  .regex(/^(https:\/\/[a-z0-9.-]+(:\d{1,5})?|http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?)$/, 'must be an origin like https://www.example.org')

export const spec = z.object({
  title: said(150),
  /** A sentence or two above the fields. */
  intro: said(1000).optional(),
  languages: z.array(z.enum(formLanguages)).min(1).max(2),
  fields: z.array(field).min(1).max(20),
  /** What the form says of itself, when the address of the page does not: a campaign's code, say. */
  along: z.partialRecord(z.enum(['campaign', 'source', 'medium']), code).default({}),
  /** What the answers are used for, and what people are told about it. */
  purpose: code,
  notice: said(4000),
  /** Boxes nobody must tick; the text says what for. */
  consents: z
    .array(z.object({ purpose: code, channel: z.string().max(32), topic: code.nullable().default(null), text: said(600) }))
    .max(5)
    .default([]),
  thanks: said(600),
  /** Where to go afterwards instead of our own words of thanks. */
  redirect: z
    .url({ protocol: /^https$/ })
    .max(500)
    .nullable()
    .default(null),
  /** Sites that may show this form or send its answers; none: our own page only. */
  origins: z.array(origin).max(20).default([]),
  unit: code.nullable().default(null),
})
export type Spec = z.output<typeof spec>

export const formStates = ['active', 'paused', 'retired'] as const
export const form = z.object({
  form: z.string(),
  version: z.int(),
  state: z.enum(formStates),
  spec,
  changed_at: instant,
  /** In the last thirty days. */
  answers: z.int(),
  machines: z.int(),
})

const keeps = { staff: ['forms.keep'] } as const
const params = z.object({ form: formCode })

export const listForms = endpoint({
  method: 'GET',
  path: '/v1/forms',
  who: { staff: ['customers.see', 'forms.keep'], key: 'read' },
  summary: 'The forms of the company, as their last version says, with how many answers came in thirty days; retired ones too',
  query: paging,
  output: pageOf(form),
})
export const readForm = endpoint({
  method: 'GET',
  path: '/v1/forms/:form',
  who: { staff: ['customers.see', 'forms.keep'], key: 'read' },
  summary: 'One form, as its last version says',
  params,
  output: form,
})
export const listFormVersions = endpoint({
  method: 'GET',
  path: '/v1/forms/:form/versions',
  who: keeps,
  summary: 'Every version of a form, newest first: what somebody was shown and asked last year',
  params,
  query: paging,
  output: pageOf(z.object({ version: z.int(), at: instant, spec })),
})
export const saveForm = endpoint({
  method: 'PUT',
  path: '/v1/forms/:form',
  who: keeps,
  summary: 'Make a form, or a new version of one, in force at once; what says the same changes nothing',
  params,
  body: spec,
  output: form.extend({ changed: z.boolean() }),
})
export const moveForm = endpoint({
  method: 'POST',
  path: '/v1/forms/:form/state',
  who: keeps,
  summary: 'Pause a form, take answers again, or retire it',
  params,
  body: z.object({ state: z.enum(formStates) }),
  output: form,
})

const text = z.string().max(5000)
export const openForm = endpoint({
  method: 'GET',
  path: '/v1/forms/:form/open',
  who: 'public',
  summary: 'What a site needs to show a form of its own making: fields, texts, boxes, and the pass to send with the answer',
  params,
  query: z.object({ language: z.enum(formLanguages).optional() }),
  output: z.object({
    form: z.string(),
    version: z.int(),
    language: z.enum(formLanguages),
    title: z.string(),
    intro: z.string().nullable(),
    fields: z.array(z.object({ field: z.string(), label: z.string(), required: z.boolean(), codes: z.array(z.string()).nullable() })),
    notice: z.string(),
    consents: z.array(z.string()),
    pass: z.string(),
  }),
})
export const answerForm = endpoint({
  method: 'POST',
  path: '/v1/forms/:form/answers',
  who: 'public',
  summary: 'Send an answer. The reply is the same whoever it is; the same pass twice is one answer',
  params,
  body: z.object({
    pass: z.string().max(1000),
    language: z.enum(formLanguages).optional(),
    values: z.record(z.string().max(64), text),
    /** Which boxes were ticked, by their place. */
    consents: z.array(z.int().min(0).max(4)).max(5).default([]),
    /** utm_… and the like, as they stood in the address. */
    along: z.record(z.string().max(40), z.string().max(200)).default({}),
    /** A field nobody sees: whoever fills it is a machine. */
    website: z.string().max(500).default(''),
  }),
  output: z.object({ received: z.literal(true), thanks: z.string(), redirect: z.string().nullable() }),
  status: 202,
})
