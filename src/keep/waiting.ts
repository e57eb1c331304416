import type { Clock } from '../platform/clock.ts'

/** Whether people wait for answers just now: what can be done later is done in small pieces then. */
export type Waiting = {
  /** Somebody asked. */
  asked(): void
  somebody(): boolean
}

/** Whoever asked a moment ago most likely asks for the next page. */
const momentMs = 2_000

export function watchWaiting(clock: Pick<Clock, 'monotonic'>): Waiting {
  let last = Number.NEGATIVE_INFINITY
  return {
    asked: () => {
      last = clock.monotonic()
    },
    somebody: () => clock.monotonic() - last < momentMs,
  }
}
