import { AppError } from '../../platform/errors.ts'
import { mount } from '../../platform/http/index.ts'
import { askerOf, authenticate, type Caller, still } from '../caller.ts'
import type { House } from '../house.ts'
import { type Change, listenLive } from './contract.ts'
import { limits } from './hub.ts'
import type { LiveEar } from './live.ts'

/** Pieces that wait for somebody who does not read; one more and the connection is ended: they come back and ask for what they missed. */
const mostWaiting = 200

/** Mounts the stream of changes. */
export function liveRoutes(house: House): void {
  mount(house.app, house.on, listenLive, async ({ caller, request }) => {
    const { ear, body } = earFor(house, caller, request)
    if (!(await house.live.join(ear, request.headers.get('last-event-id') ?? undefined))) {
      throw new AppError('too_many', `At most ${limits.each} pages of one person listen for changes at once.`, { retryAfterSeconds: 30 })
    }
    return new Response(body, {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        'x-content-type-options': 'nosniff',
      },
    })
  })
}

function earFor({ live, door }: House, caller: Caller, request: Request): { ear: LiveEar; body: ReadableStream<Uint8Array> } {
  const encoder = new TextEncoder()
  let { abilities } = caller.person.rights
  let to: ReadableStreamDefaultController<Uint8Array> | undefined
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        to = controller
      },
      cancel: () => live.leave(ear),
    },
    new CountQueuingStrategy({ highWaterMark: mostWaiting }),
  )
  const ear: LiveEar = {
    staff: askerOf(caller),
    hears: (change) => mayHear(abilities, change),
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
        abilities = (await authenticate({ ask: (as, verb, input) => door.ask(still(as), verb, input) }, request, listenLive.who)).person.rights.abilities
      } catch (error) {
        // A keep that does not answer says nothing of the session.
        if (error instanceof AppError && (error.code === 'unauthenticated' || error.code === 'forbidden')) live.leave(ear)
      }
    },
  }
  return { ear, body }
}

/** Which customer changed is for those who may see customers. */
const mayHear = (abilities: readonly string[], { topic }: Change) => topic !== 'customer' || abilities.includes('customers.see')
