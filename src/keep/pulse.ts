import type { Clock } from '../platform/clock.ts'

/** Which part a timer keeps going, by the codes of the health page. */
export type Part = 'keep' | 'search' | 'log' | 'mail' | 'imports'

/** How the timers fare: a part whose timer has not done its work for a while is in trouble. */
export type Pulse = {
  well(part: Part): void
  failed(part: Part): void
  failing(part: Part): boolean
}

const patienceMs = 10_000

export function startPulse(clock: Pick<Clock, 'monotonic'>): Pulse {
  const since = new Map<Part, number>()
  return {
    well: (part) => void since.delete(part),
    failed: (part) => void (since.has(part) || since.set(part, clock.monotonic())),
    failing: (part) => clock.monotonic() - (since.get(part) ?? Number.POSITIVE_INFINITY) >= patienceMs,
  }
}
