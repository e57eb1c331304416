import { z } from 'zod'
import type { Comparison } from '../../../keep/door/contract.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import type { House } from '../../house.ts'
import { refOf } from '../../work/index.ts'
import { compareCustomers, listJoined, mergeCustomer, unmergeCustomer } from './contract.ts'

const perPage = 50
const joinedPlace = z.object({ at: z.iso.datetime(), customer: z.int() })

/** Mounts what joins two cards of one person and separates them again; `customer` reads an id as shown outside. */
export function joiningRoutes(house: House, customer: (shown: string) => number): void {
  const { app, on, door, ids } = house

  mount(app, on, compareCustomers, async ({ caller, params, query }) => {
    const seen = await door.ask(caller.as, 'compare', { from: customer(params.customer_id), into: customer(query.into) })
    return { ...seen, from: sideOf(house, seen.from), into: sideOf(house, seen.into) }
  })

  mount(app, on, mergeCustomer, async ({ caller, params, body }) => {
    const into = customer(body.into)
    const { done } = await door.ask(caller.as, 'merge', { from: customer(params.customer_id), into, why: body.why, leading: body.leading })
    return { changed: done, customer_id: body.into }
  })

  mount(app, on, unmergeCustomer, async ({ caller, params, body }) => {
    const { done } = await door.ask(caller.as, 'unmerge', { customer: customer(params.customer_id), why: body.why })
    return { changed: done }
  })

  mount(app, on, listJoined, async ({ caller, params, query: { cursor, limit = perPage } }) => {
    const into = customer(params.customer_id)
    const pages = pagesOf(ids, `joined ${into}`, joinedPlace)
    const { items, next } = await door.ask(caller.as, 'joined', { customer: into, after: pages.after(cursor) ?? null, limit })
    return {
      items: items.map(({ customer: one, ...rest }) => ({ customer_id: ids.show('customer', one), ...rest })),
      next_cursor: next && pages.cursorAt(next),
    }
  })
}

type Side = z.input<typeof compareCustomers.output>['from']

function sideOf(house: House, side: Comparison['from']): Side {
  const identifiers = side.identifiers.map(({ source, ...shown }) => shown)
  return { ...refOf(house.ids, side.preview), role: side.preview.role, language: side.language, cards: side.members, identifiers }
}
