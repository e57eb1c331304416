import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/index.ts'
import { allOf, type Chosen, exactUpTo, firstOf, looking } from './people.ts'
import type { ListTables } from './tables.ts'

// A list as it was when somebody began to read it: the ids in order, held in memory, so that a place in the midst of a million is a
// look into an array, and the list does not jump while one scrolls. Bounded in number, bytes and age; what was let go is made again.

const mostLists = 64
const mostBytes = 64 * 1024 * 1024
const mostAgeMs = 15 * 60_000
/** Whoever asks anew within this time is shown the same moment. */
const sameMomentMs = 2_000
/** How long an answer waits to be told exactly how many there are. */
const countPatienceMs = 250

type Held = { key: string; asOf: Date; head: Promise<Float64Array>; whole: Promise<Float64Array>; length: number | undefined; usedAt: number }

export type FrozenPage = { customers: number[]; total: { count: number; exact: boolean }; asOf: Date }

export type Frozen = {
  /** A part of the list of this key; `asOf`: as it was then, if that is still held. */
  page(key: string, chosen: Chosen, at: { from: number; limit: number; asOf: string | undefined }): Promise<FrozenPage>
  /** Everybody of it. */
  everybody(key: string, chosen: Chosen, asOf: string | undefined): Promise<{ customers: Float64Array; asOf: Date }>
}

export function openFrozen(db: Db<ListTables>, clock: Clock): Frozen {
  const held = new Map<string, Held>()

  function freeze(key: string, chosen: Chosen): Held {
    const asOf = clock.now()
    let headDone: (ids: Float64Array) => void = () => {}
    let headFailed: (error: unknown) => void = () => {}
    const head = new Promise<Float64Array>((resolve, reject) => {
      headDone = resolve
      headFailed = reject
    })
    const whole = looking(db, async (tx) => {
      const first = await firstOf(tx, chosen, exactUpTo + 1)
      headDone(first)
      return first.length <= exactUpTo ? first : allOf(tx, chosen)
    })
    const made: Held = { key, asOf, head, whole, length: undefined, usedAt: clock.monotonic() }
    const forget = (error: unknown) => {
      headFailed(error)
      if (held.get(nameOf(made)) === made) held.delete(nameOf(made))
    }
    whole.then((ids) => {
      made.length = ids.length
      makeRoom()
    }, forget)
    head.catch(() => {})
    held.set(nameOf(made), made)
    makeRoom()
    return made
  }

  function find(key: string, asOf: string | undefined): Held | undefined {
    if (asOf !== undefined) return held.get(`${asOf} ${key}`)
    const since = clock.now().getTime() - sameMomentMs
    for (const one of held.values()) if (one.key === key && one.asOf.getTime() > since) return one
    return undefined
  }

  /** The least used go first; the one just used stays, whatever its size. */
  function makeRoom(): void {
    const now = clock.monotonic()
    const byUse = [...held.values()].sort((a, b) => b.usedAt - a.usedAt)
    let bytes = 0
    for (const [i, one] of byUse.entries()) {
      bytes += (one.length ?? 0) * 8
      if (i > 0 && (i >= mostLists || bytes > mostBytes || now - one.usedAt > mostAgeMs)) held.delete(nameOf(one))
    }
  }

  function take(key: string, chosen: Chosen, asOf: string | undefined): Held {
    const one = find(key, asOf) ?? freeze(key, chosen)
    one.usedAt = clock.monotonic()
    return one
  }

  return {
    async page(key, chosen, { from, limit, asOf }) {
      const one = take(key, chosen, asOf)
      const head = await one.head
      const whole = from + limit <= head.length ? await within(one.whole, countPatienceMs) : await one.whole
      const ids = whole ?? head
      const total = whole ? { count: whole.length, exact: true } : { count: exactUpTo, exact: false }
      return { customers: [...ids.subarray(from, from + limit)], total, asOf: one.asOf }
    },
    async everybody(key, chosen, asOf) {
      const one = take(key, chosen, asOf)
      return { customers: await one.whole, asOf: one.asOf }
    },
  }
}

const nameOf = (one: { key: string; asOf: Date }) => `${one.asOf.toISOString()} ${one.key}`

/** What comes within this time; undefined when it takes longer. */
async function within<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
