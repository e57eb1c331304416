import { z } from 'zod'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/index.ts'
import { listenTo } from '../../platform/db/index.ts'
import type { Opaque, OpaqueKind } from '../../platform/ids/index.ts'
import type { Logger } from '../../platform/log.ts'
import type { FactTables } from '../catalogue/index.ts'
import { topics } from './contract.ts'
import { caresOf, follower, personOf } from './follow.ts'
import { type Care, type Ear, type Hub, limits, openHub, type Told } from './hub.ts'
import type { Here, Present } from './presence.ts'
import { openPresent } from './present.ts'
import { channel, idKinds, parsed, presenceChannel, rightsChannel, type Said, tell } from './tell.ts'

const flushMs = 200
const followMs = 1_000
const beatMs = 15_000
/** How often each connection is asked anew whether its session stands, in case nobody said that it ended. */
const recheckMs = 20_000

/** On this channel the keep says whose sessions ended: numbers of staff. */
const endings = 'rapport_sessions'

const kindOf: ReadonlyMap<string, OpaqueKind> = new Map(Object.entries(idKinds))

const heardShape = z.object({ topic: z.enum(topics), id: z.int().optional(), to: z.array(z.int()).optional() })

const rightShape = z.object({ case: z.int(), customer: z.int() })

export type LiveEar = Ear & {
  /** Ends itself when its session has ended. */
  recheck(): Promise<void>
}

export type Live = {
  /** Tells everybody's pages that something changed. Never fails: who misses it looks a little later. */
  tell(said: Said): Promise<void>
  /** Settles when nothing from now on is missed; false when there are too many already. */
  join(ear: LiveEar, after: string | undefined): Promise<boolean>
  leave(ear: LiveEar): void
  /** The same for a customer's own page: `staff` of the ear is the person. */
  joinOwn(ear: LiveEar, after: string | undefined): boolean
  leaveOwn(ear: LiveEar): void
  /** Notes that a page has a customer open, or no more; false when this person has too many open. */
  here(here: Here): boolean
  /** Whether this is known already. */
  knowsHere(here: Pick<Here, 'staff' | 'page' | 'customer'>): boolean
  /** Who has a customer open now. */
  presentAt(customer: number): Present[]
  close(): Promise<void>
}

type LiveDeps = { db: Db<FactTables>; url: string; ids: Opaque; log: Logger; clock: Clock }

/** Listens for what every office tells, follows what the keep writes, and hands it to those who listen here. */
export async function openLive(deps: LiveDeps): Promise<Live> {
  const hub = openHub(deps.clock)
  // Customers have one of their own: nothing that is told to colleagues can come to it.
  const own = openHub(deps.clock)
  const ears = new Map<Ear, LiveEar>()
  const present = openPresent(deps, hub)
  const recheck = (staff?: number) => {
    for (const ear of staff === undefined ? [...hub.ears(), ...own.ears()] : hub.ears(staff)) void ears.get(ear)?.recheck()
  }
  const listening = await listenTo({
    url: deps.url,
    name: 'rapport live',
    channels: [channel, endings, presenceChannel, rightsChannel],
    heard: (from, payload) => {
      if (from === endings) recheck(Number(payload))
      else if (from === presenceChannel) present.hear(payload)
      else if (from === rightsChannel) hearRights(deps, { hub, own }, payload)
      else hear(deps, hub, payload)
    },
    gap: () => {
      for (const each of [hub, own]) each.note({ change: { topic: 'everything', id: null }, to: undefined })
      recheck()
    },
  })
  const following = openFollowing(deps, hub)
  const timers = [
    setInterval(hub.flush, flushMs),
    setInterval(own.flush, flushMs),
    setInterval(present.flush, flushMs),
    setInterval(following.look, followMs),
    setInterval(hub.beat, beatMs),
    setInterval(own.beat, beatMs),
    setInterval(present.again, beatMs),
    setInterval(recheck, recheckMs),
  ]
  for (const timer of timers) timer.unref()

  return {
    tell: (said) => tell(deps.db, said).catch((error: unknown) => deps.log.warn({ err: error }, 'a change was not told')),
    join: async (ear, after) => {
      ears.set(ear, ear)
      const joined = await following.from(() => hub.join(ear, after))
      if (!joined) ears.delete(ear)
      return joined
    },
    leave: (ear) => {
      ears.delete(ear)
      hub.leave(ear)
      present.left(ear.staff)
    },
    joinOwn: (ear, after) => {
      const joined = own.join(ear, after)
      if (joined) ears.set(ear, ear)
      return joined
    },
    leaveOwn: (ear) => {
      ears.delete(ear)
      own.leave(ear)
    },
    here: present.say,
    knowsHere: present.knows,
    presentAt: present.at,
    close: async () => {
      for (const timer of timers) clearInterval(timer)
      for (const each of [hub, own]) for (const ear of each.ears()) each.leave(ear)
      await listening.stop()
    },
  }
}

/** What somebody told; numbers become the ids that stand outside. What is not understood is left: another version may speak so. */
function hear({ db, ids, log }: LiveDeps, hub: Hub, payload: string): void {
  const said = heardShape.safeParse(parsed(payload))
  if (!said.success) return log.warn('a change was told in words that are not understood')
  const { topic, id, to } = said.data
  const kind = kindOf.get(topic)
  const change = { topic, id: kind && id !== undefined ? ids.show(kind, id) : null }
  if (topic !== 'customer' || id === undefined) return hub.note({ change, to })
  caresOf(db, [id]).then(
    (cares) => hub.note({ change, to, of: cares.get(id) }),
    () => hub.note({ change, to }), // not known whose they are: told to those who see all
  )
}

/** A request by right moved: whoever works on them hears which, and whoever it is about that there is something new. */
function hearRights({ db, ids, log }: LiveDeps, { hub, own }: { hub: Hub; own: Hub }, payload: string): void {
  const said = rightShape.safeParse(parsed(payload))
  if (!said.success) return log.warn('of a request by right something was told that is not understood')
  hub.note({ change: { topic: 'rights', id: ids.show('rights', said.data.case) }, to: undefined })
  const change = { topic: 'rights', id: null } as const
  personOf(db, said.data.customer).then(
    (person) => own.note({ change, to: [person] }),
    () => own.note({ change, to: undefined }), // not known whose it is: everybody looks once more
  )
}

/** Looks at what the keep wrote, while anybody listens and a little longer: they may be loading the next page. One look that is slow is not overtaken. `from` lets somebody in who misses nothing from now on. */
function openFollowing({ db, ids, log }: LiveDeps, hub: Hub): { from(join: () => boolean): Promise<boolean>; look(): Promise<void> } {
  let follow: ReturnType<typeof follower> | undefined
  let beginning: Promise<unknown> | undefined
  let looking = false
  let joining = 0
  let alone = 0
  return {
    from: async (join) => {
      joining += 1
      follow ??= follower(db)
      beginning ??= follow()
      await beginning.catch(() => undefined) // no database now: when it comes back everything is looked at anyhow
      joining -= 1
      return join()
    },
    look: async () => {
      if (looking || !follow) return
      alone = hub.ears().length === 0 && joining === 0 ? alone + 1 : 0
      if (alone * followMs > limits.loadingMs) {
        follow = undefined
        beginning = undefined
        return
      }
      looking = true
      try {
        const seen = await follow()
        for (const told of toldOf(seen, ids, seen === 'many' ? new Map() : await caresOf(db, seen))) hub.note(told)
      } catch (error) {
        log.debug({ err: error }, 'changes were not followed')
      } finally {
        looking = false
      }
    },
  }
}

function toldOf(seen: readonly number[] | 'many', ids: Opaque, cares: ReadonlyMap<number, Care>): Told[] {
  if (seen.length === 0) return []
  const list: Told = { change: { topic: 'customers', id: null }, to: undefined }
  if (seen === 'many') return [list, { change: { topic: 'customer', id: null }, to: undefined }]
  return [list, ...seen.map((id): Told => ({ change: { topic: 'customer', id: ids.show('customer', id) }, to: undefined, of: cares.get(id) }))]
}
