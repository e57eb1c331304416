import type { channels, identifierKinds } from './contract.ts'

export type Channel = (typeof channels)[number]
export type IdentifierKind = (typeof identifierKinds)[number]

/**
 * How far the sender may be believed. `secret`: the company itself. `public`: anyone who has seen the page's write key;
 * such a sender only adds to an anonymous profile, except for what is proven by a signature.
 */
export type Trust = 'secret' | 'public'

/** Normalised. `proven`: the sender may speak for whoever this points at. */
export type Identifier = { kind: IdentifierKind; value: string; proven: boolean }

/** Codes of units, and a number of the staff. */
export type Care = { units: readonly string[]; owner: number | null }

export type Person = {
  kind?: 'person' | 'organisation' | undefined
  role?: 'customer' | 'lead' | 'supplier' | 'partner' | undefined
  /** The role of whoever is new with this event; of somebody known it changes nothing. */
  begins_as?: 'customer' | 'lead' | 'supplier' | 'partner' | undefined
  /** Who of the company looks after whoever is new with this event; else the unit they came through. Of somebody known it changes nothing. */
  begins_with?: Care | undefined
  fields?: { [field: string]: string | null } | undefined
  language?: string | undefined
  time_zone?: string | undefined
  country?: string | undefined
}

/** An interaction whose every part was checked and normalised; made by checkInteraction or from a Segment message. */
export type CheckedInteraction = {
  /** Where it stood in what was sent, for answers: "interactions[3]". */
  place: string
  /** The caller's own id. */
  id?: string | undefined
  /** Milliseconds since 1970. */
  at: number
  kind: string
  /** How a kind that nobody declared is called. */
  title?: string | undefined
  channel: Channel
  direction: 'in' | 'out' | 'none'
  /** At least one, unless `customer` is given. */
  identifiers: readonly Identifier[]
  /** For senders inside the keep, who know whose it is: identifiers are then not asked. */
  customer?: number | undefined
  /** Somebody entered by hand: only a new customer is made of it; see KnownAlready. */
  entry?: true | undefined
  /** Somebody who was erased and came back by themselves: what keeps them out does not hold for this. */
  came_back?: true | undefined
  person?: Person | undefined
  amount?: { minor: number; currency: string } | undefined
  duration_s?: number | undefined
  outcome?: string | undefined
  unit?: string | undefined
  facts?: { [name: string]: number | boolean | string } | undefined
  items?: readonly Item[] | undefined
  content?: { [name: string]: unknown } | undefined
}

export type Item = { sku: string; title?: string | undefined; category?: string | undefined; quantity: number; price_minor: number; amount_minor: number }

/** What became of one event. Refused: a sentence, and the place it speaks of. */
export type Outcome = { status: 'recorded' | 'repeated'; customer: number; id: number; moved: number } | { status: 'refused'; place: string; detail: string }
