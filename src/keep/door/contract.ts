import { z } from 'zod'
import { noticeLetters, officeActs } from '../access/shapes.ts'
import { identifierKinds } from '../interactions/contract.ts'
import { usesAsked } from '../receipts/shapes.ts'
import type { Outputs } from './answers.ts'
import { careInputs } from './careShapes.ts'
import { consentInputs } from './consentShapes.ts'
import { manyInputs } from './many.ts'
import { myInputs } from './my/shapes.ts'
import { needInputs } from './needShapes.ts'
import { changePlace, changesPage, customer, customers, field, place, purpose, rows, unitCode, valuePlace } from './pieces.ts'
import { type Credential, described, noteSaid, role } from './shapes.ts'
import { termsInputs } from './termsShapes.ts'

// What the office may ask of the keep: every verb takes many where many make sense. The input schemas are checked at the
// door; the office is never trusted. No verb gives an address out, but for a person who looks (open) with a reason.

export { nothingIsChanged } from '../access/shapes.ts'
export { credential } from './shapes.ts'

const reason = z.object({
  kind: z.enum(['list', 'search', 'card', 'case', 'call', 'task', 'portal', 'campaign', 'edit', 'export', 'bulk', 'file', 'mailbox']),
  id: z.int().optional(),
})
export type Reason = z.infer<typeof reason>
const value = z.string().max(10_000).nullable()
const text = z.object({ customer, kind: z.enum(['note', 'task', 'case']), id: z.int(), text: z.string().max(10_000) })

/** What is remembered of a person: what we spoke of, small things, interests, gifts, how they wish to be addressed. */
export const personalKinds = ['talk', 'remember', 'interest', 'gift', 'address'] as const

/** How customers stand to each other: `part_of` between organisations. */
export const relationKinds = ['household', 'employer', 'contact_person', 'referred_by', 'guardian', 'family', 'part_of'] as const
const relationTitle = z.string().max(64)
const position = z.string().min(1).max(120)

/** What of a customer the office keeps as codes. */
export const touchable = ['tags', 'task', 'case'] as const

export const reasonsToJoin = ['customer_said', 'same_contact', 'entered_twice', 'document'] as const
export const reasonsToSeparate = ['mistake', 'customer_said', 'shared_contact'] as const

/** What people type: the other kinds are set by the systems whose marks they are. */
export const typedKinds = ['email', 'phone', 'card', 'telegram', 'whatsapp', 'viber', 'vk', 'max'] as const
/** How it is known that an identifier is theirs: they said so when asked, something sent to it was answered, a document shows it. */
export const evidences = ['asked', 'answered', 'document'] as const
const identifierId = z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'is not the id of an address')
const shown = z.int().min(0).max(1_000_000_000)
const standing = z.object({ customer, mark: z.string().max(20) })
/** Where a page of people ends; what is in it is the keep's affair (customers/directory.ts). */
export const listPlace = z.object({ shown, last: z.array(standing).max(3) })
export const foundPlace = z.object({ shown, thorough: z.boolean(), last: z.array(standing.extend({ score: z.int().min(0).max(65_535) })).max(3) })

/** Some customers, one bit each from the number `from` on (eight to a byte, the lowest first), as base64: of a million about 170 kB. */
export const bitmap = z.object({ from: customer, bits: z.base64().max(8_000_000) })

export const inputs = {
  who: z.object({}),
  ...careInputs,
  ...consentInputs,
  ...termsInputs,
  ...needInputs,
  find: z.object({ query: z.string().max(10_000), purpose: purpose.default('service'), limit: rows, after: foundPlace.nullable().default(null) }),
  /** By name; `among`: these only, `descending`: from the end of the alphabet. */
  list: z.object({ after: listPlace.nullable(), limit: rows, among: bitmap.optional(), descending: z.boolean().default(false) }),
  /** `birthdays`: with each name the day and month of birth, which the receipt says. */
  /** `hints`: with each name part of an address too, which the receipt says. */
  /** `fields`: with each name these sealed fields of the company's own, as far as the purpose and the asker's role open them; the receipt names them. */
  /** `beyond: 'hide'`: whom the asker's open budget does not cover is given without a name, with that as the reason, and nobody is opened. */
  preview: z.object({
    customers,
    purpose,
    reason,
    hints: z.literal(true).optional(),
    birthdays: z.literal(true).optional(),
    fields: z.array(field).max(40).default([]),
    beyond: z.enum(['refuse', 'hide']).default('refuse'),
  }),
  card: z.object({ customer, purpose, reason }),
  texts: z.object({
    customer,
    purpose,
    reason,
    items: z.array(z.object({ kind: z.enum(['interaction', 'note', 'task', 'case']), customer, id: z.int() })).max(500),
  }),
  history: z.object({ customer, field, reason, after: valuePlace.nullable().default(null), limit: rows.default(50) }),
  journal: usesAsked.extend({ customer, cursor: z.string().max(1000).nullable(), limit: rows }),
  create: z.object({
    kind: z.enum(['person', 'organisation']),
    role: role.optional(),
    fields: z.record(z.string().max(64), z.string().max(10_000)),
    identifiers: z.array(z.object({ kind: z.enum(identifierKinds), value: z.string().max(320) })).max(20),
    language: z.string().max(20).optional(),
    /** Which units look after them; left out: those of whoever enters them, as the keep says. */
    units: z.array(unitCode).max(20).optional(),
    /** They were erased and came back by themselves. */
    came_back: z.boolean().default(false),
  }),
  /** Of a field `expect` is the version it is written upon, and `was` the value, for whoever saw no version; else nothing is written. */
  write: z.object({
    fields: z
      .array(z.object({ customer, field, value, expect: z.int().nullable().optional(), was: value.optional() }))
      .max(100)
      .default([]),
    texts: z.array(text).max(100).default([]),
  }),
  /** What the office is about to change of these customers among its own codes: may this asker? The yes and the no leave receipts. */
  touch: z.object({ customers, fields: z.array(z.enum(touchable)).min(1).max(5) }),
  /** `what`: of these only; else of both. */
  careChanges: changesPage.extend({ customer, reason, what: z.enum(['units', 'owner']).optional() }),
  addIdentifier: z.object({ customer, kind: z.enum(typedKinds), value: z.string().max(320), came_back: z.boolean().default(false) }),
  /** What is left out stays; `verified: null` takes the mark back. */
  markIdentifier: z.object({
    customer,
    id: identifierId,
    verified: z.enum(evidences).nullable().optional(),
    shared: z.boolean().optional(),
    preferred: z.boolean().optional(),
  }),
  removeIdentifier: z.object({ customer, id: identifierId }),
  identifierHistory: changesPage.extend({ customer, reason }),
  note: z.object({ customer, ...noteSaid }),
  /** A note, call or meeting that the asker wrote; null takes its words away. */
  rewriteNote: z.object({ customer, note: z.int(), text: z.string().min(1).max(10_000).nullable() }),
  relate: z.object({
    customer,
    other: customer,
    kind: z.enum(relationKinds),
    title: relationTitle.nullable().default(null),
    /** What they do there, in words. */
    position: position.nullable().default(null),
    since: z.iso.date().nullable().default(null),
    until: z.iso.date().nullable().default(null),
  }),
  /** What is left out stays; a relation that is over has a day `until`, and null takes that back. */
  changeRelation: z.object({
    customer,
    relation: z.int(),
    title: relationTitle.nullable().optional(),
    position: position.nullable().optional(),
    since: z.iso.date().nullable().optional(),
    until: z.iso.date().nullable().optional(),
  }),
  /** It was a mistake. */
  dropRelation: z.object({ customer, relation: z.int() }),
  relationChanges: changesPage.extend({ customer, reason }),
  describe: described.extend({ customer }),
  /** Why, as a code: what people write about people is content. */
  merge: z.object({
    from: customer,
    into: customer,
    why: z.enum(reasonsToJoin),
    /** Which side's value leads, where it is not the newest. */
    leading: z.record(field, z.enum(['from', 'into'])).default({}),
  }),
  unmerge: z.object({ customer, why: z.enum(reasonsToSeparate) }),
  compare: z.object({ from: customer, into: customer }),
  /** Those who may be one person, the likeliest first; of one customer when named. */
  duplicates: z.object({
    customer: customer.nullable().default(null),
    after: z.object({ weight: z.int(), customer, other: customer }).nullable().default(null),
    limit: rows,
  }),
  dismiss: z.object({ customer, other: customer, dismissed: z.boolean() }),
  joined: z.object({ customer, after: place.nullable().default(null), limit: rows.default(50) }),
  kinds: z.object({}),
  topics: z.object({}),
  /** The fields the company declared for itself. */
  ownFields: z.object({}),
  /** What data may be used for, by name. */
  purposes: z.object({ of: purpose.optional() }),
  decide: z.object({
    customers: z.array(customer).max(20_000),
    purpose,
    topic: z.string().max(64).nullable(),
    unit: unitCode.nullable().optional(),
    channel: z.string().max(32),
    slots: z.record(z.string(), z.unknown()).optional(),
    template: z.string().max(64).optional(),
    content_key: z.string().max(120).optional(),
    /** Also of each, so that a figure opens its people. */
    each: z.literal(true).optional(),
  }),
  send: z.object({
    customers,
    purpose,
    topic: z.string().max(64).nullable(),
    unit: unitCode.nullable().optional(),
    channel: z.string().max(32),
    template: z.string().max(64),
    slots: z.record(z.string().max(64), z.unknown()),
    because: z
      .array(
        z.object({
          code: z.string().max(64),
          count: z.int().nullable(),
          days: z.int().nullable(),
          amount: z.object({ minor: z.int(), currency: z.string() }).nullable(),
          value: z.string().max(100).nullable(),
        }),
      )
      .max(10),
    campaign: z.object({ id: z.int(), title: z.string().max(200) }),
    content_key: z.string().max(120),
  }),
  /** Stopping: nothing of this campaign leaves any more, but for what is being handed over at this moment. */
  withdraw: z.object({ campaign: z.int(), purpose }),
  /** What somebody did in the office, for the audit: codes and figures. */
  noted: officeActs,
  /** Letters to colleagues that count what waits for them; the keep knows where they get their mail. */
  tellStaff: z.object({ letters: noticeLetters }),
  /** What signs the tellings of a webhook: made from the keep's own key, so that no storage of the office holds it. */
  webhookSecret: z.object({ webhook: z.int().min(0), version: z.int().min(1) }),
  ...manyInputs,
  ...myInputs,
  /** What people remember of a customer, the newest first. */
  personal: z.object({ customer, reason, after: changePlace, limit: rows }),
  /** Without an id it is a new one. */
  notePersonal: z.object({
    customer,
    id: z.int().nullable(),
    kind: z.enum(personalKinds),
    direction: z.enum(['given', 'received']).nullable(),
    day: z.iso.date().nullable(),
    text: z.string().min(1).max(2000),
    reaction: z.string().max(500).nullable(),
  }),
  dropPersonal: z.object({ customer, id: z.int() }),
  /** What those who work for this customer do here; never who they are. */
  rolesOf: z.object({ ids: z.array(z.int()).max(50) }),
  /** Whose mark somebody shows at the till, to the letter. No name is opened; null: only what the company counts in. */
  atTill: z.object({ mark: z.object({ kind: z.enum(['card', 'phone', 'anonymous']), value: z.string().max(320) }).nullable() }),
  /** Everybody is gone through again for what is known of them and what contradicts it. */
  gatherQuality: z.object({}),
  /** `counted`: with figures that take reading; for those who have signed in. */
  health: z.object({ counted: z.boolean().default(false) }),
} as const

export type Verb = keyof typeof inputs
export type Input<V extends Verb> = z.input<(typeof inputs)[V]>
export type Checked<V extends Verb> = z.output<(typeof inputs)[V]>

export type { Outputs } from './answers.ts'
export type { WhyUnseen } from './careShapes.ts'
export type { HeardNeed, MyNeed } from './needShapes.ts'
export type * from './shapes.ts'

/** The office's side of the door. */
export type Door = { ask<V extends Verb>(as: Credential, verb: V, input: Input<V>): Promise<Outputs[V]> }

/** Paths that the office pipes to the keep unparsed: they carry personal data in bulk, or secrets that only the keep may see. */
const pipedPaths: readonly RegExp[] = [
  /^\/v1\/(interactions|batch|import|identify|track|page|screen|group|alias|t|i|p|g|a|s|m|b)(\/|\?|$)/,
  /^\/v1\/projects\//,
  /^\/v1\/imports(\/|\?|$)/,
  /^\/v1\/my\/agreement(\/|\?|$)/,
  /^\/\.well-known\/myterms(\?|$)/,
  /^\/v1\/my\/proofs\//,
  /^\/v1\/(my\/)?(files|rights|decisions)(\/|\?|$)/,
  /^\/v1\/my\/(confirm|beside|mandates|moving)(\/|\?|$)/,
  /^\/v1\/exports\/(?!preview)/,
  /^\/v1\/(session|api-keys|staff|audit|roles|units|register|desk|consents|consent-texts|purposes|kinds|fields|contact-limits|reach-board|policy|witnesses|myterms)(\/|\?|$)/,
  /^\/v1\/forms(\/|\?|$)/,
  /^\/v1\/(erasures(\/|\?|$)|customers\/[^/?]+\/erasure(\?|$))/,
  /^\/(u|m|c|f|y|r|s|p|q|site)\//,
  /^\/log\/(?!verifier(\.sha256)?(\?|$))/,
  /^\/w(\?|$)/,
  /^\/v1\/(providers-of-messages|site|preference-links)(\/|\?|$)/,
  /^\/v1\/mailbox(\/|\?|$)/,
]

/** Asking for an export is the office's part, which knows who matches; all else of it is the keep's. */
const pipedToRead = /^\/v1\/exports(\?|$)/

/** Whether the office pipes a request to the keep. */
export const pipes = (method: string | undefined, path: string): boolean =>
  pipedPaths.some((piped) => piped.test(path)) || (method === 'GET' && pipedToRead.test(path))
