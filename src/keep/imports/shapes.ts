import { z } from 'zod'

// What imports are said in: presets, mappings, counts. Plain data, for the browser too.

export const presets = ['order-lines', 'contacts', 'suppression', 'list'] as const
export type Preset = (typeof presets)[number]

/** What a column can be, by preset. A field of the company's own (`x_…`) may stand in contacts too. */
export const targets = {
  'order-lines': [
    'order_id',
    'at',
    'sku',
    'title',
    'category',
    'quantity',
    'price',
    'amount',
    'currency',
    'kind',
    'customer_number',
    'email',
    'phone',
    'card',
    'external',
    'full_name',
    'country',
    'unit',
  ],
  contacts: [
    'customer_number',
    'email',
    'phone',
    'card',
    'external',
    'telegram',
    'whatsapp',
    'viber',
    'vk',
    'max',
    'full_name',
    'surname',
    'name',
    'patronymic',
    'former_surname',
    'short_name',
    'address_as',
    'form',
    'gender',
    'birth_date',
    'org_name',
    'inn',
    'kpp',
    'ogrn',
    'job_title',
    'address',
    'site',
    'about',
    'language',
    'time_zone',
    'country',
    'kind',
    'role',
    'consent',
    'consent_email',
    'consent_sms',
    'consent_phone',
    'since',
    'unit',
  ],
  suppression: ['address', 'email', 'phone'],
  list: ['address', 'email', 'phone', 'customer_number', 'card', 'external', 'telegram', 'whatsapp', 'viber', 'vk', 'max', 'country'],
} as const satisfies Record<Preset, readonly string[]>

export const states = ['uploading', 'uploaded', 'checking', 'checked', 'running', 'stopped', 'done', 'undoing', 'undone', 'failed'] as const
export type ImportState = (typeof states)[number]

const own = z.string().regex(/^x_[a-z0-9_]{1,60}$/)
export const target = z.union([z.enum([...targets['order-lines'], ...targets.contacts, ...targets.suppression]), own])
export type Target = z.output<typeof target>

/** How a text file may be written and its cells parted. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1251', 'koi8-r', 'cp866', 'windows-1252'] as const
export const delimiters = [',', ';', '\t', '|'] as const

/** What somebody new becomes. */
export const newRoles = ['customer', 'lead', 'supplier', 'partner'] as const

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
  /** What a new contact becomes where no column says it. Whoever is here already stays what they are. */
  role: z.enum(newRoles).default('customer'),
  /** By which channel the orders came. */
  channel: z.enum(['shop', 'web', 'app', 'phone', 'email', 'post', 'chat', 'meeting', 'system']),
  /** Order numbers that begin with these letters are of another kind: C536379 is the cancellation of an order. */
  prefixes: z.record(z.string().regex(/^[A-Z]{1,4}$/), z.enum(['order', 'order_cancelled', 'order_adjusted', 'refund'])),
})
export type Mapping = z.output<typeof mapping>

export const reasons = [
  'ragged',
  'invalid_utf8',
  'nul_byte',
  'open_quote',
  'no_cached_value',
  'cell_error',
  'too_long',
  'header_again',
  'missing',
  'bad_date',
  'bad_number',
  'bad_amount',
  'bad_email',
  'bad_phone',
  'bad_value',
  'no_answer',
  'not_listed',
  'nobody',
  'same_order',
  'refused',
  'unknown',
  'ambiguous',
  'twice',
] as const
export type Reason = (typeof reasons)[number]

export const sum = z.object({ kind: z.string(), orders: z.int(), lines: z.int(), quantity: z.number(), amount: z.number() })

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
  /** Cells that were left out, by column; the rows went in. Each stands in the rejected file with its line and reason. */
  remarks: z.record(z.string(), z.int()),
  sums: z.array(sum),
})
export type Counts = z.output<typeof counts>

/** Orders: the file's own sums beside what was stored, repeated and rejected; `lines` and `quantity` must agree to the last digit. */
const sumsReconciled = z.object({
  of: z.literal('sums'),
  agrees: z.boolean(),
  file: z.array(sum),
  stored: z.array(sum),
  repeated: z.array(sum),
  rejected: z.array(sum),
  /** Of prices with more digits than the currency has: what rounding each line moved, in whole units. */
  rounding: z.number(),
})
export type SumsReconciled = z.output<typeof sumsReconciled>

/** Contacts and addresses have no sums: each row that was read was added, changed something, changed nothing, or was rejected. */
const rowsReconciled = z.object({
  of: z.literal('rows'),
  agrees: z.boolean(),
  read: z.int(),
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
})
export type RowsReconciled = z.output<typeof rowsReconciled>

export const reconciliation = z.discriminatedUnion('of', [sumsReconciled, rowsReconciled])
export type Reconciliation = z.output<typeof reconciliation>

/** Where a list of people comes from, in the words of whoever brings it. Lists that were bought are not taken. */
export const origins = ['own', 'given', 'partner'] as const
export type Origin = (typeof origins)[number]

/** A list of people as its file made it: rules of audiences ask it by the id of the import. */
export const peopleList = z.object({
  title: z.string(),
  purpose: z.string(),
  origin: z.enum(origins),
  /** How many customers of ours are in it now; null: not all lines are matched yet. */
  people: z.int().nullable(),
})
