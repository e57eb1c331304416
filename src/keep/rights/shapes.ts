import { z } from 'zod'
import { id, instant } from '../../platform/http/shapes.ts'

// Erasing a customer, as it is shown, and what is guessed of one. Plain data: the browser imports it.

/** What is guessed of somebody, each of which they may call wrong; a guess that is called wrong decides nothing. */
export const guesses = [
  'value_class',
  'value',
  'staying',
  'next',
  'rhythm',
  'categories',
  'channels',
  'hours',
  'prices',
  'again',
  'fresh',
  // Lines of the portrait: how somebody buys, answers and decides.
  'price_place',
  'discounts',
  'variety',
  'best_channel',
  'best_hour',
  'pace',
  'way',
  'stops',
] as const
export type Guess = (typeof guesses)[number]

/** Why somebody is erased: they asked for it, the time to keep them is over, or they should never have been here. */
export const reasons = ['request', 'retention', 'mistake'] as const
/** How the request came. */
export const evidences = ['portal', 'mail', 'letter', 'phone', 'in_person', 'none'] as const
export const states = ['waiting', 'erasing', 'done', 'taken_back'] as const
/** What may be erased of somebody who stays: a kind of what is held. The tables of each are annotated (public.erase_part). */
export const erasedKinds = ['health', 'interests', 'interactions', 'files', 'messages'] as const
export type ErasedKind = (typeof erasedKinds)[number]
/** What is erased: everything, one kind, or what happened from an instant to before another. */
export const covers = z.union([
  z.literal('everything'),
  z.strictObject({ part: z.enum(erasedKinds) }),
  z
    .strictObject({ from: instant, to: instant })
    .refine(({ from, to }) => new Date(from) < new Date(to), { message: 'the span ends before it begins', path: ['to'] }),
])
export type Covers = z.output<typeof covers>
export type PartCovers = Exclude<Covers, 'everything'>

/** The same in an address: nothing for everything. */
export const coversQuery = z
  .object({ part: z.enum(erasedKinds).optional(), from: instant.optional(), to: instant.optional() })
  .refine(({ part, from, to }) => (from === undefined) === (to === undefined) && (part === undefined || from === undefined), {
    message: 'name a part, or from and to, or nothing',
    path: ['part'],
  })
  .refine(({ from, to }) => from === undefined || to === undefined || new Date(from) < new Date(to), {
    message: 'the span ends before it begins',
    path: ['to'],
  })

export const coversIn = ({ part, from, to }: z.output<typeof coversQuery>): Covers =>
  part !== undefined ? { part } : from !== undefined && to !== undefined ? { from, to } : 'everything'

/** One after another. */
export const stepNames = ['closed', 'quiet', 'copies', 'kept_out', 'receipts', 'rows', 'keys', 'person', 'search', 'certificate'] as const
/** Of one that takes only a part: the rest of the person stays. */
export const partSteps = ['quiet', 'copies', 'rows', 'keys', 'certificate'] as const satisfies readonly (typeof stepNames)[number][]
export type Reason = (typeof reasons)[number]
export type Evidence = (typeof evidences)[number]
export type State = (typeof states)[number]
export type StepName = (typeof stepNames)[number]

/** For so long it can be taken back, at most. */
export const mostDays = 30

/** Rows by their category, and what is no row: keys, receipts, letters of the mailbox, files of exports and imports. */
export const parts = ['contact', 'profile', 'content', 'sensitive', 'pseudonym', 'record', 'receipts', 'keys', 'letters', 'exports', 'imports'] as const
/** What stays and can be counted: digests that keep them out, proof of consents, addresses not to be written to, hashes in the log; of a part also all else that is held, and the receipts of who used it. */
export const stayings = ['kept_out', 'consents', 'stop_list', 'leaves', 'rest', 'uses'] as const
export type Part = (typeof parts)[number]
export type Staying = (typeof stayings)[number]

const gone = z.array(z.object({ part: z.enum(parts), count: z.int() }))
const stays = z.array(z.object({ what: z.enum(stayings), count: z.int() }))

/** Why somebody cannot be erased now. */
export const holds = ['dispute', 'unpaid_order'] as const
export type Hold = (typeof holds)[number]

export const erasureView = z.object({
  id,
  /** Null when it is over: then nobody is meant any more. */
  customer_id: id.nullable(),
  covers,
  reason: z.enum(reasons),
  evidence: z.object({ kind: z.enum(evidences), filed: z.string().nullable() }),
  by: z.object({ name: z.string().nullable(), role: z.string() }),
  state: z.enum(states),
  /** Of those under way: how many of its steps are done, and what it waits for. */
  progress: z.object({ done: z.int(), of: z.int(), waits_for: z.enum(['import', 'writers']).nullable() }).nullable(),
  asked_at: instant,
  /** Until then it can be taken back. */
  due_at: instant,
  ended_at: instant.nullable(),
  gone,
  stays,
})
export type ErasureView = z.output<typeof erasureView>

/** What an erasure would do, for whoever is about to ask for it. */
export const erasurePreview = z.object({
  /** Names what was looked at: `If-Match: "…"` asks for the erasure of just this. */
  etag: z.string(),
  /** Cards of the person that were joined; they go together. */
  cards: z.int(),
  covers,
  gone,
  stays,
  holds: z.array(z.enum(holds)),
  /** One that was asked for already. */
  open: erasureView.nullable(),
})

/** Requests by right that wait for an answer. */
export const waitingCases = z.object({
  open: z.int(),
  /** Due within three days. */
  soon: z.int(),
  overdue: z.int(),
  /** Of those that are not late. */
  next_due: instant.nullable(),
})

/** The certificate, as it stands in the log and on paper. */
export const certificateView = z.object({
  number: z.string(),
  asked_at: instant,
  done_at: instant,
  covers,
  reason: z.enum(reasons),
  gone,
  stays,
  company: z.string(),
  /** Its leaf: SHA-256 over it, in hexadecimal. */
  leaf: z.string(),
  /** Its place in the log, and the file that proves it; null until a signed checkpoint covers it, within a minute or so. */
  proof: z.object({ position: z.int(), key: z.string(), file: z.record(z.string(), z.unknown()) }).nullable(),
})
