import { AppError } from '../errors.ts'

/** Lets each caller make so many requests: `burst` at once, `perSecond` in the long run. */
export type RateLimit = {
  spend(caller: string, monotonicMs: number): void
  /** What was spent on a request that came to nothing. */
  giveBack(caller: string): void
}

type Bucket = { left: number; at: number }

const mostCallers = 50_000

/**
 * Token buckets in memory, one for each caller, of this process alone. Throws `too_many`, with the seconds to wait, when a
 * caller has none left. Who has not called for long is forgotten.
 */
export function rateLimit(o: { perSecond: number; burst: number }): RateLimit {
  const buckets = new Map<string, Bucket>()
  return {
    spend(caller, now) {
      const held = buckets.get(caller)
      const left = Math.min(o.burst, (held?.left ?? o.burst) + (held ? ((now - held.at) / 1000) * o.perSecond : 0))
      buckets.delete(caller)
      if (buckets.size >= mostCallers) for (const old of [...buckets.keys()].slice(0, mostCallers / 10)) buckets.delete(old)
      buckets.set(caller, { left: left >= 1 ? left - 1 : left, at: now })
      if (left >= 1) return
      const wait = Math.max(1, Math.ceil((1 - left) / o.perSecond))
      throw new AppError('too_many', `Too many requests: at most ${o.perSecond} a second. Please wait ${wait} s.`, { retryAfterSeconds: wait })
    },
    giveBack(caller) {
      const held = buckets.get(caller)
      if (held) buckets.set(caller, { ...held, left: Math.min(o.burst, held.left + 1) })
    },
  }
}
