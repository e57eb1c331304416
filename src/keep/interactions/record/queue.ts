import { AppError } from '../../../platform/errors.ts'
import type { Outcome } from '../event.ts'
import type { RecordDeps } from './deps.ts'
import type { Ready } from './prepare.ts'
import { storeBatch } from './store.ts'

// Group commit. A few transactions are under way at a time; what arrives meanwhile is joined into the next. So the cost of a
// transaction (its statements, its wait for the disk) is shared by as many requests as came while the others ran, and while
// one waits for the database the next is sealed and encoded.

export type Limits = {
  /** Transactions under way. */
  lanes: number
  /** Events in one transaction. */
  rows: number
  /** Events, bytes of request and requests that may wait; beyond any of them a request is sent away with 503. */
  waitingRows: number
  waitingBytes: number
  waiters: number
}

export const limits: Limits = { lanes: 2, rows: 4_000, waitingRows: 40_000, waitingBytes: 64 * 1024 * 1024, waiters: 2_000 }

export type Joining = { ready: readonly Ready[]; bytes: number; now: Date }

export type Queue = {
  /** Gives the outcomes when they are on disk. Throws `unavailable` when too much waits, or the database cannot. */
  join(request: Joining): Promise<Outcome[]>
  /** When nothing waits and nothing is under way. */
  idle(): Promise<void>
  waiting(): { rows: number; bytes: number; waiters: number }
}

type Waiter = Joining & { resolve(outcomes: Outcome[]): void; reject(error: unknown): void }

export function openQueue(deps: RecordDeps, most: Limits = limits): Queue {
  let waiters: Waiter[] = []
  let rows = 0
  let bytes = 0
  const running = new Set<Promise<void>>()

  function join(request: Joining): Promise<Outcome[]> {
    if (rows + request.ready.length > most.waitingRows || bytes + request.bytes > most.waitingBytes || waiters.length >= most.waiters) {
      throw new AppError('unavailable', 'More is being sent than can be written. Please send this again in a moment.', { retryAfterSeconds: 1 })
    }
    rows += request.ready.length
    bytes += request.bytes
    return new Promise((resolve, reject) => {
      waiters.push({ ...request, resolve, reject })
      if (running.size < most.lanes) {
        const lane = run().finally(() => running.delete(lane))
        running.add(lane)
      }
    })
  }

  async function run(): Promise<void> {
    // What was read from the sockets in this turn of the loop joins the first transaction too.
    await new Promise((next) => setImmediate(next))
    while (waiters.length > 0) await write(take())
  }

  function take(): Waiter[] {
    let size = 0
    let n = 0
    for (const waiter of waiters) {
      if (n > 0 && size + waiter.ready.length > most.rows) break
      size += waiter.ready.length
      n += 1
    }
    const taken = waiters.slice(0, n)
    waiters = waiters.slice(n)
    rows -= size
    bytes -= taken.reduce((sum, w) => sum + w.bytes, 0)
    return taken
  }

  async function write(group: readonly Waiter[]): Promise<void> {
    const now = new Date(Math.max(...group.map((w) => w.now.getTime())))
    try {
      const outcomes = await storeBatch(
        deps,
        group.flatMap((w) => w.ready),
        { now },
      )
      let at = 0
      for (const waiter of group) {
        waiter.resolve(outcomes.slice(at, at + waiter.ready.length))
        at += waiter.ready.length
      }
    } catch (error) {
      for (const waiter of group) waiter.reject(error)
    }
  }

  return {
    join,
    async idle() {
      while (running.size > 0) await Promise.all(running)
    },
    waiting: () => ({ rows, bytes, waiters: waiters.length }),
  }
}
