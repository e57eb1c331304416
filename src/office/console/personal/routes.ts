import { z } from 'zod'
import { notFound } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import type { House } from '../../house.ts'
import { addPersonal, changePersonal, listPersonal, removePersonal } from '../contract.ts'

export const personalPlace = z.object({ at: z.iso.datetime(), id: z.int() })

/** Mounts what people remember of a customer. */
export function personalRoutes({ app, on, door, ids }: House, customer: (shown: string) => number): void {
  const note = (shown: string) => {
    const id = ids.read('personal', shown)
    if (id === undefined) throw notFound()
    return id
  }

  mount(app, on, listPersonal, async ({ caller, params, query: { cursor, limit = 50 } }) => {
    const id = customer(params.customer_id)
    const pages = pagesOf(ids, `personal ${id}`, personalPlace)
    const { items, next, hidden } = await door.ask(caller.as, 'personal', { customer: id, reason: { kind: 'card' }, after: pages.after(cursor) ?? null, limit })
    return { items: items.map((item) => ({ ...item, id: ids.show('personal', item.id) })), next_cursor: next && pages.cursorAt(next), hidden }
  })

  mount(app, on, addPersonal, async ({ caller, params, body }) => {
    const made = await door.ask(caller.as, 'notePersonal', { ...body, customer: customer(params.customer_id), id: null })
    return { id: ids.show('personal', made.id) }
  })

  mount(app, on, changePersonal, async ({ caller, params, body }) => {
    const made = await door.ask(caller.as, 'notePersonal', { ...body, customer: customer(params.customer_id), id: note(params.personal_id) })
    return { id: ids.show('personal', made.id) }
  })

  mount(app, on, removePersonal, ({ caller, params }) =>
    door.ask(caller.as, 'dropPersonal', { customer: customer(params.customer_id), id: note(params.personal_id) }),
  )
}
