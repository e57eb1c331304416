import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from './clock.ts'

/** Longer than what is done evenly takes on a busy day. */
export const stepMs = 400

/**
 * Does the work and settles at a whole step of time after it began, whether it went well or not: how long it took (somebody known or
 * not, a machine or not) cannot be told from outside.
 */
export async function evenly<T>(clock: Clock, work: () => Promise<T>): Promise<T> {
  const began = clock.monotonic()
  try {
    return await work()
  } finally {
    const steps = Math.max(1, Math.ceil((clock.monotonic() - began) / stepMs))
    await sleep(began + steps * stepMs - clock.monotonic())
  }
}
