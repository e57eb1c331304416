import { useSyncExternalStore } from 'react'

// The customers looked at in this tab. They live in memory only: a browser is no place to keep names.

export type Seen = { id: string; kind: 'person' | 'organisation'; name: { full: string; short: string } | null; hidden: string | null }

const limit = 8
let seen: readonly Seen[] = []
const watchers = new Set<() => void>()

function set(next: readonly Seen[]): void {
  seen = next
  for (const tell of watchers) tell()
}

/** Puts a customer at the top of the recent ones. */
export function remember(who: Seen): void {
  const [first] = seen
  if (first?.id === who.id && first.name?.full === who.name?.full) return
  set([who, ...seen.filter(({ id }) => id !== who.id)].slice(0, limit))
}

/** They are here no more: their name goes from this tab too. */
export function forget(id: string): void {
  if (seen.some((each) => each.id === id)) set(seen.filter((each) => each.id !== id))
}

/** At sign-out. */
export function forgetAll(): void {
  set([])
}

export function useRecent(): readonly Seen[] {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell)
      return () => watchers.delete(tell)
    },
    () => seen,
  )
}
