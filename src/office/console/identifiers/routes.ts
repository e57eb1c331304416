import { z } from 'zod'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import type { House } from '../../house.ts'
import { refOf } from '../../work/index.ts'
import { byOf } from '../rows.ts'
import { addIdentifier, markIdentifier, readIdentifierHistory, removeIdentifier } from './contract.ts'

/** Where a page of the history of identifiers ends. */
export const changePlace = z.object({ at: z.iso.datetime(), id: z.int() })

/** Mounts what changes the addresses and numbers of a customer; `customer` reads an id as shown outside. */
export function identifierRoutes(house: House, customer: (shown: string) => number): void {
  const { app, on, door, ids } = house

  mount(app, on, addIdentifier, async ({ caller, params, body }) => {
    const { changed, identifier, owner } = await door.ask(caller.as, 'addIdentifier', { customer: customer(params.customer_id), ...body })
    if (owner === null) return { changed, identifier, belongs: null }
    const [whose] = await door.ask(caller.as, 'preview', { customers: [owner], purpose: 'service', reason: { kind: 'search' } })
    return { changed, identifier, belongs: whose ? { to: refOf(ids, whose) } : null }
  })

  mount(app, on, markIdentifier, ({ caller, params, body }) =>
    door.ask(caller.as, 'markIdentifier', { customer: customer(params.customer_id), id: params.identifier_id, ...body }),
  )

  mount(app, on, removeIdentifier, ({ caller, params }) =>
    door.ask(caller.as, 'removeIdentifier', { customer: customer(params.customer_id), id: params.identifier_id }),
  )

  mount(app, on, readIdentifierHistory, async ({ caller, params, query: { cursor, limit = 50 } }) => {
    const of = customer(params.customer_id)
    const pages = pagesOf(ids, `identifiers ${of}`, changePlace)
    const asked = { customer: of, reason: { kind: 'card' as const }, after: pages.after(cursor) ?? null, limit }
    const { items, next } = await door.ask(caller.as, 'identifierHistory', asked)
    return { items: items.map(({ by, ...change }) => ({ ...change, by: byOf(by) })), next_cursor: next && pages.cursorAt(next) }
  })
}
