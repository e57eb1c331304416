import { z } from 'zod'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import type { House } from '../../house.ts'
import { listLooks } from '../contract.ts'
import { activitiesOf, lineOf } from './linesOf.ts'

/** Mounts who looked at a customer, for colleagues. */
export function lookRoutes(house: House, customer: (shown: string) => number): void {
  const { app, on, door, ids } = house

  mount(app, on, listLooks, async ({ caller, params, query: { cursor, limit = 50, ...asked } }) => {
    const id = customer(params.customer_id)
    const pages = pagesOf(ids, `looks ${id}`, z.string())
    const page = await door.ask(caller.as, 'journal', { ...asked, customer: id, cursor: pages.after(cursor) ?? null, limit })
    const activities = await activitiesOf(house, page.items)
    const items = page.items.map((use) => {
      const { kind, role, name, unit, as } = use.actor
      return { ...lineOf(ids, use, activities), actor: { kind, role, name, unit, as } }
    })
    return { items, next_cursor: page.next && pages.cursorAt(page.next) }
  })
}
