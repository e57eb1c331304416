import type { WireDeps } from '../deps.ts'
import { type Claimed, claimDue } from './claim.ts'
import { composeMail } from './compose.ts'
import { type Ended, settle } from './settle.ts'
import { settleLost } from './sweep.ts'
import { tellOutcomes } from './tell.ts'

// The way of a message from the queue to the wire: claimed in small batches, composed together, handed over side by side,
// settled together. Batches overlap, so that connections are busy while the next decisions are made.

export type HandOver = {
  /** Hands over all that is due, and gives how many messages were taken. Called while it runs, it gives that run's answer. */
  run(): Promise<number>
  /** Takes nothing more, and waits for what is under way. */
  close(): Promise<void>
}

const mostUnderWay = 120
const batch = 40
const settleTogether = 40
const settleWithinMs = 20

export function openHandOver(deps: WireDeps): HandOver {
  let running: Promise<number> | undefined
  let closed = false
  const flights = new Set<Promise<void>>()
  let underWay = 0
  const ending = collector<Ended>((some) => settle(deps, some, deps.clock.now()))

  async function drain(): Promise<number> {
    let taken = await settleLost(deps, deps.clock.now())
    while (!closed) {
      while (underWay > mostUnderWay - batch) await Promise.race(flights)
      const claimed = await claimDue(deps, batch)
      taken += claimed.taken
      if (claimed.taken === 0) break
      if (claimed.go.length > 0) launch(claimed.go)
    }
    await Promise.all(flights)
    while ((await tellOutcomes(deps, deps.clock.now())) > 0) continue
    return taken
  }

  function launch(go: readonly Claimed[]): void {
    underWay += go.length
    const flight = handOver(deps, go, ending.add)
      .catch((error: unknown) => deps.log.error({ err: error, messages: go.length }, 'a batch of messages was not handed over'))
      .finally(() => {
        underWay -= go.length
        flights.delete(flight)
      })
    flights.add(flight)
  }

  return {
    run() {
      running ??= drain().finally(() => {
        running = undefined
      })
      return running
    },
    async close() {
      closed = true
      await running?.catch(() => {})
      await Promise.all(flights)
    },
  }
}

async function handOver(deps: WireDeps, go: readonly Claimed[], ended: (one: Ended) => Promise<void>): Promise<void> {
  const composed = await composeMail(deps, go.map((g) => g.row))
  await Promise.all(
    go.map(async (g, i) => {
      const mail = composed[i]
      const outcome = mail ? await deps.mail.send(mail.order, g.leaveBefore) : { left: 'no' as const, why: 'no_address', status: null, subject: null }
      await ended({ row: { ...g.row, attempts: g.row.attempts + 1 }, person: g.person, mark: g.mark, outcome, recipient: mail?.recipient })
    }),
  )
}

/** Gathers what arrives within a few milliseconds and works on it together; `add` is done when its item is. */
function collector<T>(work: (some: readonly T[]) => Promise<void>): { add(item: T): Promise<void> } {
  let items: T[] = []
  let due: Promise<void> | undefined
  let now: (() => void) | undefined

  function flush(): Promise<void> {
    const some = items
    items = []
    due = undefined
    return work(some)
  }
  return {
    add(item) {
      items.push(item)
      due ??= new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, settleWithinMs)
        now = () => {
          clearTimeout(timer)
          resolve()
        }
      }).then(flush)
      const mine = due
      if (items.length >= settleTogether) now?.()
      return mine
    },
  }
}
