import type { IdentifierKind } from '../event.ts'

// What is known of the people a batch speaks of, as the store gave it, and as the batch changes it.

/** What a new row notes of where it came from. */
export type From = { source: string; importId: number | null }

export type Status = 'anonymous' | 'known' | 'restricted' | 'erased'

/** A customer row. `root` is set when it was merged into another; a fresh one has no id until the batch is settled. */
export type Profile = {
  id: number
  fresh: boolean
  status: Status
  root: Profile | undefined
  /** Whether this person (asked of the root) has a customer number of the company. */
  hasUser: boolean
  /** Earliest event of this batch; the beginning of a fresh one. */
  since: number
  from: From
}

/** An identifier row: what points at a profile. */
export type Pointer = {
  kind: IdentifierKind
  /** Its digest, as Latin-1 characters. */
  key: string
  profile: Profile
  shared: boolean
  /** Milliseconds since 1970. */
  seen: number
  /** Present on a fresh one only. */
  value: string | undefined
  fresh: boolean
  from: From
}

/** A row of the store: an identifier with its customer. `last_seen` in milliseconds since 1970. */
export type Known = {
  kind: IdentifierKind
  key: string
  customer_id: number
  shared: boolean
  last_seen: number
  status: Status
  merged_into: number | null
  has_user: boolean
}

/** Where the merge pointers lead; depth one in the store, but a batch may hang one root under another before it is written. */
export function personOf(profile: Profile): Profile {
  let at = profile
  while (at.root) at = at.root
  return at
}

/** A customer row that an event named by its id. */
export type Named = { customer_id: number; status: Status; merged_into: number | null }

/** Pointers by key, with one Profile object for each customer however many identifiers lead to it; `profiles` gathers them. */
export function graphOf(rows: Iterable<Known>, profiles: Map<number, Profile> = new Map(), named: Iterable<Named> = []): Map<string, Pointer> {
  const profileOf = (id: number): Profile => {
    const held = profiles.get(id)
    if (held) return held
    const made: Profile = { ...blank('known', 0, nowhere), id, fresh: false }
    profiles.set(id, made)
    return made
  }
  for (const row of named) {
    const profile = profileOf(row.customer_id)
    profile.status = row.status
    if (row.merged_into !== null) profile.root = profileOf(row.merged_into)
  }
  const pointers = new Map<string, Pointer>()
  for (const row of rows) {
    const profile = profileOf(row.customer_id)
    profile.status = row.status
    if (row.merged_into !== null) profile.root = profileOf(row.merged_into)
    if (row.has_user || row.kind === 'user') personOf(profile).hasUser = true
    pointers.set(row.key, { kind: row.kind, key: row.key, profile, shared: row.shared, seen: row.last_seen, value: undefined, fresh: false, from: nowhere })
  }
  return pointers
}

const nowhere: From = { source: '', importId: null }

export function blank(status: Status, since: number, from: From): Profile {
  return { id: 0, fresh: true, status, root: undefined, hasUser: false, since, from }
}
