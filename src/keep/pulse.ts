import type { Clock } from '../platform/clock.ts'

/** Which part a timer keeps going, by the codes of the health page. */
export type Part = 'keep' | 'search' | 'log' | 'mail' | 'imports'

/** One thing that is done again and again. */
export type Beat = { what: string; part: Part }

/** How the timers fare: a part is in trouble when one of its timers has not done its work for a while. */
export type Pulse = {
  well(beat: Beat): void
  failed(beat: Beat): void
  failing(part: Part): boolean
}

const patienceMs = 10_000

export function startPulse(clock: Pick<Clock, 'monotonic'>): Pulse {
  const since = new Map<string, { part: Part; at: number }>()
  return {
    well: ({ what }) => void since.delete(what),
    failed: ({ what, part }) => void (since.has(what) || since.set(what, { part, at: clock.monotonic() })),
    failing: (part) => [...since.values()].some((held) => held.part === part && clock.monotonic() - held.at >= patienceMs),
  }
}
