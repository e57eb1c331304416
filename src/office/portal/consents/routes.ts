import { z } from 'zod'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import type { Caller } from '../../caller.ts'
import type { House } from '../../house.ts'
import { listMyConsents } from './contract.ts'

/** Mounts what a customer agreed to and refused. */
export function consentRoutes({ app, on, door, ids }: House, own: (caller: Caller) => number): void {
  mount(app, on, listMyConsents, async ({ caller, query: { cursor, limit = 50 } }) => {
    const pages = pagesOf(ids, `my consents ${own(caller)}`, z.object({ at: z.iso.datetime(), id: z.string() }))
    const { items, next } = await door.ask(caller.as, 'myConsents', { after: pages.after(cursor) ?? null, limit })
    return { items, next_cursor: next && pages.cursorAt(next) }
  })
}
