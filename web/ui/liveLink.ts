import { change } from '../../src/office/live/contract.ts'
import { tellChange } from './live.ts'
import { doubtReach } from './reach.ts'

// One connection for all tabs of a browser: a browser keeps six to a host, and six tabs would leave none for anything else. The tab that
// holds the lock listens and passes on what it hears; when it is closed the next one takes over.

const firstWaitMs = 2_000
const longestWaitMs = 60_000

type Stream = { path: string /** Of tabs that share one connection. */; tabs: string }

/** Listens until it is told to stop. `refused` is called when the server did not let us in, or is gone: whoever asks next will say why. */
export function openLink(stream: Stream, refused: () => void): () => void {
  const leaving = new AbortController()
  const tabs = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(stream.tabs)
  if (tabs) tabs.onmessage = ({ data }) => hear(data)
  const pass = (said: unknown) => {
    hear(said)
    tabs?.postMessage(said)
  }
  const listen = () => listenUntil(stream.path, leaving.signal, { pass, refused })
  // Without a secure context there are no locks: then each tab listens for itself.
  if (tabs && navigator.locks) void navigator.locks.request(stream.tabs, { signal: leaving.signal }, listen).catch(() => undefined)
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
function listenUntil(path: string, signal: AbortSignal, { pass, refused }: { pass(said: unknown): void; refused(): void }): Promise<void> {
  return new Promise((resolve) => {
    let wait = firstWaitMs
    let source: EventSource | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    const open = () => {
      source = new EventSource(path)
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
