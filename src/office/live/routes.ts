import { AppError, notFound } from '../../platform/errors.ts'
import { mount, type Who } from '../../platform/http/index.ts'
import { askerOf, authenticate, type Caller, still } from '../caller.ts'
import type { House } from '../house.ts'
import { isSeen, type Within, withinOf } from '../within.ts'
import { type Change, leavePresence, listenLive, listenMine, readPresence, sayPresence } from './contract.ts'
import { personOf } from './follow.ts'
import { type Care, limits } from './hub.ts'
import type { LiveEar } from './live.ts'
import { presenceLimits } from './presence.ts'

/** Pieces that wait for somebody who does not read; one more and the connection is ended: they come back and ask for what they missed. */
const mostWaiting = 200

/** Mounts the stream of changes, and who has which customer open. */
export function liveRoutes(house: House): void {
  presenceRoutes(house)
  mount(house.app, house.on, listenLive, async ({ caller, request }) => {
    const { live } = house
    let may = hearing(caller)
    const renew = (now: Caller) => {
      may = hearing(now)
    }
    const stream = streamFor(house, request, {
      who: listenLive.who,
      staff: () => askerOf(caller),
      hears: (change, of) => heardBy(may, change, of),
      renew,
      leave: live.leave,
    })
    return streamed(await live.join(stream.ear, lastSeen(request)), stream.body)
  })
  mount(house.app, house.on, listenMine, async ({ caller, request }) => {
    const { live, db } = house
    let person = await personOf(db, whole(caller))
    const renew = async (now: Caller) => {
      person = await personOf(db, whole(now))
    }
    const stream = streamFor(house, request, { who: listenMine.who, staff: () => person, hears: (change) => change, renew, leave: live.leaveOwn })
    return streamed(live.joinOwn(stream.ear, lastSeen(request)), stream.body)
  })
}

const lastSeen = (request: Request) => request.headers.get('last-event-id') ?? undefined

/** The customer of the session; refuses whoever came by the link of a letter, which may have been forwarded. */
function whole({ person }: Caller): number {
  if (person.customer === null) throw new AppError('unauthenticated', 'Open your page by the link in a message, or ask for a new one.')
  if (person.message !== null)
    throw new AppError('forbidden', 'By the link of a message you can only make us quieter. For anything else ask for a link to your own page.')
  return person.customer
}

function streamed(joined: boolean, body: ReadableStream<Uint8Array>): Response {
  if (!joined) throw new AppError('too_many', `At most ${limits.each} pages of one person listen for changes at once.`, { retryAfterSeconds: 30 })
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    },
  })
}

type Listener = Pick<LiveEar, 'hears'> & {
  who: Who
  /** Whose connection it is, now. */
  staff(): number
  /** What they are now, when they were asked anew; throws where they may listen no more. */
  renew(caller: Caller): unknown
  leave(ear: LiveEar): void
}

function streamFor({ door }: House, request: Request, { who, staff, hears, renew, leave }: Listener): { ear: LiveEar; body: ReadableStream<Uint8Array> } {
  const encoder = new TextEncoder()
  let to: ReadableStreamDefaultController<Uint8Array> | undefined
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        to = controller
      },
      cancel: () => {
        to = undefined // it is closed: to close it once more would throw
        leave(ear)
      },
    },
    new CountQueuingStrategy({ highWaterMark: mostWaiting }),
  )
  const ear: LiveEar = {
    get staff() {
      return staff()
    },
    hears,
    send: (text) => {
      if (!to || (to.desiredSize ?? 0) <= 0) return false
      to.enqueue(encoder.encode(text))
      return true
    },
    end: () => {
      to?.close()
      to = undefined
    },
    recheck: async () => {
      try {
        await renew(await authenticate({ ask: (as, verb, input) => door.ask(still(as), verb, input) }, request, who))
      } catch (error) {
        // A keep that does not answer says nothing of the session.
        if (error instanceof AppError && (error.code === 'unauthenticated' || error.code === 'forbidden')) leave(ear)
      }
    },
  }
  return { ear, body }
}

type Hearing = { abilities: readonly string[]; within: Within | undefined }
const hearing = (caller: Caller): Hearing => ({ abilities: caller.person.rights.abilities, within: withinOf(caller) })

/**
 * Which customer changed is for those who may see customers, and that customer; who looks at one is told to those who have it open.
 * Whoever works with some units, or sees some customers, hears of work that there is something new, and not of which: whose it is stands in their list.
 */
const heardBy = ({ abilities, within }: Hearing, change: Change, of: Care | undefined): Change | undefined => {
  const { topic, id } = change
  if (topic === 'tasks' || topic === 'cases') return within ? { topic, id: null } : change
  if (topic === 'rights') {
    const works = abilities.includes('rights.work') || abilities.includes('customers.change')
    return works ? { topic, id: within ? null : id } : undefined
  }
  if (topic !== 'customer' && topic !== 'presence') return change
  const may = abilities.includes('customers.see') && (topic === 'presence' || id === null || isSeen(within, of))
  return may ? change : undefined
}

function presenceRoutes({ app, on, door, ids, live }: House): void {
  const customerOf = (shown: string) => {
    const customer = ids.read('customer', shown)
    if (customer === undefined) throw notFound()
    return customer
  }
  /** Who may not see the customer is not told who does. The look that opened the card covers this one. */
  const mustSee = async ({ as }: Caller, customer: number) => {
    const [seen] = await door.ask(as, 'preview', { customers: [customer], purpose: 'service', reason: { kind: 'card' } })
    if (!seen || (seen.hidden !== null && seen.hidden !== 'no_name')) throw notFound()
  }
  const othersAt = async (caller: Caller, customer: number) => {
    const others = live.presentAt(customer).filter(({ staff }) => staff !== askerOf(caller))
    if (others.length === 0) return { items: [] }
    const names = await door.ask(caller.as, 'colleagues', { ids: others.map(({ staff }) => staff) })
    return {
      items: others.flatMap(({ staff, doing }) => {
        const found = names.find(({ id }) => id === staff)
        return found ? [{ id: ids.show('staff', staff), name: found.name, role: found.role, doing }] : []
      }),
    }
  }

  mount(app, on, readPresence, async ({ caller, params }) => {
    const customer = customerOf(params.customer_id)
    await mustSee(caller, customer)
    return othersAt(caller, customer)
  })

  mount(app, on, sayPresence, async ({ caller, params, body: { page, doing } }) => {
    const here = { staff: askerOf(caller), page, customer: customerOf(params.customer_id), doing }
    if (!live.knowsHere(here) || withinOf(caller)?.customers) await mustSee(caller, here.customer)
    if (!live.here(here)) throw new AppError('too_many', `At most ${presenceLimits.each} pages of one person stand open at once.`, { retryAfterSeconds: 30 })
    return othersAt(caller, here.customer)
  })

  mount(app, on, leavePresence, async ({ caller, params, query: { page } }) => {
    const here = { staff: askerOf(caller), page, customer: customerOf(params.customer_id), doing: 'looks' as const }
    // Whoever went on to another card with the same page has left this one already.
    if (live.knowsHere(here)) live.here({ ...here, customer: null })
    return { done: true as const }
  })
}
