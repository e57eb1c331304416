// The only file that asks the machine what time it is; everything else is handed `now`.

export type Clock = {
  /** Wall-clock time. */
  now(): Date
  /** Milliseconds that never go back, for deadlines inside one process. */
  monotonic(): number
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
}

/** Milliseconds that never go back and are the same in all processes of this machine (CLOCK_MONOTONIC): a deadline that is carried over. */
export const machineMs = (): number => Number(process.hrtime.bigint()) / 1e6

export type FixedClock = Clock & { set(to: Date): void; advance(ms: number): void }

/** A clock that moves only when told to; for tests and for replaying a day. */
export function fixedClock(start: Date): FixedClock {
  let at = start.getTime()
  return {
    now: () => new Date(at),
    monotonic: () => at,
    set: (to) => {
      at = to.getTime()
    },
    advance: (ms) => {
      at += ms
    },
  }
}
