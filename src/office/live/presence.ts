import type { Doing } from './contract.ts'

// Who has which customer open now: in the memory of each office and nowhere else. An entry lives for as long as its page goes on saying
// so; what another office said of its own people grows old in the same way. Nothing here knows of databases or requests.

/** A page of somebody with a customer open; without a customer: not any more. */
export type Here = { staff: number; page: string; customer: number | null; doing: Doing }
export type Present = { staff: number; doing: Doing }

export const presenceLimits = {
  /** How long an entry is believed without being said again, and how often a page says it. */
  believedMs: 45_000,
  /** How long somebody whose last connection broke may come back before they are gone. */
  backMs: 5_000,
  /** Pages of one person, and of all. */
  each: 20,
  all: 5_000,
  /** Faces on one card; more are not told apart anyway. */
  shown: 20,
} as const

type Entry = Here & { customer: number; own: boolean; until: number }

export type Presence = {
  /** Notes what a page of this office says of itself; false when this person has too many open. */
  say(here: Here, now: number): boolean
  /** What another office said. */
  hear(here: readonly Here[], now: number): void
  /** Whether this page of this person is known to have the customer open. */
  knows(here: Pick<Here, 'staff' | 'page' | 'customer'>): boolean
  /** Everybody who has it open, each once; whoever changes something there is said to. */
  at(customer: number): Present[]
  /** Nobody of theirs is here any more. */
  drop(staff: number): void
  /** Lets go of what was not said again. */
  sweep(now: number): void
  /** What this office knows of its own people, to be told to others. */
  own(): Here[]
}

/** `moved` is told whose card somebody came to or left, and who has it open to see that; `told` what other offices should hear. */
export function openPresence({ moved, told }: { moved: (customer: number, who: readonly number[]) => void; told: (here: Here) => void }): Presence {
  const entries = new Map<string, Entry>()
  const keyOf = ({ staff, page }: Pick<Here, 'staff' | 'page'>) => `${staff} ${page}`
  const on = (customer: number) => [...entries.values()].filter((one) => one.customer === customer)
  const tellAt = (customer: number) => moved(customer, [...new Set(on(customer).map(({ staff }) => staff))])

  function put(here: Here, own: boolean, until: number): boolean {
    const before = entries.get(keyOf(here))
    if (here.customer === null) {
      if (before) remove(before)
      return before !== undefined
    }
    entries.set(keyOf(here), { ...here, customer: here.customer, own, until })
    if (before?.customer === here.customer && before.doing === here.doing) return false
    if (before && before.customer !== here.customer) tellAt(before.customer)
    tellAt(here.customer)
    return true
  }

  function remove(one: Entry): void {
    entries.delete(keyOf(one))
    tellAt(one.customer)
    if (one.own) told({ ...one, customer: null })
  }

  return {
    say(here, now) {
      const theirs = [...entries.values()].filter(({ staff }) => staff === here.staff)
      const isNew = here.customer !== null && !entries.has(keyOf(here))
      if (isNew && (theirs.length >= presenceLimits.each || entries.size >= presenceLimits.all)) return false
      // One that goes is told of by its removal.
      if (put(here, true, now + presenceLimits.believedMs) && here.customer !== null) told(here)
      return true
    },
    hear(here, now) {
      for (const one of here) {
        // What a page says here itself is newer than what it said elsewhere before.
        if (entries.get(keyOf(one))?.own) continue
        if (one.customer === null || entries.size < presenceLimits.all) put(one, false, now + presenceLimits.believedMs)
      }
    },
    knows: ({ staff, page, customer }) => entries.get(keyOf({ staff, page }))?.customer === customer,
    at(customer) {
      const byStaff = Map.groupBy(on(customer), ({ staff }) => staff)
      return [...byStaff].slice(0, presenceLimits.shown).map(([staff, pages]) => ({
        staff,
        doing: pages.some(({ doing }) => doing === 'changes') ? 'changes' : 'looks',
      }))
    },
    drop(staff) {
      for (const one of [...entries.values()]) if (one.own && one.staff === staff) remove(one)
    },
    sweep(now) {
      for (const one of [...entries.values()]) if (one.until <= now) remove(one)
    },
    own: () => [...entries.values()].filter(({ own }) => own).map(({ staff, page, customer, doing }) => ({ staff, page, customer, doing })),
  }
}
