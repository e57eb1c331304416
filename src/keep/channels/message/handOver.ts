import { setTimeout as sleep } from 'node:timers/promises'
import { sqlState } from '../../../platform/db/index.ts'
import type { WireDeps } from '../deps.ts'
import { keepCaught } from '../mailbox/catch.ts'
import { sendSms } from '../sms/adapter.ts'
import { asLetter, type ComposedSms, composeSms } from '../sms/compose.ts'
import { type Claimed, claimDue } from './claim.ts'
import { composeMail } from './compose.ts'
import { type Ended, type Outcome, settle } from './settle.ts'
import { settleLost } from './sweep.ts'
import { tellOutcomes } from './tell.ts'

// The way of a message from the queue to the wire: claimed in small batches, composed together, handed over side by side,
// settled together. Batches overlap, so that connections are busy while the next decisions are made.

export type HandOver = {
  /** Hands over all that is due at the call, and gives how many messages were taken when all has ended. Called while it claims, it claims once more after. */
  run(): Promise<number>
  /** Takes nothing more, and waits for what is under way. */
  close(): Promise<void>
}

/**
 * How many messages may be under way: few at first, more while a batch takes less than `quickMs`, half as soon as one does not leave in time. What is under
 * way is what nobody knows of when this process is killed, so that it is never more than leaves in a second.
 */
const quickMs = 1_000
const underWayAtFirst = 16
const mostUnderWay = 160
const leastUnderWay = 5
const largestBatch = 40
const settleTogether = 40
const settleWithinMs = 50
/** The database may be started anew meanwhile: what became of a message is known for so long. Less than after which it is lost (sweep.ts). */
const outcomesKnownMs = 45_000
const againAfterMs = 500
/** Timers wait for a run: a server that takes half a minute would keep what comes due in it waiting as long. */
const lookEveryMs = 1_000

export function openHandOver(deps: WireDeps): HandOver {
  let claiming: Promise<number> | undefined
  let next: Promise<number> | undefined
  let telling = Promise.resolve()
  let closed = false
  const flights = new Set<Promise<void>>()
  let underWay = 0
  let room = underWayAtFirst
  const ending = collector<Ended>(keepOutcomes)

  /** Claims and launches until nothing is due; gives how many were taken. Does not wait for what is under way: what comes due while a server takes its time goes past it. */
  async function claim(): Promise<number> {
    let taken = await settleLost(deps, deps.clock.now())
    while (!closed) {
      while (flights.size > 0 && room - underWay < room / 4) await Promise.race(flights)
      const claimed = await claimDue(deps, Math.max(1, Math.min(largestBatch, room - underWay)))
      taken += claimed.taken
      if (claimed.taken === 0) break
      if (claimed.go.length > 0) launch(claimed.go)
    }
    return taken
  }

  async function keepOutcomes(some: readonly Ended[]): Promise<void> {
    for (let waited = 0; ; waited += againAfterMs) {
      try {
        return await settle(deps, some, deps.clock.now())
      } catch (error) {
        if (closed || waited >= outcomesKnownMs || !isAway(error)) throw error
        deps.log.warn({ err: error, messages: some.length }, 'what became of messages could not be written; it is tried again')
        await sleep(againAfterMs)
      }
    }
  }

  function launch(go: readonly Claimed[]): void {
    underWay += go.length
    const began = deps.clock.monotonic()
    const flight = handOver(deps, go, ending.add)
      .then((inTime) => {
        if (!inTime) room = Math.max(leastUnderWay, Math.floor(room / 2))
        else if (deps.clock.monotonic() - began < quickMs) room = Math.min(mostUnderWay, room + go.length)
      })
      .catch((error: unknown) => deps.log.error({ err: error, messages: go.length }, 'a batch of messages was not handed over'))
      .finally(() => {
        underWay -= go.length
        flights.delete(flight)
      })
    flights.add(flight)
  }

  async function tellAll(): Promise<void> {
    while ((await tellOutcomes(deps, deps.clock.now())) > 0);
  }

  /** When all that is under way has ended. Meanwhile what has ended is told, and what has come due goes too. */
  async function seeOut(taken: number): Promise<number> {
    for (let total = taken; ; total += await claimBeside()) {
      const ended = await Promise.race([Promise.all(flights).then(() => true), sleep(lookEveryMs, false, { ref: false })])
      telling = telling.catch(() => {}).then(tellAll) // one after the other: each tells what is not told yet
      await telling
      if (ended) return total
    }
  }

  /** Nothing where somebody claims already: what is due now goes with theirs. */
  const claimBeside = async (): Promise<number> => (claiming || closed ? 0 : claimAlone())

  function claimAlone(): Promise<number> {
    const mine = claim().finally(() => {
      if (claiming === mine) claiming = undefined
    })
    claiming = mine
    return mine
  }

  const begin = (): Promise<number> => claimAlone().then(seeOut)

  return {
    run() {
      if (!claiming) return begin()
      next ??= claiming
        .catch(() => {})
        .then(() => {
          next = undefined
          return begin()
        })
      return next
    },
    async close() {
      closed = true
      await claiming?.catch(() => {})
      await Promise.all(flights)
    },
  }
}

/** Gives whether all of them were handed over before their leases ended. */
async function handOver(deps: WireDeps, go: readonly Claimed[], ended: (one: Ended) => Promise<void>): Promise<boolean> {
  const [texts, letters] = [go.filter((g) => g.row.channel === 'sms'), go.filter((g) => g.row.channel !== 'sms')]
  const settled = async (g: Claimed, outcome: Outcome, recipient: Buffer | undefined) => {
    await ended({ row: { ...g.row, attempts: g.row.attempts + 1 }, person: g.person, mark: g.mark, outcome, recipient })
    return outcome.why !== 'lapsed'
  }
  const composed = await Promise.all([composeSms(deps, texts.map(rowOf)), composeMail(deps, letters.map(rowOf))]).catch((error: unknown) => {
    deps.log.error({ err: error, messages: go.length }, 'a batch of messages could not be composed; it is tried again')
    return undefined
  })
  if (!composed) {
    await Promise.all(go.map((g) => settled(g, notBegun, undefined)))
    return true
  }
  const [sms, mail] = composed
  const inTime = await Promise.all([
    ...letters.map(async (g, i) => settled(g, mail[i] ? await deps.mail.send(mail[i].order, g.leaveBefore) : noAddress, mail[i]?.recipient)),
    ...texts.map(async (g, i) => settled(g, sms[i] ? await handSms(deps, sms[i], g.leaveBefore) : noAddress, sms[i]?.recipient)),
  ])
  return inTime.every(Boolean)
}

const rowOf = (claimed: Claimed) => claimed.row
/** The database, and not what was asked of it: connection lost, starting or stopping (PostgreSQL, appendix A), or no answer at all. */
const isAway = (error: unknown) => /^(08|53|55|57)/.test(sqlState(error) ?? '08')

const notBegun: Outcome = { left: 'no', why: 'courier', status: null, subject: null }
const noAddress: Outcome = { left: 'no', why: 'no_address', status: null, subject: null }

/** To the provider, or to the built-in mailbox while there is none. */
async function handSms(deps: WireDeps, { sms, subject }: ComposedSms, leaveBefore: number): Promise<Outcome> {
  const account = await deps.ways.sms()
  if (account) return { ...(await sendSms(deps, account, sms, leaveBefore)), subject }
  if (deps.clock.monotonic() >= leaveBefore) return { left: 'no', why: 'lapsed', status: null, subject: null }
  const { company, domain } = await deps.ways.now()
  await keepCaught(deps, { kind: 'phone', recipients: [sms.to], raw: () => [asLetter(sms, { company: company.name, domain, at: deps.clock.now() })] })
  return { left: 'yes', why: 'accepted', status: null, subject }
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
