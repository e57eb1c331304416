import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '../../platform/clock.ts'
import type { AnyDb } from '../../platform/db/index.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import type { Logger } from '../../platform/log.ts'
import { doings } from './contract.ts'
import type { Hub } from './hub.ts'
import { type Here, openPresence, type Presence, presenceLimits } from './presence.ts'
import { parsed, tellPresence } from './tell.ts'

/** So many fit into one notification, whatever their numbers. */
const mostTold = 80

const said = z.tuple([z.int(), z.string().max(16), z.int().nullable(), z.enum(doings)])
const heard = z.object({ office: z.string(), here: z.array(said) })

type Present = Pick<Presence, 'at' | 'knows'> & {
  say(here: Here): boolean
  /** A connection of theirs ended: without another they are gone in a moment. */
  left(staff: number): void
  hear(payload: string): void
  /** Tells other offices what moved here. */
  flush(): void
  /** Tells them all of it again, and lets go of what nobody says any more. */
  again(): void
}

/** Who has which customer open, as this office and the others beside it know it: told by notifications, written nowhere. */
export function openPresent({ db, ids, log, clock }: { db: AnyDb; ids: Opaque; log: Logger; clock: Clock }, hub: Hub): Present {
  const office = randomBytes(6).toString('base64url')
  let waiting: Here[] = []
  const presence = openPresence({
    moved: (customer, to) => (to.length > 0 ? hub.note({ change: { topic: 'presence', id: ids.show('customer', customer) }, to }) : undefined),
    told: (here) => waiting.push(here),
  })

  function tell(all: readonly Here[]): void {
    for (let at = 0; at < all.length; at += mostTold) {
      const here = all.slice(at, at + mostTold).map(({ staff, page, customer, doing }) => [staff, page, customer, doing])
      tellPresence(db, { office, here }).catch((error: unknown) => log.debug({ err: error }, 'who is where was not told'))
    }
  }

  return {
    at: presence.at,
    knows: presence.knows,
    say: (here) => presence.say(here, clock.monotonic()),
    left: (staff) => {
      const gone = () => (hub.ears(staff).length === 0 ? presence.drop(staff) : undefined)
      if (hub.ears(staff).length === 0) setTimeout(gone, presenceLimits.backMs).unref()
    },
    hear: (payload) => {
      const known = heard.safeParse(parsed(payload))
      if (!known.success || known.data.office === office) return
      const here = known.data.here.map(([staff, page, customer, doing]) => ({ staff, page, customer, doing }))
      presence.hear(here, clock.monotonic())
    },
    flush: () => {
      const all = waiting
      waiting = []
      tell(all)
    },
    again: () => {
      presence.sweep(clock.monotonic())
      tell(presence.own())
    },
  }
}
