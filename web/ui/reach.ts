import { onlineManager } from '@tanstack/react-query'

// Whether the server is reached. What a browser says of its network is a reason to look and no answer: of a server on this machine or in
// this building it knows nothing, and once it is wrong it would keep a page still until that is loaded anew.

/** Small, for everybody, and never out of a cache. */
const address = '/mark.svg'
const patienceMs = 5_000
const pausesMs = [500, 1_000, 2_000, 5_000, 10_000] as const
const longestMs = 15_000

let reached = true
let looking = false
let goOn: (() => void) | undefined
const watchers = new Set<(reached: boolean) => void>()

export const isReached = (): boolean => reached

/** Tells when the server is reached again, and when it is not. Gives back how to stop listening. */
export function onReach(tell: (reached: boolean) => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

/** It answered, whatever it said. */
export function noteReach(): void {
  set(true)
  goOn?.()
}

/** Something was not answered: looks at once whether the server is there, and goes on looking until it is. */
export function doubtReach(): void {
  if (looking) return goOn?.()
  looking = true
  void look()
}

async function look(): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const there = await answers()
    set(there)
    if (there) break
    await pause(pausesMs[tries] ?? longestMs)
  }
  looking = false
}

async function answers(): Promise<boolean> {
  try {
    await fetch(address, { cache: 'no-store', signal: AbortSignal.timeout(patienceMs) })
    return true
  } catch {
    return false
  }
}

/** Pages of one office that was started again do not all ask in the same moment. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms * (0.75 + Math.random() / 2))
    goOn = () => {
      goOn = undefined
      clearTimeout(timer)
      resolve()
    }
  })
}

function set(now: boolean): void {
  if (reached === now) return
  reached = now
  for (const tell of watchers) tell(now)
}

/**
 * Loads a part of the page; where the server is not reached it waits until it is. A page whose next part cannot be loaded now is no
 * broken page: what was typed in it stands.
 */
export const patient =
  <T>(load: () => Promise<T>) =>
  async (): Promise<T> => {
    for (let wasThere = false; ; ) {
      try {
        return await load()
      } catch (error) {
        const there = await answers()
        // Asked twice, the server is there and does not have it: another version by now. Asked once, it may have come back just after.
        if (there && wasThere) throw error
        wasThere = there
        if (!there) {
          doubtReach()
          await untilReached()
        }
        loadStylesAnew()
      }
    }
  }

/** A part's styles are asked for with its first load only. */
function loadStylesAnew(): void {
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')) if (isMissed(link)) link.replaceWith(link.cloneNode())
}

/** All styles are our own, so rules that may not be read are none that came. */
function isMissed({ sheet }: HTMLLinkElement): boolean {
  try {
    return sheet !== null && sheet.cssRules === undefined
  } catch {
    return true
  }
}

function untilReached(): Promise<void> {
  return new Promise((resolve) => {
    const stop = onReach((there) => {
      if (!there) return
      stop()
      resolve()
    })
  })
}

/** Lets queries wait while the server is not reached, and go on when it is. Called once for each page. */
export function followReach(): void {
  onlineManager.setEventListener((tell) => onReach(tell))
  window.addEventListener('offline', doubtReach)
  window.addEventListener('online', doubtReach)
}
