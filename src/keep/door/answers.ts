import type { z } from 'zod'
import type { foundPlace, listPlace, personalKinds } from './contract.ts'
import type { ManyOutputs } from './many.ts'
import type { Card, Comparison, Identifier, IdentifierChange, Money, Name, Person, Preview, Terms, Text, Use, Words } from './shapes.ts'

// What each verb of the door answers.

type IdentifierChanges = { items: IdentifierChange[]; next: { at: string; id: number } | null }

type PersonalPage = {
  items: {
    id: number
    kind: (typeof personalKinds)[number]
    direction: 'given' | 'received' | null
    day: string | null
    text: string
    reaction: string | null
    at: string
    changed_at: string | null
    by: { kind: string; name: string | null }
  }[]
  next: { at: string; id: number } | null
}

/** How somebody stands to another, as they themselves see it: other people have no name here. */
type OwnStanding = {
  kind: string
  direction: 'to' | 'from'
  other: { kind: 'person' | 'organisation'; name: string | null }
  title: string | null
  position: string | null
  since: string | null
  until: string | null
  at: string
  by: string
}

export type Outputs = ManyOutputs & {
  who: Person
  colleagues: { id: number; name: string; role: string }[]
  find: { customers: { customer: number; matched: string }[]; total: number; next: z.output<typeof foundPlace> | null }
  list: { customers: number[]; next: z.output<typeof listPlace> | null; total: number }
  preview: Preview[]
  card: Card
  texts: Text[]
  history: {
    items: { value: string | null; version: number; from: string; source: string; by: { kind: string; id: number; name: string | null } }[]
    next: { at: string; customer: number; version: number } | null
  }
  journal: { items: Use[]; next: string | null }
  /** `by`: which kind of identifier belongs to somebody already; they were left as they are. */
  create: { customer: number; existed: boolean; by: string | null }
  /** `stale`: fields of which another version than the expected stands there; nothing was written then. */
  write: { changed: number; stale: { customer: number; field: string }[] }
  /** `owner`: whose it is when it is somebody else's; they and the customer were left as they are. */
  touch: { done: true }
  /** Those for whom it was otherwise. */
  setUnits: { changed: number[] }
  setOwner: { changed: number[] }
  /** Units as codes, a colleague by name. */
  careChanges: {
    items: { what: 'units' | 'owner'; was: string[]; became: string[]; at: string; by: { kind: string; name: string | null } }[]
    next: { at: string; id: number } | null
  }
  /** `hidden`: why nothing of it may be opened. */
  personal: PersonalPage & { hidden: string | null }
  notePersonal: { id: number }
  dropPersonal: { done: true }
  /** Without the names of employees. */
  myPersonal: PersonalPage
  myRelations: { items: (OwnStanding & { id: number })[]; next: number | null }
  myRelationChanges: {
    items: (OwnStanding & { what: 'made' | 'changed' | 'ended' | 'resumed' | 'removed' })[]
    next: { at: string; id: number } | null
  }
  addIdentifier: { changed: boolean; identifier: Identifier | null; owner: number | null }
  markIdentifier: { changed: boolean; identifier: Identifier }
  removeIdentifier: { changed: boolean }
  identifierHistory: IdentifierChanges
  note: { customer: number; id: number; at: string }
  rewriteNote: { changed: boolean; customer: number }
  relate: { id: number }
  changeRelation: { done: true }
  dropRelation: { done: true }
  relationChanges: {
    items: {
      what: 'made' | 'changed' | 'ended' | 'resumed' | 'removed'
      kind: string
      direction: 'to' | 'from'
      other: Preview
      title: string | null
      position: string | null
      since: string | null
      until: string | null
      at: string
      by: { kind: string; name: string | null }
    }[]
    next: { at: string; id: number } | null
  }
  setRole: { changed: boolean }
  setLanguage: { changed: boolean }
  merge: { done: boolean }
  unmerge: { done: boolean }
  compare: Comparison
  duplicates: {
    items: { customer: number; other: number; reasons: string[]; cautions: string[]; at: string }[]
    next: { weight: number; customer: number; other: number } | null
    /** At most 1,000 are counted. */
    total: number
  }
  dismiss: { changed: boolean }
  joined: {
    items: { customer: number; name: Name | null; at: string; why: string; by: { kind: string; name: string | null } }[]
    next: { at: string; customer: number } | null
  }
  /** Kinds of interactions as their last version says: titles, what may be counted of each, what records of it are kept for. */
  kinds: {
    code: string
    title: Words
    attributes: { [attribute: string]: { type: 'number' | 'time' | 'boolean' | 'code'; title?: Words | undefined } }
    purposes: string[]
    /** Of a sensitive one only time and channel stand in the clear. */
    sensitive: boolean
    retired: boolean
  }[]
  /** Purposes in force. `asks`: customers can say no to it, so whoever it is done to must have let it. */
  purposes: { code: string; title: Words; asks: boolean }[]
  ownFields: {
    code: string
    title: Words
    type: 'number' | 'time' | 'boolean' | 'code' | 'text'
    codes: string[] | null
    purposes: string[]
    category: 'profile' | 'sensitive'
    retired: boolean
  }[]
  decide: { allowed: number; reasons: { reason: string; decision: string; count: number }[]; total: number }
  send: { results: { customer: number; decision: 'allow' | 'deny' | 'later' | 'ask'; reason: string | null; message: number | null }[] }
  withdraw: { withdrawn: number }
  noted: { noted: number }
  tellStaff: { letters: { staff: number; became: 'queued' | 'too_soon' | 'nobody' }[] }
  /** As Standard Webhooks 1.0 writes secrets: whsec_ and 32 bytes in base64. */
  webhookSecret: { secret: string }
  myself: {
    name: { address_as: string; full: string } | null
    form: 'formal' | 'informal'
    kind: 'person' | 'organisation'
    role: 'customer' | 'lead' | 'supplier' | 'partner' | null
    language: string | null
    time_zone: string | null
    country: string | null
    customer: number
    members: number[]
    known: {
      group: string
      fields: {
        field: string
        title: Words | null
        /** Of a field the company declared: how its values are read. */
        type: string | null
        about: string | null
        value: string
        source: string
        changed_at: string
        purposes: { code: string; title: Words }[]
      }[]
    }[]
    identifiers: { kind: string; shown: string; verified: boolean; shared: boolean; preferred: boolean; source: string | null; first_seen_at: string }[]
    terms: Terms
    /** Which of the company's units look after them. */
    units: Words[]
    uses: { allowed: number; refused: number }
  }
  /** Without the names of employees. */
  myIdentifierHistory: IdentifierChanges
  /** Without the names of employees. A value that is null was emptied. */
  myEarlierValues: {
    items: { field: string; title: Words | null; type: string | null; value: string | null; source: string; from: string; by: string }[]
    next: { at: string; customer: number; version: number } | null
  }
  mySay: Terms
  myTerms: Terms
  myTexts: Text[]
  myMessages: {
    items: { message: number; at: string; channel: string; subject: string | null; purpose: { code: string; title: Words }; state: string }[]
    next: number | null
  }
  myMessage: {
    message: number
    at: string
    channel: string
    subject: string | null
    state: string
    because: { code: string; count: number | null; days: number | null; amount: Money | null; value: string | null }[]
    campaign: string | null
    purpose: { code: string; title: Words }
    topic: { code: string; title: Words } | null
    basis: { code: string; since: string | null; how: string | null }
    used: Use | null
    cap: { contacts: number; days: number; used: number } | null
    still_allowed: boolean
  }
  /** A receipts file as JSON text (receipts/verify/bundle.ts says what is in it); null while no checkpoint covers any. */
  myReceipts: { file: string | null }
  rolesOf: { id: number; role: string }[]
  health: {
    state: 'up' | 'degraded'
    /** What is the matter, in sentences for the operator's machines. */
    note: string | null
    /** The same part by part, with codes of what is the matter. */
    parts: { code: 'keep' | 'search' | 'log' | 'mail' | 'imports' | 'jobs'; state: 'up' | 'degraded'; note: string | null }[]
    search: { customers: number; ready: boolean }
    receipts: { count: number; exact: boolean } | null
    /** Jobs that failed for the last time, by task. */
    given_up: { task: string; count: number }[]
    checkpoint: { size: number; at: string; short: string } | null
    queue: { waiting: number; failed: number } | null
    company: { name: string; country: string; currency: string; time_zone: string } | null
    ready: boolean
    disk: { used_bytes: number; free_bytes: number } | null
  }
}
