import { change } from '../../../src/office/live/contract.ts'
import { tellChange } from '../../ui/live.ts'
import { doubtReach } from '../../ui/reach.ts'

// One connection for all tabs of a browser: a browser keeps six to a host, and six tabs would leave none for anything else. The tab that
// holds the lock listens and passes on what it hears; when it is closed the next one takes over.

const firstWaitMs = 2_000
const longestWaitMs = 60_000

/** Listens while the frame stands. `refused` is called when the server did not let us in, or is gone: whoever asks next will say why. */
export function openLink(refused: () => void): () => void {
  const leaving = new AbortController()
  const tabs = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('rapport.live')
  if (tabs) tabs.onmessage = ({ data }) => hear(data)
  const pass = (said: unknown) => {
    hear(said)
    tabs?.postMessage(said)
  }
  const listen = () => listenUntil(leaving.signal, pass, refused)
  // Without a secure context there are no locks: then each tab listens for itself.
  if (tabs && navigator.locks) void navigator.locks.request('rapport.live', { signal: leaving.signal }, listen).catch(() => undefined)
  else void listen()
  return () => {
    leaving.abort()
    tabs?.close()
  }
}

function hear(said: unknown): void {
  const known = change.safeParse(said)
  if (known.success) tellChange(known.data)
}

/** Settles when it is to stop. A connection that only broke the browser opens again by itself; one that was refused we try again, later and later. */
function listenUntil(signal: AbortSignal, pass: (said: unknown) => void, refused: () => void): Promise<void> {
  return new Promise((resolve) => {
    let wait = firstWaitMs
    let source: EventSource | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    const open = () => {
      source = new EventSource('/v1/live')
      source.onopen = () => {
        wait = firstWaitMs
      }
      source.onmessage = ({ data }) => pass(parsed(data))
      source.onerror = () => {
        doubtReach()
        if (source?.readyState !== EventSource.CLOSED) return
        refused()
        timer = setTimeout(open, wait)
        wait = Math.min(2 * wait, longestWaitMs)
      }
    }
    const stop = () => {
      clearTimeout(timer)
      source?.close()
      resolve()
    }
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    open()
  })
}

function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}
