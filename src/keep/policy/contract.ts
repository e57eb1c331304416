import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { id, instant, pageOf, paging, words } from '../../platform/http/shapes.ts'
import { openTimes, retentionSaid } from '../terms/shapes.ts'

// The gate over everybody: who can be reached and why not. Figures only; no group below twenty is shown.

const group = z.object({
  decision: z.enum(['allow', 'later', 'ask', 'deny']),
  /** Null: it is allowed. */
  reason: z.string().nullable(),
})
const few = z
  .object({
    groups: z.array(group),
    /** Null: fewer than twenty together. */
    count: z.int().nullable(),
  })
  .nullable()

const channel = z.object({
  channel: z.string(),
  /** What the gate says of whom, the largest first; a group of fewer than twenty stands in `few`. */
  groups: z.array(group.extend({ count: z.int() })),
  few,
})

export const board = z.object({
  counted_at: instant,
  took_ms: z.int(),
  /** The registers or limits changed since. */
  stale: z.boolean(),
  people: z.int(),
  smallest_group: z.int(),
  purposes: z.array(
    z.object({
      purpose: z.string(),
      title: words,
      /** By at least one of its channels now; null: fewer than twenty do, or fewer than twenty do not. */
      reachable: z.int().nullable(),
      channels: z.array(channel),
      /** The same on each topic, where the purpose asks about topics. What differs from no topic by fewer than twenty people stands in `few`, and `reachable` is null then. */
      topics: z.array(z.object({ topic: z.string(), title: words, reachable: z.int().nullable(), channels: z.array(channel) })),
    }),
  ),
})

const answer = z.object({ board: board.nullable(), counting: z.boolean() })
const who = { staff: ['campaigns.run', 'registers.keep', 'desk.see'], key: 'read' } as const

export const readReachBoard = endpoint({
  method: 'GET',
  path: '/v1/reach-board',
  who,
  summary: 'Who can be reached, by purpose, channel, topic and reason, counted over everybody by the gate: figures with their date, no group below twenty',
  output: answer,
})
export const countReachBoard = endpoint({
  method: 'POST',
  path: '/v1/reach-board',
  who: { staff: who.staff, key: 'registers' },
  summary: 'Count everybody anew, in the background',
  output: answer,
  status: 202,
})

// The gate's policy: how much and when the company writes, and which checks each purpose goes through. A draft is tried before it is switched on.

const keeper = { staff: ['registers.keep'] } as const
const capSaid = z.object({
  cap: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be a code: small Latin letters, digits, dash or underscore'),
  scope: z.enum(['all', 'channel', 'topic', 'unit', 'household']),
  key: z.string().max(64).nullable(),
  contacts: z.int().min(0).max(1000),
  days: z.int().min(1).max(365),
})
const hoursSaid = z.object({
  hours: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be a code: small Latin letters, digits, dash or underscore'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a country like RU')
    .nullable(),
  channels: z.array(z.string().max(32)).min(1).max(30).nullable(),
  open: openTimes,
})
export const policySaid = z.object({
  caps: z.array(capSaid).max(100),
  /** The company's own; the law's are in force whatever it says. */
  hours: z.array(hoursSaid).max(100),
  /** Of each purpose, its checks of the gate. A purpose that is not named keeps its own. */
  checks: z.record(z.string().max(40), z.array(z.string().max(40)).max(30)),
  /** The agreements of IEEE 7012 that the company accepts, in its order (`/v1/myterms`). Left out, it accepts what it does. */
  accepts: z.array(z.string().max(40)).max(20).optional(),
  /** From what age customers say for themselves, by country, where the company asks for more than the law; `*`: every country that is not named. Left out, it asks for what it does. */
  ages: z.record(z.string().max(2), z.int().min(1).max(99)).optional(),
  /** How long data is kept for a purpose, like relationship|P3Y (`/v1/purposes`). A purpose that is not named keeps its own. */
  kept: z.record(z.string().max(40), retentionSaid).optional(),
})
export type PolicySaid = z.output<typeof policySaid>

export const change = z.object({
  /** Its place in the list, by which a few of its people are asked for. */
  change: z.int(),
  /** `now`: so many people, were they written to now. `past`: so many messages of the days before. */
  when: z.enum(['now', 'past']),
  purpose: z.string(),
  title: words,
  channel: z.string(),
  before: group,
  after: group,
  count: z.int(),
})

const beside = z.object({
  /** Its number for `/people`. */
  change: z.int(),
  /** `offers`: of so many people the offers that stand would be answered otherwise: `agreed` or `counter` with the agreement, or `refused`.
   * `wards`: so many people of a country (`of`; null: not known) would become a `ward`, whose guardian is asked, or say for themselves (`own`).
   * `kept`: of so many people the time to keep data for a purpose (`of`; null: for every purpose) would be `over` at once, or they would be `kept` again. */
  what: z.enum(['offers', 'wards', 'kept']),
  of: z.string().nullable(),
  before: z.string(),
  after: z.string(),
  count: z.int(),
  /** With `kept`: how many fields and interactions of theirs are held. */
  data: z.int().nullable(),
})

const trial = z.object({
  asked_at: instant,
  days: z.int(),
  /** Of the draft that was tried. */
  revision: z.int(),
  /** Null: it goes on. */
  ended_at: instant.nullable(),
  people: z.int().nullable(),
  contacts: z.int().nullable(),
  changes: z.array(change),
  /** What would change beside the verdicts of the gate. */
  more: z.array(beside),
  /** Neither the draft nor the registers changed since. */
  fresh: z.boolean(),
})

const draft = z.object({
  id,
  title: z.string(),
  revision: z.int(),
  state: z.enum(['open', 'on', 'dropped']),
  made_at: instant,
  changed_at: instant,
  changed_by: z.string().nullable(),
  ended_at: instant.nullable(),
})
export const draftRead = draft.extend({
  body: policySaid,
  /** What each purpose is called and whether it can do without a check. */
  purposes: z.array(z.object({ purpose: z.string(), title: words, retention: z.string(), checks: z.array(z.string()), needed: z.array(z.string()) })),
  checks: z.array(z.string()),
  /** Every agreement the company can accept. */
  agreements: z.array(z.string()),
  trial: trial.nullable(),
  /** Whoever asks may switch it on now; else why not. */
  may: z.enum(['yes', 'try', 'somebody_else', 'ended']),
})

const params = z.object({ draft_id: id })

/** So many drafts are worked on at a time. */
export const mostDrafts = 20

export const listDrafts = endpoint({
  method: 'GET',
  path: '/v1/policy/drafts',
  who: keeper,
  summary: 'Drafts of the gate’s policy that are worked on, the newest first',
  output: z.object({ drafts: z.array(draft) }),
})
export const makeDraft = endpoint({
  method: 'POST',
  path: '/v1/policy/drafts',
  who: keeper,
  summary: 'Begin a draft, from the policy in force or from that of an earlier moment (`from`)',
  body: z.object({ title: z.string().trim().min(1).max(120), from: instant.optional() }),
  output: draftRead,
  status: 201,
})
export const readDraft = endpoint({
  method: 'GET',
  path: '/v1/policy/drafts/:draft_id',
  who: keeper,
  summary: 'One draft, and what it would change by its last trial',
  params,
  output: draftRead,
})
export const changeDraft = endpoint({
  method: 'PUT',
  path: '/v1/policy/drafts/:draft_id',
  who: keeper,
  summary: 'Write a draft anew; `revision` is the one it was written upon',
  params,
  body: z.object({ revision: z.int(), title: z.string().trim().min(1).max(120), body: policySaid }),
  output: draftRead,
})
export const dropDraft = endpoint({
  method: 'DELETE',
  path: '/v1/policy/drafts/:draft_id',
  who: keeper,
  summary: 'Put a draft away',
  params,
  output: draftRead,
})
export const tryDraft = endpoint({
  method: 'POST',
  path: '/v1/policy/drafts/:draft_id/try',
  who: keeper,
  summary:
    'Try a draft beside the policy in force, in the background: over everybody now, and over what was sent in the days before. Nothing is sent or noted as a use',
  params,
  body: z.object({ days: z.int().min(1).max(90).default(30) }),
  output: draftRead,
  status: 202,
})
export const switchOnDraft = endpoint({
  method: 'POST',
  path: '/v1/policy/drafts/:draft_id/switch-on',
  who: keeper,
  summary: 'Put a draft in force, after its trial and a second pair of eyes: not by whoever changed it last, unless nobody else may',
  params,
  body: z.object({ revision: z.int() }),
  output: draftRead,
})
export const readSample = endpoint({
  method: 'GET',
  path: '/v1/policy/drafts/:draft_id/people',
  who: keeper,
  summary: 'A few of those for whom a change of the last trial makes a difference, by name where one may see it: each gets a receipt',
  params,
  query: z.object({ change: z.coerce.number().int().min(0).max(1000) }),
  output: z.object({ people: z.array(z.object({ customer_id: id, name: z.string().nullable() })) }),
})
export const listVersions = endpoint({
  method: 'GET',
  path: '/v1/policy/versions',
  who: keeper,
  summary: 'What changed in the gate’s policy, the newest first: when, by whom, and by which draft',
  query: paging,
  output: pageOf(
    z.object({
      at: instant,
      by: z.string().nullable(),
      /** Of the draft it came by. */
      draft: z.string().nullable(),
      changes: z.array(z.object({ what: z.enum(['cap', 'hours', 'purpose', 'accepts', 'age']), code: z.string(), version: z.int(), retired: z.boolean() })),
    }),
  ),
})
