import type { IdentifierKind } from '../event.ts'
import { blank, type From, type Pointer, type Profile, personOf } from './graph.ts'

// Whose is an event? Pure: pointers in, profiles and changes out. The rules, each with its reason, stand in README.md.

/** `key` is the digest, as Latin-1 characters. */
export type Keyed = { kind: IdentifierKind; key: string; value: string; proven: boolean }
export type Claim = { profile: Profile; identifier: Keyed; why: 'unverified' | 'shared'; at: number }

export type Settled = {
  fresh: Profile[]
  pointers: Pointer[]
  /** Existing pointers that were found to be shared, or (anonymous ones) were turned to a new profile. */
  turned: Set<Pointer>
  /** Existing pointers last seen more than a week before. */
  touched: Set<Pointer>
  claims: Claim[]
  /** Existing anonymous profiles to be merged into a known one. */
  links: { from: Profile; into: Profile }[]
  /** Shared-only events need pointers that were not loaded: load these and settle again. */
  missing: Keyed[]
}

export type Settling = {
  /** The profile an event belongs to; `own` when the sender has said whose it is. */
  place(identifiers: readonly Keyed[], at: number, from: From, own?: Profile): Profile
  done(): Settled
}

/** When an identifier was last seen is kept to the week: to the second it would be one more row written for each event. */
const week = 7 * 86_400_000

/** From the strongest evidence to the weakest, when an event brings no customer number. */
const strength: readonly IdentifierKind[] = ['external', 'card', 'telegram', 'whatsapp', 'viber', 'vk', 'max', 'email', 'phone']

/**
 * Settles a batch in its order. `pointers` holds what the store knows of every identifier of the batch and is changed as
 * the batch goes on; `mailbox` gives the identifier of the anonymous profile that stands for a shared address, and
 * `isLoaded` says whether the store was asked about it.
 */
export function settling(pointers: Map<string, Pointer>, mailbox: (shared: Keyed) => Keyed, isLoaded: (key: string) => boolean): Settling {
  const out: Settled = { fresh: [], pointers: [], turned: new Set(), touched: new Set(), claims: [], links: [], missing: [] }

  let from: From = { source: '', importId: null }

  function place(identifiers: readonly Keyed[], at: number, by: From, own?: Profile): Profile {
    if (own) return own
    from = by
    const proven = identifiers.filter((i) => i.proven && i.kind !== 'anonymous')
    const anonymous = identifiers.filter((i) => i.kind === 'anonymous')
    for (const i of identifiers) touch(i, at)
    const known = proven.length > 0 ? knownOf(proven, at) : undefined
    const target = known ?? anonymousOf(anonymous, proven[0], at)
    // An erased customer takes nothing on, not even what points at them; the event itself is refused.
    if (target.status === 'erased') return target
    if (known) for (const i of anonymous) link(i, known, at)
    for (const i of identifiers) if (!i.proven && i.kind !== 'anonymous') claim(i, target, 'unverified', at)
    if (target.fresh && at < target.since) target.since = at
    return target
  }

  function knownOf(proven: readonly Keyed[], at: number): Profile | undefined {
    const user = proven.find((i) => i.kind === 'user')
    const found = user ? byUser(user, proven, at) : byStrength(proven, at)
    if (!found || found.status === 'erased') return found
    for (const i of proven) attach(i, found, at)
    return found
  }

  /** A customer number decides. A new one joins a known person only if the rest leads to exactly one who has none yet. */
  function byUser(user: Keyed, proven: readonly Keyed[], at: number): Profile {
    const own = pointers.get(user.key)
    if (own) return own.profile
    const others = proven.map((i) => pointers.get(i.key)).filter((p) => p !== undefined && !p.shared)
    const persons = new Set(others.map((p) => p && personOf(p.profile)))
    const [only] = persons
    const first = others[0]
    return persons.size === 1 && only && first && !only.hasUser ? first.profile : make('known', at)
  }

  function byStrength(proven: readonly Keyed[], at: number): Profile | undefined {
    const ordered = [...proven].sort((a, b) => strength.indexOf(a.kind) - strength.indexOf(b.kind))
    for (const i of ordered) {
      const pointer = pointers.get(i.key)
      if (pointer && !pointer.shared) return pointer.profile
    }
    return ordered.every((i) => pointers.has(i.key)) ? undefined : make('known', at)
  }

  function attach(i: Keyed, to: Profile, at: number) {
    const pointer = pointers.get(i.key)
    if (!pointer) point(i, to, at)
    else if (personOf(pointer.profile) !== personOf(to)) {
      // What was of somebody erased is turned to nobody else: it is a claim, and a person says whose it is.
      if (i.kind !== 'user' && !pointer.shared && pointer.profile.status !== 'erased') turn(pointer, pointer.profile)
      claim(i, to, 'shared', at)
    }
  }

  /** Nobody known: the anonymous profile; for an address that several share, the profile of that mailbox. */
  function anonymousOf(anonymous: readonly Keyed[], shared: Keyed | undefined, at: number): Profile {
    const all = anonymous.length === 0 && shared ? [mailbox(shared)] : anonymous
    for (const i of all) if (!isLoaded(i.key)) out.missing.push(i)
    const held = all.map((i) => pointers.get(i.key)).find((p) => p !== undefined)
    const target = held?.profile ?? make('anonymous', at)
    if (target.status === 'erased') return target
    for (const i of all) if (!pointers.has(i.key)) point(i, target, at)
    if (shared) claim(shared, target, 'shared', at)
    return target
  }

  /** An anonymous profile becomes part of a known person, unless it already is part of another: then the device is shared. */
  function link(i: Keyed, known: Profile, at: number) {
    const pointer = pointers.get(i.key)
    if (!pointer) {
      const made = make('anonymous', at)
      made.root = personOf(known)
      point(i, made, at)
      return
    }
    const { profile } = pointer
    if (pointer.shared || profile.status === 'erased' || personOf(profile) === personOf(known)) return
    if (profile.root || profile.status !== 'anonymous') return turn(pointer, make('anonymous', at))
    profile.root = personOf(known)
    if (!profile.fresh) out.links.push({ from: profile, into: profile.root })
  }

  function claim(identifier: Keyed, profile: Profile, why: Claim['why'], at: number) {
    const pointer = pointers.get(identifier.key)
    if (pointer && personOf(pointer.profile) === personOf(profile)) return
    out.claims.push({ profile, identifier, why, at })
  }

  function turn(pointer: Pointer, to: Profile) {
    pointer.shared = true
    pointer.profile = to
    if (!pointer.fresh) out.turned.add(pointer)
  }

  function touch(i: Keyed, at: number) {
    const pointer = pointers.get(i.key)
    if (!pointer || at < pointer.seen + (pointer.fresh ? 0 : week)) return
    pointer.seen = at
    if (!pointer.fresh) out.touched.add(pointer)
  }

  function point(i: Keyed, profile: Profile, at: number) {
    const pointer: Pointer = { kind: i.kind, key: i.key, profile, shared: false, seen: at, value: i.value, fresh: true, from }
    pointers.set(i.key, pointer)
    out.pointers.push(pointer)
    if (i.kind === 'user') personOf(profile).hasUser = true
  }

  function make(status: 'anonymous' | 'known', at: number): Profile {
    const profile = blank(status, at, from)
    out.fresh.push(profile)
    return profile
  }

  return { place, done: () => out }
}
