import type { Db } from '../../platform/db/index.ts'
import type { TermsTables } from '../terms/index.ts'
import { type Decision, decide, type GateRequest } from './decide.ts'
import { gather } from './gather.ts'
import { factsFor, type Held } from './held.ts'
import type { Rules } from './rules.ts'

// Everybody, for everything: what the gate would say to whoever wanted to write to them now. Nothing is locked or written.

/** A contact of no content; without a topic: on none. */
export type Surveyed = { purpose: string; channel: string; topic?: string }

/** What a purpose's checks cannot tell apart is decided once; beyond so many people who differ it begins anew. */
const mostRemembered = 20_000

type Survey = (people: readonly number[]) => Promise<{ person: number; decisions: readonly Decision[] }[]>

/**
 * Asks for many people, some thousand at a time, all of the contacts: one verdict for each, in their order. By the rules in force, or by
 * those that `as` makes of them. Several identities of one person are asked once, by the root. Who is alike gets the same list, not one that is equal.
 */
export function surveyor(db: Db<TermsTables>, o: { contacts: readonly Surveyed[]; now: Date; as?: (rules: Rules) => Rules }): Survey {
  const purposes = [...new Set(o.contacts.map((c) => c.purpose))]
  const channels = [...new Set(o.contacts.map((c) => c.channel))]
  const remembered = new Map<string, readonly Decision[]>()
  let by: { of: Rules; used: Rules } | undefined
  const decided = (rules: Rules, held: Held) => {
    const key = alike(held)
    const known = remembered.get(key)
    if (known) return known
    const made = o.contacts.map(({ purpose, channel, topic = '*' }) => {
      const request: GateRequest = { customer: held.person, purpose, categories: ['contact'], contact: { channel, topic } }
      return decide(factsFor(rules, held, request), request, o.now)
    })
    if (remembered.size >= mostRemembered) remembered.clear()
    remembered.set(key, made)
    return made
  }
  return async (people) => {
    const asked = people.map((customer) => ({ customer }))
    const held = await gather(db, asked, { purposes, channels, now: o.now, households: o.as !== undefined })
    if (by?.of !== held.rules) {
      remembered.clear()
      by = { of: held.rules, used: o.as ? o.as(held.rules) : held.rules }
    }
    const { used } = by
    return people.flatMap((person) => {
      const of = held.of(person)
      return of ? [{ person, decisions: decided(used, of) }] : []
    })
  }
}

/** All that a verdict on a contact of no content hangs on: whoever is alike in it gets the same. */
const alike = (held: Held): string =>
  JSON.stringify([
    held.standing,
    [...held.consents],
    held.stops,
    held.addresses,
    held.rules,
    held.questions,
    held.inferred,
    held.child ?? 0,
    held.where,
    held.uses ?? 0,
    held.complaining,
    held.active ?? 0,
    held.recent,
    held.household.map(({ recent }) => recent),
  ])
