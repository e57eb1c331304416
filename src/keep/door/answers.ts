import type { z } from 'zod'
import type { CareOutputs } from './careShapes.ts'
import type { ConsentOutputs } from './consentShapes.ts'
import type { foundPlace, listPlace, personalKinds } from './contract.ts'
import type { ManyOutputs } from './many.ts'
import type { MyOutputs } from './my/shapes.ts'
import type { NeedOutputs } from './needShapes.ts'
import type { Card, Comparison, Identifier, IdentifierChange, Name, Person, Preview, Text, Use, Words } from './shapes.ts'

// What each verb of the door answers.

import type { TermsOutputs } from './termsShapes.ts'

export type IdentifierChanges = { items: IdentifierChange[]; next: { at: string; id: number } | null }

export type PersonalPage = {
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

export type Outputs = ManyOutputs &
  MyOutputs &
  CareOutputs &
  ConsentOutputs &
  TermsOutputs &
  NeedOutputs & {
    who: Person
    find: { customers: { customer: number; matched: string }[]; total: number; next: z.output<typeof foundPlace> | null }
    list: { customers: number[]; next: z.output<typeof listPlace> | null; total: number }
    preview: Preview[]
    card: Card
    /** `person` null: nobody that may be served by it. `proposes`: they let themselves be counted, so something may be suggested. */
    atTill: { person: number | null; members: number[]; proposes: boolean; currency: string; zone: string }
    texts: Text[]
    history: {
      items: { value: string | null; version: number; from: string; source: string; by: { kind: string; id: number; name: string | null } }[]
      next: { at: string; customer: number; version: number } | null
    }
    /** `last_visit`: of a customer who asks for their own first page, when they were here before this visit. */
    journal: { items: Use[]; next: string | null; last_visit: string | null }
    /** `by`: which kind of identifier belongs to somebody already; they were left as they are. */
    create: { customer: number; existed: boolean; by: string | null }
    /** `stale`: fields of which something else than the expected stands there; nothing was written then. */
    write: { changed: number; stale: { customer: number; field: string }[] }
    /** `owner`: whose it is when it is somebody else's; they and the customer were left as they are. */
    touch: { done: true }
    /** `hidden`: why nothing of it may be opened. */
    personal: PersonalPage & { hidden: string | null }
    notePersonal: { id: number }
    dropPersonal: { done: true }
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
    /** `stale`: what it is now, where it is not what was seen; nothing was changed then. */
    describe: { changed: boolean; stale: { field: 'role' | 'language'; value: string | null }[] }
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
    /** Topics in use. */
    topics: { code: string; title: Words }[]
    /** Purposes in force. `asks`: customers can say no to it, so whoever it is done to must have let it. */
    purposes: { code: string; title: Words; asks: boolean }[]
    ownFields: {
      code: string
      title: Words
      type: 'number' | 'money' | 'time' | 'boolean' | 'code' | 'text'
      codes: string[] | null
      /** Of money: the one its values are in. */
      currency: string | null
      purposes: string[]
      category: 'profile' | 'sensitive'
      retired: boolean
    }[]
    decide: {
      allowed: number
      reasons: { reason: string; decision: string; count: number }[]
      total: number
      /** Where it was asked for, in the order of the customers. */
      each?: { customer: number; decision: 'allow' | 'deny' | 'later' | 'ask'; reason: string | null }[]
    }
    send: { results: { customer: number; decision: 'allow' | 'deny' | 'later' | 'ask'; reason: string | null; message: number | null }[] }
    withdraw: { withdrawn: number }
    noted: { noted: number }
    tellStaff: { letters: { staff: number; became: 'queued' | 'too_soon' | 'nobody' }[] }
    /** As Standard Webhooks 1.0 writes secrets: whsec_ and 32 bytes in base64. */
    webhookSecret: { secret: string }
    gatherQuality: { asked: true }
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
