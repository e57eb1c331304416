import { z } from 'zod'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import type { Caller } from '../../caller.ts'
import { byOf, changePlace } from '../../console/index.ts'
import type { House } from '../../house.ts'
import { listMyRelationChanges, listMyRelations } from './contract.ts'

/** Mounts how a customer stands to others, as they see it. */
export function relationRoutes({ app, on, door, ids }: House, own: (caller: Caller) => number): void {
  mount(app, on, listMyRelations, async ({ caller, query: { cursor, limit = 50 } }) => {
    const pages = pagesOf(ids, `my relations ${own(caller)}`, z.int())
    const { items, next } = await door.ask(caller.as, 'myRelations', { below: pages.after(cursor) ?? null, limit })
    return { items: items.map(({ id, ...r }) => ({ id: ids.show('relation', id), ...shown(r) })), next_cursor: next === null ? null : pages.cursorAt(next) }
  })

  mount(app, on, listMyRelationChanges, async ({ caller, query: { cursor, limit = 50 } }) => {
    const pages = pagesOf(ids, `my relation changes ${own(caller)}`, changePlace)
    const { items, next } = await door.ask(caller.as, 'myRelationChanges', { after: pages.after(cursor) ?? null, limit })
    return { items: items.map(({ what, ...r }) => ({ what, ...shown(r) })), next_cursor: next && pages.cursorAt(next) }
  })
}

const shown = <R extends { title: string | null; by: string }>({ title, ...r }: R) => ({
  ...r,
  role: title,
  by: byOf({ kind: r.by, name: null }).kind,
})
