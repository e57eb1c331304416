import type { Db } from '../../platform/db/index.ts'
import { joined } from '../../platform/joined.ts'
import { remembered } from '../../platform/remembered.ts'
import type { Head, Heads } from './heads.ts'
import { answersOf, type Found, type Looked, lookUp, mostAheadMs, oneUseMs, prepareUses, type RecordedUse, type Unseen, type Use, writeUses } from './use.ts'
import type { NewReceipt } from './write.ts'

/**
 * Records uses as `recordUse` does, joined with those of the same moment: a commit to disk costs the same for one use as for a
 * hundred. Nothing is written before `granted` is settled, nor when it fails; what was recorded before is looked up meanwhile.
 */
export type UseRecorder = { record(uses: readonly NewReceipt[], now: Date, granted?: Promise<unknown>): Promise<RecordedUse[]> }

const mostJoined = 50
const mostKnown = 20_000

type Asked = { uses: readonly Use[]; now: Date }

/**
 * One recorder for each process. It remembers what it committed: a receipt never changes, so for as long as a use falls under
 * it no other process can say otherwise (and whoever is erased is refused, which is another use).
 */
export function useRecorder<T>(db: Db<T>): UseRecorder {
  const known = remembered<{ seq: number; at: number }>(mostKnown)

  const look = joined<Asked, Looked>(async (asked) => {
    const looked = await lookUp(db, distinct(asked.flatMap((a) => a.uses)), latest(asked))
    return asked.map(() => looked)
  }, mostJoined)

  const write = joined<Unseen, ReadonlyMap<string, Found>>(async (asked) => {
    const now = latest(asked)
    const all = distinct(asked.flatMap((a) => a.unseen))
    // What was written since it was looked up, by the run before this one.
    const found = knownAmong(all, now)
    const heads = newestHeads(asked)
    const made = await writeUses(db, { unseen: all.filter((u) => !found.has(u.key)), heads, codes: new Map(asked.flatMap((a) => [...a.codes])), now })
    for (const [key, { seq }] of made) known.set(key, { seq, at: now.getTime() }, new Date(now.getTime() + oneUseMs))
    return asked.map(() => new Map([...found, ...made]))
  }, mostJoined)

  function knownAmong(uses: readonly Use[], now: Date): Map<string, Found> {
    return new Map(
      uses.flatMap(({ key }): [string, Found][] => {
        const one = known.get(key, now)
        return one === undefined || one.at > now.getTime() + mostAheadMs ? [] : [[key, { seq: one.seq, fresh: false }]]
      }),
    )
  }

  return {
    async record(uses, now, granted) {
      const asked = prepareUses(uses) // a bad code or reference is its own caller's trouble, not everybody's
      const remembered = knownAmong(asked.distinct, now)
      const unknown = asked.distinct.filter((u) => !remembered.has(u.key))
      const [looked] = await Promise.all([unknown.length > 0 ? look({ uses: unknown, now }) : nothing, granted])
      const unseen = unknown.filter((u) => !looked.found.has(u.key))
      const made = unseen.length > 0 ? await write({ unseen, heads: looked.heads, codes: asked.codes, now }) : nothing.found
      return answersOf(asked, [remembered, looked.found, made])
    },
  }
}

const nothing: Looked = { found: new Map(), heads: new Map() }

const latest = (asked: readonly { now: Date }[]) => new Date(Math.max(...asked.map((a) => a.now.getTime())))
const distinct = (uses: readonly Use[]) => [...new Map(uses.map((u) => [u.key, u])).values()]

/** Of heads that were read at different times, the one that is further on. */
function newestHeads(asked: readonly { heads: Heads }[]): Heads {
  const heads = new Map<number, Head>()
  for (const one of asked) {
    for (const [customer, head] of one.heads) if (head.seq >= (heads.get(customer)?.seq ?? 0)) heads.set(customer, head)
  }
  return heads
}
