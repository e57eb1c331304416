import { z } from 'zod'
import type { Tried } from '../../gate/index.ts'
import { mostSaid } from '../../terms/shapes.ts'
import type { IdentifierChanges, PersonalPage } from '../answers.ts'
import { changePlace, changesPage, customer, rows, valuePlace } from '../pieces.ts'
import type { Money, Terms, Text, Use, Words } from '../shapes.ts'
import { heardSaid } from '../termsShapes.ts'

// What customers ask about themselves and say: a part of the door's contract. Who they are comes from their session.

export const myInputs = {
  myself: z.object({}),
  /** `said`: several things at once, all of them or none. */
  mySay: z.union([...heardSaid.options, z.object({ said: z.array(heardSaid).min(1).max(mostSaid) }), z.object({ language: z.string().max(20) })]),
  myTerms: z.object({}),
  /** The children whose guardian the customer who asks is, and what is allowed for each. */
  myWards: z.object({}),
  /** What a guardian says for a child, all of it or nothing. */
  sayForWard: z.object({ ward: customer, said: z.array(heardSaid).min(1).max(mostSaid) }),
  /** If I had said this, what of a month (`2026-10`; null: of the last thirty days) would have come? */
  myTrial: z.object({ said: z.array(heardSaid).max(mostSaid), month: z.string().max(7).nullable() }),
  myIdentifierHistory: changesPage,
  /** What is known no more: earlier values of any field, and what was emptied. */
  myEarlierValues: z.object({ after: valuePlace.nullable().default(null), limit: rows }),
  myTexts: z.object({ items: z.array(z.object({ kind: z.enum(['interaction', 'task', 'case']).default('interaction'), customer, id: z.int() })).max(500) }),
  /** `below`: the last message of the page before. */
  myMessages: z.object({ below: z.int().nullable(), limit: rows }),
  myMessage: z.object({ message: z.int() }),
  myReceipts: z.object({}),
  /** Of one receipt, by its number and its moment: somebody who was two customers has two chains. */
  myProof: z.object({ seq: z.int().positive(), at: z.iso.datetime() }),
  myBeginCopy: z.object({}),
  /** The files of a copy that is made for this customer now, each with its SHA-256 in hex. */
  mySignCopy: z.object({
    files: z.array(z.object({ name: z.string().max(300), size: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) })).max(20_000),
  }),
  myPersonal: z.object({ after: changePlace, limit: rows }),
  /** How the customer who asks stands to others; `below`: the last one of the page before. */
  myRelations: z.object({ below: z.int().nullable(), limit: rows }),
  myRelationChanges: changesPage,
} as const

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

/** A child as a guardian sees them. */
type Ward = {
  ward: number
  name: string | null
  /** The day from which their own yes counts: the guardian sees them no more. */
  until: string
  /** Nothing comes unasked, whoever allows it: the child stopped everything. */
  stopped: boolean
  purposes: {
    code: string
    title: Words
    allowed: boolean
    /** Whether a guardian can allow it at all. */
    may: boolean
    /** Where a consent is needed as well, which is the child's own: whether it is given. */
    own: 'given' | 'not_given' | null
  }[]
}

export type MyOutputs = {
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
  mySay: Terms
  myTerms: Terms
  myWards: { wards: Ward[] }
  sayForWard: Ward
  myTrial: {
    from: string
    until: string
    items: { at: string; channel: string; topic: string; topic_title: Words | null; would: boolean; because: Tried['because'] }[]
  }
  /** Without the names of employees. */
  myIdentifierHistory: IdentifierChanges
  /** Without the names of employees. A value that is null was emptied. */
  myEarlierValues: {
    items: { field: string; title: Words | null; type: string | null; value: string | null; source: string; from: string; by: string }[]
    next: { at: string; customer: number; version: number } | null
  }
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
  /** The receipt's canonical JSON, and where it stands; null while no checkpoint covers it. `proof` is a C2SP tlog-proof. */
  myProof: { receipt: string; key: string; stands: { position: number; size: number; signed_at: string; proof: string } | null }
  /** Whose copy it is: the company's name. */
  /** Whose the copy is, and where the company is reached. */
  myBeginCopy: { company: string; url: string }
  /** The list as it is given out, and a signed note of it (receipts/verify/copy.ts). */
  mySignCopy: { manifest: string; signature: string }
  /** Without the names of employees. */
  myPersonal: PersonalPage
  myRelations: { items: (OwnStanding & { id: number })[]; next: number | null }
  myRelationChanges: {
    items: (OwnStanding & { what: 'made' | 'changed' | 'ended' | 'resumed' | 'removed' })[]
    next: { at: string; id: number } | null
  }
}
