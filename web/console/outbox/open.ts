import { useSyncExternalStore } from 'react'

// The list of what waits is opened from several places; before somebody signs out it asks, and whoever asked waits for the answer.

type Opened = { leave: ((yes: boolean) => void) | undefined }

let opened: Opened | undefined
const watchers = new Set<() => void>()

function set(next: Opened | undefined): void {
  opened?.leave?.(false)
  opened = next
  for (const tell of watchers) tell()
}

export const showWaiting = (): void => set({ leave: undefined })

/** Whether somebody signs out although something waits. */
export const mayLeave = (): Promise<boolean> => new Promise((leave) => set({ leave }))

/** Closes the list; `yes` to whoever asked. */
export function closeWaiting(yes = false): void {
  opened?.leave?.(yes)
  set(undefined)
}

export const useOpened = (): Opened | undefined =>
  useSyncExternalStore(
    (tell) => {
      watchers.add(tell)
      return () => void watchers.delete(tell)
    },
    () => opened,
  )
