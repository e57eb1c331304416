import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { id, instant, pageOf, paging } from '../../platform/http/shapes.ts'

export const presets = ['order-lines', 'contacts', 'suppression'] as const
export type Preset = (typeof presets)[number]

/** What a column can be, by preset. A field of the company's own (`x_…`) may stand in contacts too. */
export const targets = {
  'order-lines': [
    'order_id', 'at', 'sku', 'title', 'category', 'quantity', 'price', 'amount', 'currency', 'kind',
    'customer_number', 'email', 'phone', 'card', 'external', 'full_name', 'country', 'unit',
  ],
  contacts: [
    'customer_number', 'email', 'phone', 'card', 'external', 'telegram', 'whatsapp', 'viber', 'vk', 'max',
    'full_name', 'surname', 'name', 'patronymic', 'former_surname', 'short_name', 'address_as', 'form', 'gender', 'birth_date',
    'org_name', 'inn', 'kpp', 'ogrn', 'job_title', 'address', 'site', 'about',
    'language', 'time_zone', 'country', 'kind', 'role', 'consent', 'consent_email', 'consent_sms', 'consent_phone', 'since',
  ],
  suppression: ['address', 'email', 'phone'],
} as const satisfies Record<Preset, readonly string[]>

export const states = ['uploading', 'uploaded', 'checking', 'checked', 'running', 'stopped', 'done', 'undoing', 'undone', 'failed'] as const
export type ImportState = (typeof states)[number]

const own = z.string().regex(/^x_[a-z0-9_]{1,60}$/)
const target = z.union([z.enum([...targets['order-lines'], ...targets.contacts, ...targets.suppression]), own])
export type Target = z.output<typeof target>

/** How the columns of a file are understood. `columns` names them by header; a header that is left out is not brought in. */
export const mapping = z.object({
  preset: z.enum(presets),
  columns: z.record(z.string().max(500), target.nullable()),
  /** Name of the system the file comes from: the same source and order number is one order, whatever file it comes in. */
  source: z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,63}$/, 'must be a code: small Latin letters, digits, dot, dash or underscore'),
  /** ISO 4217, where no column says it. */
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency code like RUB'),
  /** IANA; for times without an offset. */
  time_zone: z.string().max(64),
  /** ISO 3166; for phone numbers written without a country code. */
  country: z.string().regex(/^[A-Z]{2}$/, 'must be a country code like RU'),
  date_order: z.enum(['dmy', 'mdy']),
  decimal: z.enum(['.', ',']),
  /** What to do with a contact who is here already: leave as is, overwrite, or fill only what is empty. */
  duplicates: z.enum(['skip', 'update', 'fill']),
  /** By which channel the orders came. */
  channel: z.enum(['shop', 'web', 'app', 'phone', 'email', 'post', 'chat', 'meeting', 'system']),
  /** Order numbers that begin with these letters are of another kind: C536379 is the cancellation of an order. */
  prefixes: z.record(z.string().regex(/^[A-Z]{1,4}$/), z.enum(['order', 'order_cancelled', 'order_adjusted', 'refund'])),
})
export type Mapping = z.output<typeof mapping>

export const reasons = [
  'ragged', 'invalid_utf8', 'nul_byte', 'open_quote', 'no_cached_value', 'cell_error', 'too_long', 'header_again', 'missing', 'bad_date', 'bad_number', 'bad_email',
  'bad_phone', 'bad_value', 'nobody', 'same_order', 'refused',
] as const
export type Reason = (typeof reasons)[number]

const sum = z.object({ kind: z.string(), orders: z.int(), lines: z.int(), quantity: z.number(), amount: z.number() })

/** What an import has brought (or, in a dry run, would bring). Amounts in whole units of the currency. */
export const counts = z.object({
  rows: z.int(),
  lines: z.int(),
  /** Orders, contacts or addresses that are new. */
  recorded: z.int(),
  /** Those that were here before, by source and number or by identifier. */
  repeated: z.int(),
  updated: z.int(),
  customers_new: z.int(),
  customers_known: z.int(),
  /** Orders of nobody: each stands with an anonymous customer of its own. */
  without_customer: z.int(),
  lines_without_customer: z.int(),
  consent_requests: z.int(),
  consent_refusals: z.int(),
  rejected: z.int(),
  rejected_by: z.partialRecord(z.enum(reasons), z.int()),
  /** Words that were not understood and left out; the rows went in. */
  remarks: z.record(z.string(), z.int()),
  sums: z.array(sum),
})
export type Counts = z.output<typeof counts>

/** The file's own sums beside what was stored, repeated and rejected: `lines` and `quantity` must agree to the last digit. */
export const reconciliation = z.object({
  agrees: z.boolean(),
  file: z.array(sum),
  stored: z.array(sum),
  repeated: z.array(sum),
  rejected: z.array(sum),
  /** Of prices with more digits than the currency has: what rounding each line moved, in whole units. */
  rounding: z.number(),
})
export type Reconciliation = z.output<typeof reconciliation>

const column = z.object({
  header: z.string(),
  guess: target.nullable(),
  /** First values, for whoever uploaded the file only. */
  samples: z.array(z.string()),
})

export const progress = z.object({ rows: z.int(), of: z.int().nullable(), percent: z.number().nullable(), rows_per_s: z.number(), seconds_left: z.number().nullable() })

/** One import as it stands. */
export const importView = z.object({
  id,
  state: z.enum(states),
  file_name: z.string().nullable(),
  size: z.int(),
  form: z.object({ kind: z.enum(['csv', 'xlsx', 'parquet']), encoding: z.string().nullable(), delimiter: z.string().nullable(), sheet: z.string().nullable(), sheets: z.array(z.string()) }).nullable(),
  /** The line that holds the names of the columns. */
  header_line: z.int().nullable(),
  columns: z.array(column),
  mapping: mapping.nullable(),
  /** Where the mapping came from: guessed from headers and values, remembered from the last file with these headers, or set by a person. */
  mapped_by: z.enum(['guess', 'memory', 'person']).nullable(),
  dry_run: counts.nullable(),
  counts: counts.nullable(),
  reconciliation: reconciliation.nullable(),
  progress: progress.nullable(),
  /** Why it stands still, in one sentence. */
  trouble: z.object({ sentence: z.string(), place: z.string().nullable() }).nullable(),
  /** An earlier import of the very same bytes. */
  same_file_as: id.nullable(),
  /** What an undo took away. */
  undone: z.object({ interactions: z.int(), customers: z.int(), customers_kept: z.int(), fields: z.int(), identifiers: z.int(), suppressed: z.int(), consents: z.int() }).nullable(),
  made_by: z.object({ kind: z.string(), id: z.string() }),
  created_at: instant,
  started_at: instant.nullable(),
  ended_at: instant.nullable(),
  /** When the uploaded file and its rejected rows are destroyed. */
  file_until: instant.nullable(),
})
export type ImportView = z.output<typeof importView>

const who = { staff: ['admin', 'marketer'], key: 'import' } as const
const params = z.object({ id })

export const uploadImport = endpoint({
  method: 'POST',
  path: '/v1/imports',
  who,
  summary: 'Upload a file as the raw body (CSV, XLSX or Parquet); it is kept sealed, and its columns are guessed',
  query: z.object({ name: z.string().max(300).optional(), preset: z.enum(presets).optional(), source: z.string().max(64).optional(), sheet: z.string().max(300).optional() }),
  output: importView,
  status: 201,
})

export const listImports = endpoint({ method: 'GET', path: '/v1/imports', who, summary: 'Imports, the newest first', query: paging, output: pageOf(importView) })

export const getImport = endpoint({ method: 'GET', path: '/v1/imports/:id', who, summary: 'One import: its columns, mapping, counts and progress', params, output: importView })

export const mapImport = endpoint({ method: 'PUT', path: '/v1/imports/:id/mapping', who, summary: 'Say what each column is; remembered for the next file with these headers', params, body: mapping, output: importView })

export const dryRunImport = endpoint({ method: 'POST', path: '/v1/imports/:id/dry-run', who, summary: 'Count what a run would bring, and record nothing', params, output: importView, status: 202 })

export const runImport = endpoint({ method: 'POST', path: '/v1/imports/:id/run', who, summary: 'Bring the rows in; goes on if the caller leaves', params, output: importView, status: 202 })

export const stopImport = endpoint({ method: 'POST', path: '/v1/imports/:id/stop', who, summary: 'Stop after the batch under way; what is in stays in', params, output: importView, status: 202 })

export const resumeImport = endpoint({ method: 'POST', path: '/v1/imports/:id/resume', who, summary: 'Go on from where it stopped', params, output: importView, status: 202 })

export const undoImport = endpoint({ method: 'POST', path: '/v1/imports/:id/undo', who, summary: 'Take the whole import back: what it brought and nothing else has touched since', params, output: importView, status: 202 })

export const rejectedRows = endpoint({
  method: 'GET',
  path: '/v1/imports/:id/rejected.csv',
  who,
  summary: 'The rejected rows as they came, with line and reason, ready to be put right and uploaded again; for whoever uploaded the file',
  params,
  output: z.string(),
})
