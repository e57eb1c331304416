import { useSyncExternalStore } from 'react'
import { systemClock } from '../../src/platform/clock.ts'

// "3 minutes ago" must grow old while the page stands open: one ticking minute for the whole page.

let current = systemClock.now()
const watchers = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function watch(tell: () => void): () => void {
  watchers.add(tell)
  timer ??= setInterval(() => {
    current = systemClock.now()
    for (const each of watchers) each()
  }, 30_000)
  return () => {
    watchers.delete(tell)
    if (watchers.size === 0 && timer) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** The present, renewed twice a minute. */
export function useNow(): Date {
  return useSyncExternalStore(watch, () => current)
}
